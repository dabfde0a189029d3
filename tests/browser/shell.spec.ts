import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { planTaskId } from '#prisma/seed/plan-603.ts'
import { rootText } from '#app/text/root.ts'
import { shellText } from '#app/text/shell.ts'
import { DESKTOP, enter, PHONE } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

/** What shuts people out of the part that is open now. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`)
}

test('ô tìm kiếm: đi bằng phím luôn thấy dòng đang chọn, chỉ nói không tìm thấy khi máy chủ đã trả lời', async ({ browser }) => {
  const { page, context } = await enter(browser, server.url, 'theodoi', DESKTOP)
  await page.goto('/nhiem-vu')
  const lines = page.getByRole('dialog').getByRole('listbox')
  const field = page.getByRole('combobox', { name: 'Nội dung cần tìm' })
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(field).toBeFocused({ timeout: 300 })
  }).toPass()
  await field.press('ArrowDown')
  const chosen = lines.getByRole('option', { selected: true })
  // The name the field gives is that of the line, also for lines which the server wrote.
  await expect(field).toHaveAttribute('aria-activedescendant', (await chosen.getAttribute('id')) ?? 'no id')
  expect(await faults(page)).toEqual([])

  await field.fill('so')
  await expect(lines.getByRole('option').nth(9)).toBeAttached()
  for (const _ of Array.from({ length: 30 })) await field.press('ArrowDown')
  await expect(lines.getByRole('option').last()).toHaveAttribute('aria-selected', 'true')
  await expect(chosen).toBeInViewport({ ratio: 0.9 })

  await field.fill('khongcodonvinaotennhuvay')
  await expect(page.getByText('Không tìm thấy nội dung nào khớp.')).toBeVisible()
  expect(await faults(page)).toEqual([])
  await context.setOffline(true)
  await field.fill('so y te')
  await expect(page.getByText('Chưa hỏi được máy chủ.')).toBeVisible()
  await expect(page.getByText('Không tìm thấy nội dung nào khớp.')).toBeHidden()
  await context.close()
})

test('giao diện: sáng, tối, theo máy; còn lại sau khi tải lại trang', async ({ browser }) => {
  const { page, context, errors } = await enter(browser, server.url, 'theodoi', DESKTOP)
  await page.goto('/tai-khoan')
  const html = page.locator('html')
  const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
  const menu = page.getByLabel(/tài khoản của đồng chí/).first()
  await menu.click()
  await page.getByRole('radio', { name: 'Nền tối' }).check()
  await expect(html).toHaveAttribute('data-theme', 'dark')
  expect(await faults(page)).toEqual([])
  await page.reload()
  await expect(html).toHaveAttribute('data-theme', 'dark')
  expect(await scheme()).toBe('dark')

  await menu.click()
  await page.getByRole('radio', { name: 'Theo máy' }).check()
  await expect(html).not.toHaveAttribute('data-theme')
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await scheme()).toBe('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await scheme()).toBe('dark')
  // The paper stays white.
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
  expect(await scheme()).toBe('light')
  expect(errors).toEqual([])
  await context.close()
})

test('hộp thoại: kéo chọn chữ ra ngoài không làm mất bài đang gõ; đóng thì tiêu điểm về nút đã mở', async ({ browser }) => {
  const { page, context, errors } = await enter(browser, server.url, 'gd.snv', DESKTOP)
  await page.goto(`/nhiem-vu/${planTaskId('V.2.1.1')}`)
  const opener = page.getByRole('button', { name: 'Cập nhật tiến độ' })
  const dialog = page.getByRole('dialog')
  const note = dialog.getByRole('textbox').last()
  // Until the page is awake a press stays with the browser.
  await expect(async () => {
    await opener.click()
    await expect(dialog).toBeVisible({ timeout: 500 })
  }).toPass()
  await note.fill('Đã nhận số liệu của 14/15 cơ quan')
  const box = await note.boundingBox()
  if (!box) throw new Error('the field has no place on the page')
  await page.mouse.move(box.x + 60, box.y + 15)
  await page.mouse.down()
  await page.mouse.move(20, 20, { steps: 4 })
  await page.mouse.up()
  await expect(note).toHaveValue('Đã nhận số liệu của 14/15 cơ quan')
  expect(await faults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Thôi', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
  await opener.click()
  await page.mouse.click(20, 20)
  await expect(dialog).toBeHidden()
  expect(errors).toEqual([])
  await context.close()
})

test('dưới ngón tay, nút và ô của khung trang cao ít nhất 44 px', async ({ browser }) => {
  const { context } = await enter(browser, server.url, 'gd.snv', PHONE)
  const state = await context.storageState()
  await context.close()
  const touch = await browser.newContext({ baseURL: server.url, viewport: { width: 1180, height: 820 }, hasTouch: true, isMobile: true, storageState: state, locale: 'vi-VN' })
  const tablet = await touch.newPage()
  await tablet.goto('/viec-cho-toi')
  await expect(tablet.getByRole('heading', { level: 1 })).toBeVisible()
  const low = await tablet.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('header button, aside a, aside summary, main button')]
      .map(e => ({ name: e.ariaLabel ?? e.textContent, height: e.getBoundingClientRect().height }))
      .filter(e => e.height > 0 && e.height < 44),
  )
  expect(low).toEqual([])
  await touch.close()
})

test('người quản trị vào được trang của mình, không gặp trang trống', async ({ browser }) => {
  const { page, context, errors } = await enter(browser, server.url, 'quantri', DESKTOP)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Quản trị' })).toBeVisible()
  for (const link of await page.getByRole('navigation', { name: 'Điều hướng chính' }).first().getByRole('link').all()) {
    const answer = await page.request.get((await link.getAttribute('href')) ?? '')
    expect(answer.status()).toBe(200)
  }
  expect(errors).toEqual([])
  await context.close()
})

test('mất đường truyền: trang đang xem đứng yên, đường dẫn không đưa đi đâu; có lại thì mở được', async ({ browser }) => {
  const { page, context, errors } = await enter(browser, server.url, 'theodoi', DESKTOP)
  await page.goto('/nhiem-vu')
  await expect(page.getByText(shellText.line.online, { exact: true }).first()).toBeVisible()
  const meetings = page.getByRole('navigation').getByRole('link', { name: 'Phiên họp' }).first()
  await context.setOffline(true)
  await expect(page.getByRole('alert')).toContainText(shellText.line.stillWorks)
  await meetings.click()
  await expect(page.getByRole('alert')).toContainText(shellText.line.held)
  await expect(page).toHaveURL(/nhiem-vu/)
  await context.setOffline(false)
  await expect(page.getByText(shellText.line.online, { exact: true }).first()).toBeVisible()
  await meetings.click()
  await expect(page).toHaveURL(/phien-hop/)
  expect(errors).toEqual([])
  await context.close()
})

test('dữ liệu của trang chưa đến vì mạng: trang chờ và hỏi lại, không mất', async ({ browser }) => {
  const { page, context } = await enter(browser, server.url, 'theodoi', DESKTOP)
  await page.goto('/nhiem-vu')
  await expect(page.getByText(shellText.line.online, { exact: true }).first()).toBeVisible()
  // Only the reading of data is cut: the socket, which would hold the link back, still stands.
  let asked = 0
  await page.route('**/*.data*', async route => (++asked === 1 ? route.abort('internetdisconnected') : route.continue()))
  await page.getByRole('navigation').getByRole('link', { name: 'Phiên họp' }).first().click()
  await expect(page.getByText(rootText.opening)).toBeAttached()
  await expect(page).toHaveURL(/phien-hop/)
  await expect(page.getByRole('heading', { name: rootText.failedTitle })).toHaveCount(0)
  expect(asked).toBeGreaterThan(1)
  await context.close()
})
