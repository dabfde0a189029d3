import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { novemberId } from '#prisma/seed/meetings.ts'
import { seedId } from '#prisma/seed/province.ts'
import { packText } from '#app/text/pack.ts'
import { recordText } from '#app/text/record.ts'
import { rehearsalText } from '#app/text/rehearsal.ts'
import { sessionText } from '#app/text/session.ts'
import { statisticsText } from '#app/text/statistics.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, HALL, type Person, PHONE, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const octoberId = seedId('meeting/2026-10')

test('hồ sơ phiên họp: đủ phần, phiếu theo tên, xuất bảng tính; thành viên xem bản rút gọn trên điện thoại', async ({ browser }) => {
  const desk = await enter(browser, server.url, 'thuky1', DESKTOP)
  await desk.page.goto(`/phien-hop/${octoberId}`)
  await desk.page.getByRole('link', { name: recordText.open }).click()
  await expect(desk.page.getByRole('heading', { level: 1, name: recordText.title })).toBeVisible()
  for (const part of [recordText.attendance.title, recordText.items.title, recordText.votes.title, recordText.lines.title, recordText.acts.title])
    await expect(desk.page.getByRole('heading', { level: 2, name: part })).toBeVisible()
  await expect(desk.page.getByText('20/27 tổng số thành viên tán thành, cần 14: thông qua theo khoản 3 Điều 40 Luật 72/2025/QH15.')).toBeVisible()
  await desk.page.getByText(recordText.votes.byName).click()
  await expect(desk.page.getByRole('listitem').filter({ hasText: 'Giám đốc Sở Khoa học và Công nghệ' }).filter({ hasText: recordText.votes.against })).toBeVisible()
  const download = desk.page.waitForEvent('download')
  await desk.page.getByRole('link', { name: recordText.export }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^Ho so .+\.xlsx$/)
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK')
  expect(await faultsInBothThemes(desk.page, 'desk')).toEqual([])
  // On paper: without the frame, with every ballot.
  await desk.page.emulateMedia({ media: 'print' })
  await expect(desk.page.getByRole('navigation').first()).toBeHidden()
  await expect(desk.page.getByText(recordText.votes.notCast, { exact: true }).last()).toBeVisible()

  const member = await enter(browser, server.url, 'gd.snv', PHONE)
  await member.page.goto(`/phien-hop/${octoberId}/ho-so`)
  await expect(member.page.getByText(recordText.reduced)).toBeVisible()
  await expect(member.page.getByText('Đi công tác Trung ương')).toHaveCount(0)
  await expect(member.page.getByRole('heading', { level: 2, name: recordText.acts.title })).toHaveCount(0)
  expect(await faultsInBothThemes(member.page, 'member')).toEqual([])
  const guest = await enter(browser, server.url, 'khachmoi', PHONE)
  expect((await guest.page.request.get(`/phien-hop/${octoberId}/ho-so.xlsx`)).status()).toBe(403)
  expect([...desk.errors, ...member.errors]).toEqual([])
  for (const p of [desk, member, guest]) await p.context.close()
})

