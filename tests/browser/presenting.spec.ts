import { expect, type Page, test } from '@playwright/test'
import { itemId, novemberId } from '#prisma/seed/meetings.ts'
import { fileText } from '#app/text/files.ts'
import { notesText as n8s } from '#app/text/notes.ts'
import { presentationText as p8n } from '#app/text/presentation.ts'
import { sessionText as t } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { enter, type Person, PHONE, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${novemberId}`
const drawn = (page: Page) => page.locator('canvas[data-state="shown"]')

/** The picture on the page as it can be seen: how many of its points are not white. */
const inkOn = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const canvas = document.querySelector('canvas')
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    let dark = 0
    for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 128) dark += 1
    return dark
  })

test('trình chiếu đồng bộ trang: người trình bày, người theo, tiếp quản, xem khi mất mạng từ bản ở máy', async ({ browser }) => {
  test.setTimeout(240_000)
  const people: Person[] = []
  const come = async (username: string, size: { width: number; height: number }, where: string) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    await person.page.goto(where)
    return person
  }
  const chair = await come('chutich', TABLET, `${meeting}/dieu-hanh`)
  const member = await come('gd.snv', PHONE, `${meeting}/du-hop`)
  const tablet = await come('gd.syt', TABLET, `${meeting}/du-hop`)
  const long = 'Đề án 603 và phụ lục chi tiết theo đơn vị'
  const showing = (n: number) => new RegExp(`^Đang chiếu: .+, trang ${n}$`)

  await test.step('vào phiên là tài liệu tự tải về máy, mỗi byte một lần', async () => {
    await chair.page.getByRole('button', { name: t.chair.step.open }).click()
    await chair.page.getByRole('button', { name: t.chair.openConfirm }).click()
    await chair.page.getByRole('button', { name: t.chair.step.goTo(1), exact: true }).click()
    for (const p of [member, tablet]) await expect(p.page.getByText(p8n.copies.done(7, 7))).toBeVisible({ timeout: 20_000 })
  })

  await test.step('mọi máy tự theo trang của người trình bày', async () => {
    await chair.page.getByRole('button', { name: t.papers.showOne(long) }).click()
    for (const p of [member, tablet]) await expect(p.page.getByText(showing(1))).toBeVisible()
    for (const p of [chair, member, tablet]) await expect(drawn(p.page)).toBeVisible()
  })

  await test.step('lật trang: không máy nào tải thêm gì', async () => {
    const asked: string[] = []
    for (const p of [member, tablet]) p.page.on('request', r => r.url().includes('/tai-lieu/') && asked.push(r.url()))
    for (let n = 2; n <= 5; n++) await chair.page.getByRole('button', { name: fileText.next }).click()
    for (const p of [member, tablet]) await expect(p.page.locator('canvas[data-page="5"]')).toBeVisible()
    expect(asked).toEqual([])
  })

  await test.step('phần phóng to đi theo', async () => {
    for (let i = 0; i < 3; i++) await chair.page.getByRole('button', { name: fileText.zoomIn }).click()
    const scale = (page: Page) => page.locator('canvas').evaluate(c => c.getBoundingClientRect().width / (c.closest('[role=group]')?.getBoundingClientRect().width ?? 1))
    for (const p of [chair, member, tablet]) await expect.poll(() => scale(p.page)).toBeGreaterThan(1.9)
    for (let i = 0; i < 3; i++) await chair.page.getByRole('button', { name: fileText.zoomOut }).click()
    for (const p of [member, tablet]) await expect.poll(() => scale(p.page)).toBeLessThan(1.05)
  })

  await test.step('con trỏ và nét bút hiện ở mọi máy; người vào sau vẫn thấy nét', async () => {
    const box = async () => {
      await chair.page.locator('canvas').scrollIntoViewIfNeeded()
      const b = await chair.page.locator('canvas').boundingBox()
      if (!b) throw new Error('no page')
      return { x: (share: number) => b.x + b.width * share, y: (share: number) => b.y + Math.min(b.height, 500) * share }
    }
    await chair.page.getByRole('button', { name: p8n.tools.pointer, exact: true }).click()
    await expect(async () => {
      const at = await box()
      await chair.page.mouse.move(at.x(0.3), at.y(0.3))
      await chair.page.mouse.move(at.x(0.4), at.y(0.4))
      for (const p of [member, tablet]) await expect(p.page.locator('[data-pointer]')).toBeAttached({ timeout: 700 })
    }).toPass()
    await chair.page.getByRole('button', { name: p8n.tools.pen, exact: true }).click()
    await chair.page.getByRole('radio', { name: p8n.tools.colours.seal }).click()
    const at = await box()
    await chair.page.mouse.move(at.x(0.2), at.y(0.2))
    await chair.page.mouse.down()
    for (let i = 1; i <= 8; i++) await chair.page.mouse.move(at.x(0.2 + i * 0.05), at.y(0.2 + i * 0.02))
    await chair.page.mouse.up()
    for (const p of [member, tablet]) await expect(p.page.locator('[data-ink] polyline')).toHaveCount(1)
    if (process.env.SHOTS) for (const [n, p] of [['chair', chair], ['phone', member], ['tablet', tablet]] as const) await p.page.screenshot({ path: `${process.env.SHOTS}/${n}.png`, fullPage: true })
    const late = await come('thuky1', TABLET, `${meeting}/du-hop`)
    await expect(late.page.locator('[data-ink] polyline')).toHaveCount(1, { timeout: 30_000 })
    await late.context.close()
    people.splice(people.indexOf(late), 1)
    await chair.page.getByRole('button', { name: p8n.tools.pen, exact: true }).click()
  })

  await test.step('mất mạng: máy vẫn vẽ trang từ bản của mình; có mạng lại thì theo kịp', async () => {
    await tablet.context.setOffline(true)
    await tablet.page.getByRole('button', { name: fileText.next }).click()
    await expect(tablet.page.locator('canvas[data-page="6"]')).toBeVisible()
    expect(await inkOn(tablet.page)).toBeGreaterThan(500)
    await expect(tablet.page.getByText(fileText.stalled)).toHaveCount(0)
    await chair.page.getByRole('button', { name: fileText.next }).click()
    await chair.page.getByRole('button', { name: fileText.next }).click()
    await expect(member.page.getByText(showing(7))).toBeVisible()
    await tablet.context.setOffline(false)
    await expect(tablet.page.getByText(showing(7))).toBeVisible({ timeout: 20_000 })
    // turned alone, so it reads on its own until one tap leads back
    await expect(tablet.page.getByText(p8n.left)).toBeVisible()
    await tablet.page.getByRole('button', { name: p8n.back }).click()
    await expect(tablet.page.locator('canvas[data-page="7"]')).toBeVisible()
  })

  await test.step('chủ trì cho giám đốc sở trình chiếu, rồi tiếp quản', async () => {
    await chair.page.getByRole('button', { name: t.papers.stop }).click()
    await chair.page.getByRole('button', { name: p8n.grant.open }).click()
    await chair.page.getByLabel(p8n.grant.find).fill('so noi vu')
    await chair.page.getByRole('button', { name: p8n.grant.giveOne('Giám đốc Sở Nội vụ') }).click()
    await expect(chair.page.getByRole('button', { name: p8n.grant.takeOne('Giám đốc Sở Nội vụ') })).toBeVisible()
    await chair.page.keyboard.press('Escape')
    await member.page.getByRole('button', { name: t.papers.showOne(long) }).click()
    await expect(member.page.getByText(p8n.mine)).toBeVisible()
    await member.page.getByRole('button', { name: fileText.next }).click()
    for (const p of [chair, tablet]) await expect(p.page.locator('canvas[data-page="2"]')).toBeVisible()
    expect(await faultsInBothThemes(member.page, 'phone, presenting')).toEqual([])
    await chair.page.getByRole('button', { name: p8n.takeOver }).click()
    await expect(chair.page.getByText(p8n.mine)).toBeVisible()
    await expect(member.page.getByText(p8n.mine)).toHaveCount(0)
    expect(await faultsInBothThemes(chair.page, 'chair, presenting')).toEqual([])
    expect(await faultsInBothThemes(tablet.page, 'tablet, following')).toEqual([])
  })

  await test.step('đăng xuất thì bản ở máy bị xóa', async () => {
    expect(await kept(tablet.page)).toBeGreaterThan(5)
    await tablet.page.evaluate(() => {
      const form = document.createElement('form')
      form.method = 'post'
      form.action = '/dang-xuat'
      document.body.append(form)
      form.submit()
    })
    await tablet.page.waitForURL(/dang-nhap/)
    await expect.poll(() => kept(tablet.page)).toBe(0)
  })

  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})

test('ghi chú cá nhân: thêm, sửa, xóa, tìm, hai thiết bị, mất mạng; không ai khác thấy', async ({ browser }) => {
  test.setTimeout(240_000)
  const people: Person[] = []
  // A session on its first item, whatever the journey before has left.
  await server.database.query(`UPDATE "Meeting" SET status = 'running', "openedAt" = now(), presenting = NULL, "currentItemId" = $2 WHERE id = $1`, [novemberId, itemId('2026-11', 1)])
  const come = async (username: string, size: { width: number; height: number }, where: string) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    await person.page.goto(where)
    await person.page.locator('summary', { hasText: n8s.title }).click()
    return person
  }
  const phone = await come('gd.snv', PHONE, `${meeting}/du-hop`)
  const tablet = await come('gd.snv', TABLET, `${meeting}/du-hop`)
  const write = async (page: Page, text: string) => {
    await page.getByRole('button', { name: n8s.add }).click()
    await page.getByLabel(n8s.field).fill(text)
  }
  await expect(phone.page.getByText(n8s.none)).toBeVisible()
  await write(phone.page, 'Hỏi Sở Tài chính về đấu thầu')
  await expect(phone.page.getByText(/^Đã lưu \d\d:\d\d:\d\d$/)).toBeVisible()
  // the other device of the same person has it by itself
  await expect(tablet.page.getByText('Hỏi Sở Tài chính về đấu thầu')).toBeVisible()
  await tablet.page.getByRole('button', { name: n8s.edit('Hỏi Sở Tài chính về đấu thầu') }).click()
  await tablet.page.getByLabel(n8s.field).fill('Hỏi Sở Tài chính về đấu thầu, hạn 30/12')
  await tablet.page.getByRole('button', { name: n8s.done }).click()
  await phone.page.getByRole('button', { name: n8s.done }).click()
  await expect(phone.page.getByText('Hỏi Sở Tài chính về đấu thầu, hạn 30/12')).toBeVisible()

  // on a page of a paper
  await phone.page.getByRole('button', { name: /^Mở tài liệu Tờ trình/ }).first().click()
  await phone.page.getByRole('button', { name: n8s.onPage }).click()
  await phone.page.getByLabel(n8s.field).fill('Số liệu trang này chưa khớp')
  await expect(phone.page.getByText(/Nội dung 1 · Tờ trình.+, trang 1/)).toBeVisible()
  await expect(tablet.page.getByText('Số liệu trang này chưa khớp')).toBeVisible()

  // without a line it stays here and says so; a reload loses nothing
  await phone.context.setOffline(true)
  await write(phone.page, 'Nhân lực cấp xã')
  await expect(phone.page.getByText(shellText.save.here)).toBeVisible()
  await phone.context.setOffline(false)
  await phone.page.reload()
  await phone.page.locator('summary', { hasText: n8s.title }).click()
  await expect(phone.page.getByText('Nhân lực cấp xã')).toBeVisible()
  await expect(tablet.page.getByText('Nhân lực cấp xã')).toBeVisible()

  await phone.page.getByLabel(n8s.find).fill('nhan luc')
  await expect(phone.page.getByText('Hỏi Sở Tài chính')).toHaveCount(0)
  await expect(phone.page.getByText('Nhân lực cấp xã')).toBeVisible()
  expect(await faultsInBothThemes(phone.page, 'phone, notes')).toEqual([])
  await phone.page.getByRole('button', { name: n8s.remove('Nhân lực cấp xã') }).click()
  await expect(tablet.page.getByText('Nhân lực cấp xã')).toHaveCount(0)
  await phone.page.getByRole('button', { name: n8s.undo }).click()
  await expect(tablet.page.getByText('Nhân lực cấp xã')).toBeVisible()
  expect(await faultsInBothThemes(tablet.page, 'tablet, notes')).toEqual([])

  for (const who of ['chutich', 'duthay']) {
    const other = await come(who, TABLET, who === 'chutich' ? `${meeting}/dieu-hanh` : `${meeting}/du-hop`)
    await expect(other.page.getByText(n8s.none)).toBeVisible()
  }
  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})

/** How many papers lie on the device. */
const kept = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const known = await indexedDB.databases()
    if (!known.some(d => d.name === 'tantrao.papers')) return 0
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('tantrao.papers')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('no store'))
    })
    const count = db.objectStoreNames.contains('files') ? await new Promise<number>(resolve => {
      const request = db.transaction('files').objectStore('files').count()
      request.onsuccess = () => resolve(request.result)
    }) : 0
    db.close()
    return count
  })
