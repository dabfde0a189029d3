import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { novemberId } from '#prisma/seed/meetings.ts'
import { hallText as h } from '#app/text/hall.ts'
import { sessionText as t } from '#app/text/session.ts'
import { DESKTOP, enter, HALL, type Person } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${novemberId}`
const title = 'Phiên họp UBND tỉnh thường kỳ tháng 11/2026'

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)
}

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
    expect(await violations(main)).toEqual([])
    await desk.getByLabel(h.darkOf('Màn hình chính')).click()
    await expect(main.locator('main')).toHaveAttribute('data-theme', 'dark')
    expect(await violations(main)).toEqual([])
    const box = await lobby.locator('main > div').boundingBox()
    expect(box?.width).toBeLessThanOrEqual(1024.5)
    expect(await lobby.locator('main').evaluate(el => getComputedStyle(el).cursor)).toBe('none')
  })

  await test.step('máy chủ khởi động lại: màn hình tự nối, đúng hình, đúng chế độ', async () => {
    await desk.getByLabel(h.all, { exact: true }).selectOption('waiting')
    for (const screen of [main, lobby]) await expect(screen.getByText(t.hall.waiting)).toBeVisible()
    await server.kill()
    await expect(main.getByText(t.hall.lost)).toBeVisible({ timeout: 15_000 })
    await server.start()
    for (const screen of [main, lobby]) await expect(screen.getByText(t.hall.lost)).toBeHidden({ timeout: 20_000 })
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
    expect(await violations(desk)).toEqual([])
  })
  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})