/** Chooses a time, runs it, reads chart and table, opens one person, exports. */
async function readStatistics({ page }: Person) {
  await page.goto('/thong-ke?tu=2026-11-01&den=2026-11-02')
  await expect(page.getByText(statisticsText.none)).toBeVisible()
  await page.getByLabel(statisticsText.filter.from).fill('01/10/2026')
  await page.getByLabel(statisticsText.filter.to).fill('31/10/2026')
  await page.getByRole('button', { name: statisticsText.filter.run }).click()
  await expect(page.locator('canvas[data-drawn]')).toBeVisible()
  const total = '81,5% = 22/27'
  await expect(page.getByText(`${statisticsText.total}: ${total}`)).toBeVisible()
  await expect(page.getByRole('img', { name: /Tổng cộng 27 lượt mời: 22 có mặt đúng giờ, 0 đến muộn, 1 vắng có lý do, 4 vắng không lý do/ })).toBeVisible()
  await page.getByRole('link', { name: statisticsText.sortBy(statisticsText.columns.unexcused) }).click()
  await expect(page.getByRole('row').nth(1)).toContainText('Phó Chủ tịch UBND tỉnh (4)')
  await page.getByRole('link', { name: statisticsText.by.unit }).click()
  await expect(page.getByRole('rowheader', { name: 'Sở Y tế' })).toBeVisible()
  await page.getByRole('link', { name: statisticsText.by.month }).click()
  await expect(page.getByRole('table', { name: statisticsText.table }).getByRole('rowheader', { name: 'tháng 10/2026' })).toBeVisible()
  await page.getByRole('link', { name: statisticsText.by.member }).click()
  await page.getByRole('link', { name: statisticsText.detail('Giám đốc Sở Y tế') }).click()
  await expect(page.getByRole('heading', { name: statisticsText.detailTitle('Giám đốc Sở Y tế') })).toBeVisible()
  await expect(page.getByRole('table', { name: statisticsText.table }).getByRole('rowheader', { name: 'tháng 10/2026' })).toBeVisible()
  await expect(page.locator('canvas[data-drawn]')).toBeVisible()
}

test('thống kê theo thành viên tham gia: chọn thời gian, xem biểu đồ và bảng, xem từng người, xuất', async ({ browser }) => {
  const desk = await enter(browser, server.url, 'theodoi', DESKTOP)
  await readStatistics(desk)
  expect(await faultsInBothThemes(desk.page, 'desk')).toEqual([])
  const download = desk.page.waitForEvent('download')
  await desk.page.getByRole('link', { name: statisticsText.export }).click()
  expect((await download).suggestedFilename()).toBe('Thong ke tham gia phien hop 2026-10-01 den 2026-10-31.xlsx')
  await desk.page.goto('/thong-ke?tu=2026-12-31&den=2026-01-01')
  await expect(desk.page.getByRole('alert')).toContainText('Khoảng thời gian chưa đúng')
  expect(desk.errors).toEqual([])
  await desk.context.close()
})

test('thống kê theo thành viên tham gia trên điện thoại: chọn thời gian, xem biểu đồ', async ({ browser }) => {
  const chair = await enter(browser, server.url, 'chutich', PHONE)
  await chair.page.goto('/phien-hop')
  await chair.page.getByRole('main').getByRole('link', { name: statisticsText.title.split(' ')[0] ?? '' }).click()
  await expect(chair.page.getByRole('heading', { level: 1, name: statisticsText.title })).toBeVisible()
  await readStatistics(chair)
  const sideways = await chair.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(sideways).toBe(0)
  expect(await faultsInBothThemes(chair.page, 'chair')).toEqual([])
  const member = await enter(browser, server.url, 'uyvien1', PHONE)
  await member.page.goto('/thong-ke?tu=2026-10-01&den=2026-10-31')
  await expect(member.page.getByText(statisticsText.lead.own)).toBeVisible()
  await expect(member.page.getByText(`${statisticsText.total}: 100% = 1/1`)).toBeVisible()
  expect([...chair.errors, ...member.errors]).toEqual([])
  for (const p of [chair, member]) await p.context.close()
})

