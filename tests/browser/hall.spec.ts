import { expect, type Page, test } from '@playwright/test'
import { novemberId } from '#prisma/seed/meetings.ts'
import { hallText as h } from '#app/text/hall.ts'
import { seatingText as st } from '#app/text/seating.ts'
import { sessionText as t } from '#app/text/session.ts'
import { faultsOf } from '#tests/support/axe.ts'
import { DESKTOP, enter, HALL, PHONE, type Person, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${novemberId}`
const title = 'Phiên họp UBND tỉnh thường kỳ tháng 11/2026'

/** Words on the wall smaller than 36 px of a 1080 px high picture. */
const small = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const at = node.parentElement
      if (!at || !node.textContent?.trim() || ['SCRIPT', 'STYLE'].includes(at.tagName) || at.getClientRects().length === 0) continue
      if (parseFloat(getComputedStyle(at).fontSize) < 36) found.push(node.textContent)
    }
    return found
  })

test('màn hình phòng họp: ghép, chế độ riêng từng màn hình, nền sáng tối, khởi động lại máy chủ, gỡ', async ({ browser }) => {
  test.setTimeout(120_000)
  const people: Person[] = []
  const come = async (username: string | null, size: { width: number; height: number }) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    return person.page
  }
  const [desk, main, lobby] = [await come('thuky1', DESKTOP), await come(null, HALL), await come(null, { width: 1024, height: 768 })]
  await desk.goto(`${meeting}/thu-ky`)
  await desk.getByRole('tab', { name: t.desk.hall.title }).click()

  const pair = async (screen: Page, name: string) => {
    await screen.goto('/man-hinh')
    const code = ((await screen.getByText(/^\d{3}\s\d{3}$/).textContent()) ?? '').replace(/\D/g, '')
    await desk.getByLabel(t.desk.hall.code).fill(code)
    await desk.getByLabel(h.name, { exact: true }).fill(name)
    await desk.getByRole('button', { name: t.desk.hall.pair }).click()
    await expect(screen.getByRole('heading', { name: title })).toBeVisible()
    await expect(desk.getByRole('heading', { name, exact: true })).toBeVisible()
  }
  await test.step('hai màn hình được ghép, bàn thư ký thấy đang nối', async () => {
    await pair(main, 'Màn hình chính')
    await pair(lobby, 'Sảnh')
    await expect(desk.getByText(h.online)).toHaveCount(2)
    await expect(main.getByText(t.hall.waiting)).toBeVisible()
  })

  await test.step('mỗi màn hình theo chế độ của mình; tất cả đổi bằng một lần chọn', async () => {
    await desk.getByLabel(h.modeOf('Màn hình chính')).selectOption('absent')
    await expect(main.getByText(h.absentTitle)).toBeVisible()
    await expect(main.getByText('Phó Giám đốc Sở Y tế', { exact: false }).first()).toBeVisible()
    await expect(lobby.getByText(t.hall.waiting)).toBeVisible()
    await desk.getByLabel(h.modeOf('Sảnh')).selectOption('message')
    await desk.getByLabel(h.messageOf('Sảnh'), { exact: true }).fill('Phiên họp bắt đầu lúc 08:00')
    await desk.getByRole('button', { name: h.showOn('Sảnh') }).click()
    await expect(lobby.getByText('Phiên họp bắt đầu lúc 08:00')).toBeVisible()
    // the desk's small picture is what hangs on the wall
    await expect(desk.getByRole('img', { name: h.preview('Sảnh', h.mode.message) })).toContainText('Phiên họp bắt đầu lúc 08:00')
  })

  await test.step('mọi chế độ: chữ từ 36 điểm; sáng và tối không lỗi tiếp cận; 4:3 không tràn', async () => {
    for (const mode of ['item', 'speaking', 'vote', 'message', 'thanks', 'waiting', 'absent'] as const) {
      const name = 'Màn hình chính'
      await desk.getByLabel(h.modeOf(name)).selectOption(mode)
      if (mode === 'message') {
        await desk.getByLabel(h.messageOf(name), { exact: true }).fill('Giải lao 15 phút')
        await desk.getByRole('button', { name: h.showOn(name) }).click()
        await expect(main.getByText('Giải lao 15 phút')).toBeVisible()
      }
      await expect(desk.getByRole('img', { name: h.preview(name, h.mode[mode]) })).toBeVisible()
      expect(await small(main), mode).toEqual([])
    }
    await expect(main.getByText(h.absentTitle)).toBeVisible()
    expect(await faultsOf(main)).toEqual([])
    await desk.getByLabel(h.darkOf('Màn hình chính')).click()
    await expect(main.locator('main')).toHaveAttribute('data-theme', 'dark')
    expect(await faultsOf(main)).toEqual([])
    const box = await lobby.locator('main > div').boundingBox()
    expect(box?.width).toBeLessThanOrEqual(1024.5)
    expect(await lobby.locator('main').evaluate(el => getComputedStyle(el).cursor)).toBe('none')
  })

  await test.step('máy chủ khởi động lại: màn hình tự nối, đúng hình, đúng chế độ', async () => {
    await desk.getByLabel(h.all, { exact: true }).selectOption('waiting')
    for (const screen of [main, lobby]) await expect(screen.getByText(t.hall.waiting)).toBeVisible()
    await server.kill()
    await expect(main.getByText(t.hall.lost, { exact: true })).toBeVisible({ timeout: 15_000 })
    await server.start()
    for (const screen of [main, lobby]) await expect(screen.getByText(t.hall.lost)).toHaveCount(0, { timeout: 20_000 })
    await expect(desk.getByText(h.online)).toHaveCount(2)
    await desk.getByLabel(h.all, { exact: true }).selectOption('thanks')
    for (const screen of [main, lobby]) await expect(screen.getByText(h.thanks)).toBeVisible()
    // a reload (power cut) comes back to the same pairing
    await main.reload()
    await expect(main.getByText(h.thanks)).toBeVisible()
  })

  await test.step('gỡ: màn hình về chờ với mã mới, không cần chạm', async () => {
    await desk.getByRole('button', { name: t.desk.hall.releaseOne('Sảnh') }).click()
    await expect(lobby.getByText(/^\d{3}\s\d{3}$/)).toBeVisible()
    await expect(lobby.getByText(title)).toHaveCount(0)
    await expect(desk.getByRole('heading', { name: 'Sảnh', exact: true })).toBeHidden()
  })

  await test.step('bàn thư ký không lỗi tiếp cận', async () => {
    expect(await faultsOf(desk)).toEqual([])
  })
  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})

test('sơ đồ chỗ ngồi: đổi chỗ bằng chuột, bàn phím và danh sách, hoàn tác; mọi màn hình theo, máy tính bảng và điện thoại', async ({ browser }) => {
  test.setTimeout(120_000)
  const people: Person[] = []
  const come = async (username: string | null, size: { width: number; height: number }) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    return person.page
  }
  const [desk, chair, phone, wall] = [await come('thuky1', { width: 1440, height: 1400 }), await come('chutich', TABLET), await come('gd.snv', PHONE), await come(null, HALL)]
  await desk.goto(`${meeting}/thu-ky`)
  await chair.goto(`${meeting}/dieu-hanh`)
  await phone.goto(`${meeting}/du-hop`)
  await wall.goto('/man-hinh')
  const code = ((await wall.getByText(/^\d{3}\s\d{3}$/).textContent()) ?? '').replace(/\D/g, '')
  await desk.getByRole('tab', { name: t.desk.hall.title }).click()
  await desk.getByLabel(t.desk.hall.code).fill(code)
  await desk.getByLabel(h.name, { exact: true }).fill('Màn hình sơ đồ')
  await desk.getByRole('button', { name: t.desk.hall.pair }).click()
  await desk.getByLabel(h.modeOf('Màn hình sơ đồ')).selectOption('seats')
  await expect(wall.getByRole('img', { name: st.map('Phòng họp số 1') })).toBeVisible()
  expect(await small(wall)).toEqual([])
  expect(await faultsOf(wall)).toEqual([])
  await desk.getByLabel(h.darkOf('Màn hình sơ đồ')).click()
  await expect(wall.locator('main')).toHaveAttribute('data-theme', 'dark')
  expect(await faultsOf(wall)).toEqual([])

  await desk.getByRole('tab', { name: st.title }).click()
  const at = (page: Page, seat: string) => page.getByRole('button', { name: new RegExp(`^Ghế ${seat}: `) })
  const sits = (page: Page, seat: string, who: string) => expect(at(page, seat)).toHaveAccessibleName(new RegExp(`^Ghế ${seat}: ${who.replace(/[()]/g, '.')},`))
  const member = 'Giám đốc Sở Nội vụ'
  const seat = async () => /Ghế (\w+):/.exec((await desk.getByRole('button', { name: new RegExp(`: ${member},`) }).getAttribute('aria-label')) ?? '')?.[1] ?? ''
  const before = await seat()
  await expect(phone.getByText(st.mine(before))).toBeVisible()

  await test.step('điện thoại: chỗ của tôi, sơ đồ sống', async () => {
    await phone.getByText(st.mine(before)).click()
    await expect(phone.getByRole('img', { name: st.map('Phòng họp số 1') })).toBeVisible()
    expect(await faultsOf(phone)).toEqual([])
  })
  await test.step('danh sách “Đổi chỗ”, rồi hoàn tác: điện thoại thấy ngay', async () => {
    await desk.getByRole('button', { name: new RegExp(`: ${member},`) }).click()
    await desk.getByLabel(st.moveTo).selectOption('D1')
    await desk.getByRole('button', { name: st.move, exact: true }).click()
    await expect(phone.getByText(st.mine('D1'))).toBeVisible()
    await desk.getByRole('button', { name: st.undo }).click()
    await expect(phone.getByText(st.mine(before))).toBeVisible()
  })
  await test.step('kéo thả: hai người đổi cho nhau', async () => {
    // A hand moves in many small steps; one leap would begin and end the drag at once.
    const [from, to] = [await at(desk, before).boundingBox(), await at(desk, 'A5').boundingBox()]
    if (!from || !to) throw new Error('a seat is not on the screen')
    await desk.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await desk.mouse.down()
    await desk.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 12 })
    await expect(desk.getByText(new RegExp(`${member} ở trên ghế A5`))).toBeAttached()
    await desk.mouse.up()
    await expect(phone.getByText(st.mine('A5'))).toBeVisible()
    await sits(desk, before, 'Chủ tịch UBND tỉnh')
    await desk.getByRole('button', { name: st.arrange }).click()
    await expect(phone.getByText(st.mine(before))).toBeVisible()
  })
  await test.step('bàn phím: nhấc, đi sang ghế bên, đặt', async () => {
    await at(desk, 'A5').focus()
    await desk.keyboard.press('Space')
    await expect(desk.getByText(/Chủ tịch UBND tỉnh ở trên ghế A5/)).toBeAttached()
    await desk.keyboard.press('ArrowRight')
    await expect(desk.getByText(/Chủ tịch UBND tỉnh ở trên ghế A6/)).toBeAttached()
    await desk.keyboard.press('Space')
    await sits(desk, 'A6', 'Chủ tịch UBND tỉnh')
  })
  await test.step('điểm danh đổi dấu trên mọi sơ đồ; chủ trì mở sơ đồ trên máy tính bảng', async () => {
    await chair.getByRole('button', { name: st.open }).click()
    await expect(at(chair, before)).toHaveAccessibleName(/chưa điểm danh/)
    await phone.getByRole('button', { name: t.member.checkIn }).click()
    for (const page of [desk, chair]) await expect(at(page, before)).toHaveAccessibleName(/có mặt/)
    expect(await faultsOf(chair)).toEqual([])
    expect(await faultsOf(desk)).toEqual([])
  })
  await test.step('in biển tên và sơ đồ', async () => {
    for (const path of ['bien-ten.pdf', 'so-do-cho-ngoi.pdf']) {
      const answer = await desk.request.get(`${meeting}/${path}`)
      expect([answer.status(), answer.headers()['content-type'], (await answer.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-'])
      expect((await phone.request.get(`${meeting}/${path}`)).status()).toBe(403)
    }
  })
  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})

test('danh mục sơ đồ phòng họp: thêm từ mẫu, sửa, bỏ', async ({ browser }) => {
  const { page, context, errors } = await enter(browser, server.url, 'thuky1', DESKTOP)
  await page.goto('/so-do-phong')
  await page.getByRole('button', { name: st.newRoom }).click()
  await page.getByRole('button', { name: st.save }).click()
  await expect(page.getByText(st.nameEmpty)).toBeVisible()
  await page.getByLabel(st.name).fill('Phòng họp trực tuyến')
  await page.getByLabel(st.preset).selectOption('rows')
  await page.getByLabel(st.rows).fill('3')
  await page.getByLabel(st.columns).fill('4')
  await expect(page.getByRole('img', { name: new RegExp(`Phòng họp trực tuyến, ${st.seats(12)}$`) })).toBeVisible()
  await page.getByRole('button', { name: st.save }).click()
  await expect(page.getByRole('heading', { name: 'Phòng họp trực tuyến' })).toBeVisible()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: st.removeRoom('Phòng họp trực tuyến') }).click()
  await page.getByRole('dialog').getByRole('button', { name: st.remove, exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Phòng họp trực tuyến', exact: true })).toBeHidden()
  expect(errors).toEqual([])
  await context.close()
})
