import { expect, type Page, test } from '@playwright/test'
import { itemId } from '#prisma/seed/meetings.ts'
import { seedId } from '#prisma/seed/province.ts'
import { agendaText as t } from '#app/text/agenda.ts'
import { DESKTOP, enter, PHONE } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const december = seedId('meeting/2026-12')
const item = (n: number) => itemId('2026-12', n)
const editor = (page: Page, n: number) => page.locator(`[data-item-editor="${item(n)}"]`)
const titles = (page: Page) => page.locator('li[data-item]').evaluateAll(rows => rows.map(r => r.getAttribute('data-item')))

/** Types at the beginning of an item's title: its end may lie in a second line on the screen. */
async function type(page: Page, n: number, text: string): Promise<void> {
  await editor(page, n).click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type(text, { delay: 15 })
}

test('hai thư ký và một sở cùng soạn chương trình, đứt mạng, máy chủ khởi động lại, ban hành và điều chỉnh', async ({ browser }) => {
  test.setTimeout(240_000)
  const a = await enter(browser, server.url, 'thuky1', DESKTOP)
  const b = await enter(browser, server.url, 'thuky2', DESKTOP)
  const finance = await enter(browser, server.url, 'cv.stc', DESKTOP)
  const path = `/phien-hop/${december}/chuong-trinh`
  for (const p of [a, b, finance]) {
    await p.page.goto(path)
    await expect(p.page.getByText(/Đã lưu \d\d:\d\d:\d\d/)).toBeVisible({ timeout: 30_000 })
  }

  await test.step('mỗi người thấy chữ và tên của người kia', async () => {
    await type(a.page, 1, 'Báo cáo: ')
    await expect(editor(b.page, 1)).toContainText('Báo cáo: Kết quả thực hiện kết luận')
    await expect(b.page.getByText('Thư ký phiên họp', { exact: true }).first()).toBeAttached()
    await type(finance.page, 3, 'Năm 2027: ')
    await expect(editor(a.page, 3)).toContainText('Năm 2027: Dự toán')
  })

  await test.step('sở chỉ viết được nội dung của mình', async () => {
    await expect(editor(finance.page, 2)).toHaveAttribute('contenteditable', 'false')
    await expect(finance.page.getByRole('button', { name: t.add })).toHaveCount(0)
  })

  await test.step('đổi chỗ bằng bàn phím, thêm nội dung: mọi màn hình theo', async () => {
    const before = await titles(b.page)
    await a.page.getByRole('button', { name: t.moveDown(1) }).click()
    await expect.poll(() => titles(b.page)).toEqual([before[1], before[0], ...before.slice(2)])
    await editor(a.page, 1).click()
    await a.page.keyboard.press('Alt+ArrowUp')
    await expect.poll(() => titles(finance.page)).toEqual(before)
    await b.page.getByRole('button', { name: t.add }).click()
    await expect.poll(async () => (await titles(a.page)).length).toBe(6)
    await a.page.getByRole('button', { name: t.remove(6) }).click()
    await expect.poll(async () => (await titles(b.page)).length).toBe(5)
  })

  await test.step('đứt mạng vẫn gõ được, có mạng thì nhập lại đủ cả hai bên', async () => {
    await b.context.setOffline(true)
    await type(b.page, 5, 'Ngoại tuyến. ')
    await type(a.page, 4, 'Trực tiếp. ')
    await expect(b.page.getByText(/Ở máy này/).first()).toBeVisible({ timeout: 20_000 })
    await b.context.setOffline(false)
    await expect(editor(a.page, 5)).toContainText('Ngoại tuyến. Khảo sát', { timeout: 30_000 })
    await expect(editor(b.page, 4)).toContainText('Trực tiếp. Kiến trúc', { timeout: 30_000 })
  })

  await test.step('máy chủ mất điện giữa lúc gõ: chữ đã lưu còn nguyên, gõ tiếp được', async () => {
    await type(a.page, 2, 'Bản 2. ')
    await expect(a.page.getByText(/Đã lưu \d\d:\d\d:\d\d/)).toBeVisible()
    await server.kill()
    await type(a.page, 2, 'Trình: ')
    await server.start()
    await expect(editor(b.page, 2)).toContainText('Trình: Bản 2. Kế hoạch', { timeout: 30_000 })
    await expect(a.page.getByText(/Đã lưu \d\d:\d\d:\d\d/)).toBeVisible({ timeout: 30_000 })
    const [row] = await server.database.query<{ title: string }>('SELECT title FROM "AgendaItem" WHERE id = $1', [item(2)])
    expect(row?.title).toBe('Trình: Bản 2. Kế hoạch cải cách hành chính năm 2027')
  })

  await test.step('ban hành rồi điều chỉnh: thành viên thấy bản đã ban hành và phần thay đổi', async () => {
    await a.page.getByRole('button', { name: t.issue, exact: true }).click()
    await a.page.getByRole('dialog').getByRole('button', { name: t.issue, exact: true }).click()
    await expect(a.page.getByText(t.issued(1)).first()).toBeVisible()
    const member = await enter(browser, server.url, 'gd.stc', PHONE)
    await member.page.goto(`/phien-hop/${december}`)
    await expect(member.page.getByText('Trình: Bản 2. Kế hoạch cải cách hành chính năm 2027').first()).toBeVisible()
    await type(a.page, 1, 'Bổ sung. ')
    await expect(a.page.getByText(/Đã lưu \d\d:\d\d:\d\d/)).toBeVisible()
    await a.page.getByRole('button', { name: t.issueAgain }).click()
    await a.page.getByRole('dialog').getByRole('button', { name: t.issueAgain }).click()
    await expect(a.page.getByRole('alert').first()).toBeVisible()
    await a.page.getByLabel(t.reason).fill('Bổ sung theo ý kiến Chủ tịch')
    await a.page.getByRole('dialog').getByRole('button', { name: t.issueAgain }).click()
    await expect(a.page.getByText(t.issued(2)).first()).toBeVisible()
    await expect(member.page.getByText(/Bổ sung\. /).first()).toBeVisible()
    await member.context.close()
  })

  await test.step('tài liệu: PDF được nhận, tệp giả và tệp mật bị từ chối có lý do', async () => {
    const picker = a.page.locator(`li[data-item="${item(1)}"] input[type=file]`)
    await picker.setInputFiles({ name: 'chuong-trinh.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ this is a program') })
    await expect(a.page.getByText(/không phải PDF/).first()).toBeVisible()
    await picker.setInputFiles({ name: 'hong.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 broken') })
    await expect(a.page.getByText(/bị hỏng/).first()).toBeVisible()
    await picker.setInputFiles({ name: 'bao-cao.pdf', mimeType: 'application/pdf', buffer: await pdf(['MẬT', 'BÁO CÁO']) })
    await expect(a.page.getByText(/không được đưa lên mạng/).first()).toBeVisible()
    await picker.setInputFiles({ name: 'Bao cao thang 11.pdf', mimeType: 'application/pdf', buffer: await pdf(['BÁO CÁO', 'Kết quả tháng 11']) })
    await expect(b.page.getByText(/Bao cao thang 11, 1 trang/).first()).toBeVisible()
  })

  expect([...a.errors, ...b.errors, ...finance.errors].filter(e => !/status of 4(04|15|22)/.test(e))).toEqual([])
  for (const p of [a, b, finance]) await p.context.close()
})

/** A one-page PDF with these lines, in a font that has Vietnamese letters. */
async function pdf(lines: string[]): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit')
  const doc = new PDFDocument({ size: 'A4' })
  const chunks: Buffer[] = []
  doc.on('data', (c: Buffer) => chunks.push(c))
  const done = new Promise<void>(resolve => doc.on('end', () => resolve()))
  doc.font('node_modules/@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf').fontSize(14)
  for (const line of lines) doc.text(line)
  doc.end()
  await done
  return Buffer.concat(chunks)
}