test('họp thử: băng báo trên mọi màn hình, người đóng vai điểm danh và biểu quyết, đường truyền của chủ trì đứt rồi nối lại, xóa hết', async ({ browser }) => {
  const chair = await enter(browser, server.url, 'chutich', TABLET)
  const desk = await enter(browser, server.url, 'thuky1', DESKTOP)
  const hall = await enter(browser, server.url, null, HALL)
  const t = rehearsalText
  await desk.page.goto(`/phien-hop/${novemberId}`)
  await expect(desk.page.getByRole('heading', { name: t.report.title })).toBeVisible()
  // One press makes the pack for the day the power fails; it is there for the secretary alone.
  await desk.page.getByRole('button', { name: packText.make }).or(desk.page.getByRole('link', { name: packText.download })).first().waitFor()
  const make = desk.page.getByRole('button', { name: packText.make })
  if (await make.isVisible()) await make.click()
  await expect(desk.page.getByText(/^Đã sẵn sàng: \d+ trang/)).toBeVisible({ timeout: 60_000 })
  const download = desk.page.waitForEvent('download')
  await desk.page.getByRole('link', { name: packText.download }).click()
  expect((await readFile(await (await download).path())).subarray(0, 5).toString()).toBe('%PDF-')
  expect(await faultsInBothThemes(desk.page, 'desk')).toEqual([])
  await desk.page.getByRole('button', { name: t.start, exact: true }).click()
  await desk.page.getByRole('button', { name: t.startConfirm }).click()
  const banner = (p: Person) => p.page.locator('[data-rehearsal-banner]').filter({ hasText: t.banner })
  await expect(banner(desk)).toBeVisible()
  await expect(desk.page.getByRole('dialog')).toHaveCount(0)
  await expect(desk.page).not.toHaveURL(new RegExp(novemberId))
  const base = new URL(desk.page.url()).pathname
  await desk.page.goto(`${base}/thu-ky`)
  await chair.page.goto(`${base}/dieu-hanh`)
  await hall.page.goto('/man-hinh')
  const code = ((await hall.page.getByText(/^\d{3}\s?\d{3}$/).textContent()) ?? '').replace(/\D/g, '')
  const hallTab = sessionText.desk.hall.title
  await desk.page.getByRole('button', { name: hallTab }).or(desk.page.getByRole('tab', { name: hallTab })).first().click()
  await desk.page.getByLabel(sessionText.desk.hall.code).fill(code)
  await desk.page.getByRole('button', { name: sessionText.desk.hall.pair }).click()
  for (const p of [chair, desk, hall]) await expect(banner(p)).toBeVisible()

  const play = async (what: string, fill: Record<string, string> = {}) => {
    await desk.page.getByRole('button', { name: t.play.open }).click()
    const dialog = desk.page.getByRole('dialog')
    for (const [label, value] of Object.entries(fill)) await dialog.getByLabel(label).first().fill(value)
    await dialog.getByRole('button', { name: t.play.runOne(what) }).click()
    await expect(dialog.getByText(t.play.done(what))).toBeVisible()
    await desk.page.keyboard.press('Escape')
  }
  await desk.page.getByRole('button', { name: t.play.open }).click()
  await expect(desk.page.getByRole('dialog')).toBeVisible()
  expect(await faultsInBothThemes(desk.page, 'desk')).toEqual([])
  await desk.page.keyboard.press('Escape')
  await play(t.play.checkIn, { [t.play.count]: '30' })
  await expect(chair.page.getByText(/Có mặt 26\/27/).first()).toBeVisible()

  // The chair's line is cut for real: the tablet says so; the desk works on; the line comes back by itself.
  await chair.page.getByRole('button', { name: sessionText.chair.step.open }).click()
  await chair.page.getByRole('button', { name: sessionText.chair.openConfirm }).click()
  await expect(desk.page.getByText(sessionText.status.running).first()).toBeVisible()
  await play(t.play.cutLine)
  await expect(chair.page.getByText(/^Mất kết nối từ/).first()).toBeVisible()
  await expect(chair.page.getByText(/^Mất kết nối từ/)).toBeHidden({ timeout: 45_000 })

  await desk.page.goto(base)
  await desk.page.getByRole('button', { name: t.remove }).click()
  await desk.page.getByRole('button', { name: t.removeConfirm }).click()
  await expect(desk.page).toHaveURL(new RegExp(`${novemberId}$`))
  await expect(banner(desk)).toHaveCount(0)
  expect((await desk.page.goto(base))?.status()).toBe(404)
  expect([...chair.errors, ...hall.errors, ...desk.errors.filter(e => !e.includes('404'))]).toEqual([])
  for (const p of [chair, desk, hall]) await p.context.close()
})
