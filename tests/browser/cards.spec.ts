import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { userId } from '#prisma/seed/people.ts'
import { cardStatisticsText as st } from '#app/text/card-statistics.ts'
import { cardOpinionsText as o } from '#app/text/card-opinions.ts'
import { cardText as t } from '#app/text/cards.ts'
import { decidedText as dt } from '#app/text/decided.ts'
import { errorText } from '#app/text/errors.ts'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, PHONE, TABLET, wear } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

// The second reads what the first has made.
test.describe.configure({ mode: 'serial' })

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const SHOTS = process.env.CARD_SHOTS
const shot = async (page: Page, name: string) => {
  if (!SHOTS) return
  for (const theme of ['dark', 'light']) {
    await wear(page, theme)
    await page.screenshot({ path: `${SHOTS}/${name}-${theme}.png`, fullPage: true })
  }
}
const TITLE = 'Dự thảo Quyết định phân cấp quản lý đường tỉnh'
const OTHER = 'Đề nghị bổ sung phụ lục danh mục tuyến và lùi thời điểm có hiệu lực một tháng.'
const LATE = 'Đề nghị làm rõ nguồn kinh phí bảo trì.'

test('phiếu lấy ý kiến từ dự thảo đến nhiệm vụ: một thành viên im lặng, một lần gia hạn, một câu trả lời muộn; máy tính và điện thoại', async ({ browser }) => {
  test.setTimeout(240_000)
  const faults: string[] = []
  const [desk, leader, chair, member, late] = await Promise.all([
    enter(browser, server.url, 'thuky1', DESKTOP),
    enter(browser, server.url, 'phovanphong', DESKTOP),
    enter(browser, server.url, 'chutich', TABLET),
    enter(browser, server.url, 'gd.snv', PHONE),
    enter(browser, server.url, 'gd.syt', PHONE),
  ])
  let path = ''

  await test.step('chuyên viên Văn phòng soạn phiếu, đính tài liệu, trình duyệt; lãnh đạo Văn phòng duyệt', async () => {
    await desk.page.getByRole('navigation', { name: shellText.nav.label }).first().getByRole('link', { name: t.title }).click()
    await expect(desk.page.getByRole('link', { name: /Quy chế phối hợp tiếp công dân/ })).toBeVisible()
    faults.push(...(await faultsInBothThemes(desk.page, 'empty list')))
    await desk.page.getByRole('link', { name: t.list.new }).click()
    await desk.page.getByRole('button', { name: t.form.save }).click()
    await expect(desk.page.getByText(t.form.required).first()).toBeVisible()
    await desk.page.getByLabel(t.form.title).fill(TITLE)
    await desk.page.getByLabel(t.form.question, { exact: true }).fill('Đồng chí có đồng ý ban hành Quyết định phân cấp quản lý đường tỉnh như dự thảo không?')
    await desk.page.getByLabel(t.form.summary).fill('Dự thảo giao 12 tuyến đường tỉnh cho cấp xã quản lý, bảo trì. 9/10 cơ quan được hỏi đã thống nhất.')
    await desk.page.getByLabel(t.form.leadUnit).fill('so xay dung')
    await desk.page.getByRole('option', { name: 'Sở Xây dựng', exact: true }).click()
    await desk.page.getByLabel(t.form.days).fill('9')
    await desk.page.getByRole('button', { name: t.form.save }).click()
    await expect(desk.page.getByText(errorText('CARD_DAYS_WRONG', { min: 2, max: 5 }))).toBeVisible()
    await desk.page.getByLabel(t.form.days).fill('3')
    faults.push(...(await faultsInBothThemes(desk.page, 'form')))
    await shot(desk.page, '1-form')
    await desk.page.getByRole('button', { name: t.form.save }).click()
    await expect(desk.page).toHaveURL(/tong-hop$/)
    path = new URL(desk.page.url()).pathname.replace('/tong-hop', '')
    await desk.page.getByLabel(t.form.addPaper).setInputFiles({ name: 'Du thao quyet dinh.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) })
    await expect(desk.page.getByRole('link', { name: /Du thao quyet dinh/ })).toBeVisible()
    await desk.page.getByRole('button', { name: t.desk.submit }).click()
    await expect(desk.page.getByText(t.status.submitted)).toBeVisible()
    await leader.page.goto(`${path}/tong-hop`)
    await leader.page.getByRole('button', { name: t.desk.approve }).click()
    await expect(desk.page.getByText(t.status.approved)).toBeVisible()
  })

  await test.step('gửi phiếu: danh sách và hạn chốt ngay, thành viên thấy phiếu chờ trên điện thoại', async () => {
    await member.page.goto('/viec-cho-toi')
    await desk.page.getByRole('button', { name: t.desk.send, exact: true }).click()
    await desk.page.getByRole('dialog').getByRole('button', { name: t.desk.send, exact: true }).click()
    await expect(desk.page.getByText(t.desk.answered(0, 27))).toBeVisible()
    await expect(member.page.getByRole('heading', { name: t.list.waiting })).toBeVisible()
    await member.page.getByRole('link', { name: TITLE }).click()
    await expect(member.page.getByText(/Hết hạn mà đồng chí chưa trả lời thì được tính là đồng ý/)).toBeVisible()
    faults.push(...(await faultsInBothThemes(member.page, 'card on a phone')))
    await shot(member.page, '2-member')
    // Three choices of one size, within the thumb's reach, nothing sideways.
    const boxes = await Promise.all(Object.values(t.choice).map(name => member.page.getByRole('button', { name, exact: true }).boundingBox()))
    expect(new Set(boxes.map(b => `${b?.width}x${b?.height}`)).size).toBe(1)
    expect(boxes[0]?.height).toBeGreaterThanOrEqual(60)
    expect(await member.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  })

  await test.step('thành viên trả lời: chữ đang gõ được giữ trên máy chủ, gửi thì ghi nhận đến giây; bàn Văn phòng và Chủ tịch thấy ngay', async () => {
    await chair.page.goto(`${path}/tong-hop`)
    await member.page.getByRole('button', { name: t.mine.send }).click()
    await expect(member.page.getByText(t.mine.chooseFirst)).toBeVisible()
    await member.page.getByRole('button', { name: t.choice.other, exact: true }).click()
    await member.page.getByRole('button', { name: t.mine.send }).click()
    await expect(member.page.getByText(errorText('CARD_TEXT_REQUIRED'))).toBeVisible()
    await member.page.getByLabel(t.mine.textOther).fill(OTHER)
    await expect(member.page.getByText(/^Đã lưu bản soạn lúc \d\d:\d\d:\d\d, chưa gửi$/)).toBeVisible()
    // Another device of the same member: the words are there.
    await member.page.evaluate(() => localStorage.clear())
    await member.page.reload()
    await expect(member.page.getByLabel(t.mine.textOther)).toHaveValue(OTHER)
    await member.page.getByRole('button', { name: t.mine.send }).click()
    await expect(member.page.getByText(/^Đã ghi nhận lúc \d\d:\d\d:\d\d/)).toBeVisible()
    await shot(member.page, '3-recorded')
    for (const p of [desk, chair]) {
      await expect(p.page.getByText(t.desk.answered(1, 27))).toBeVisible()
      await expect(p.page.getByRole('region', { name: t.desk.groups.other })).toContainText(OTHER)
    }
    // The Chairman's own card, from the same place.
    await chair.page.getByRole('link', { name: t.mine.page }).click()
    await chair.page.getByRole('button', { name: t.choice.for, exact: true }).click()
    await chair.page.getByRole('button', { name: t.mine.send }).click()
    await expect(chair.page.getByText(/^Đã ghi nhận lúc/)).toBeVisible()
    await expect(desk.page.getByText(t.desk.answered(2, 27))).toBeVisible()
  })

  await test.step('nhắc và gia hạn kèm lý do: thành viên thấy hạn mới ngay', async () => {
    await late.page.goto(path)
    await desk.page.getByRole('button', { name: t.desk.remind }).click()
    await expect(desk.page.getByText(t.desk.reminded(25))).toBeVisible()
    await desk.page.getByRole('button', { name: t.desk.extend, exact: true }).click()
    const dialog = desk.page.getByRole('dialog')
    await dialog.getByRole('button', { name: t.desk.extend, exact: true }).click()
    await expect(dialog.getByText(errorText('CARD_REASON_REQUIRED'))).toBeVisible()
    await dialog.getByLabel(t.desk.reason).fill('Bổ sung phụ lục theo đề nghị của Sở Nội vụ')
    faults.push(...(await faultsInBothThemes(desk.page, 'extend')))
    await dialog.getByRole('button', { name: t.desk.extend, exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(late.page.getByText(/Gia hạn từ .+ đến .+ Lý do: Bổ sung phụ lục/)).toBeVisible()
  })

  await test.step('hết hạn: câu trả lời gửi muộn bị từ chối kèm lý do, chữ đã soạn còn nguyên; người im lặng được ghi riêng', async () => {
    // All but two have answered in the meantime.
    await server.database.query(
      `UPDATE "OpinionCardMember" SET choice = 'for', "answeredAt" = now() WHERE choice IS NULL AND "userId" <> ALL($1::uuid[])`,
      [[userId('gd.syt'), userId('uyvien1')]],
    )
    await late.page.getByRole('button', { name: t.choice.against, exact: true }).click()
    await late.page.getByLabel(t.mine.textAgainst).fill(LATE)
    await expect(late.page.getByText(/^Đã lưu bản soạn/)).toBeVisible()
    await late.context.setOffline(true)
    await late.page.getByRole('button', { name: t.mine.send }).click()
    await expect(late.page.getByText(t.mine.notRecorded)).toBeVisible()
    await server.database.query(`UPDATE "OpinionCard" SET "closesAt" = now()`)
    await expect(desk.page.getByText(t.status.closed)).toBeVisible({ timeout: 20_000 })
    await late.context.setOffline(false)
    await expect(late.page.getByText(errorText('CARD_ENDED'))).toBeVisible({ timeout: 30_000 })
    await expect(late.page.getByText(t.mine.lateText(LATE))).toBeVisible()
    await shot(late.page, '4-late')
    faults.push(...(await faultsInBothThemes(late.page, 'late')))
    await desk.page.reload()
    await expect(desk.page.getByText(/^26\/27 tổng số thành viên tán thành, cần 14: thông qua theo khoản 3 Điều 40 Luật 72\/2025\/QH15/)).toBeVisible()
    await expect(desk.page.getByText(/24 đồng ý; 0 không đồng ý; 1 ý kiến khác; 2 không trả lời trong hạn \(2 tính là đồng ý theo bộ quy tắc\)/)).toBeVisible()
  })

  await test.step('tiếp thu, giải trình từng ý kiến, kết luận, giao nhiệm vụ', async () => {
    await desk.page.getByRole('button', { name: `${t.desk.explain}: Giám đốc Sở Nội vụ` }).click()
    await desk.page.getByLabel(t.desk.explainText).fill('Đã bổ sung phụ lục; giữ thời điểm có hiệu lực vì trùng kỳ bảo trì.')
    await desk.page.getByLabel(t.desk.explainKind).selectOption(t.explanation.partly)
    await desk.page.getByRole('button', { name: t.desk.explainSave, exact: true }).click()
    await expect(desk.page.getByText(t.desk.explainLeft(1))).toBeHidden()
    await expect(member.page.getByRole('heading', { name: `${t.mine.explained}: ${t.explanation.partly}` })).toBeVisible()
    await leader.page.getByRole('button', { name: t.desk.conclude }).click()
    await leader.page.getByLabel(t.desk.concludeText).fill('UBND tỉnh thống nhất ban hành Quyết định, tiếp thu bổ sung phụ lục.')
    await leader.page.getByRole('dialog').getByRole('button', { name: t.desk.conclude }).click()
    await expect(desk.page.getByText(t.status.concluded)).toBeVisible()
    await expect(member.page.getByRole('heading', { name: t.mine.result, exact: true })).toBeVisible()
    await expect(member.page.getByText(/^26\/27 tổng số thành viên tán thành/)).toBeVisible()
    await shot(desk.page, '5-desk')
    faults.push(...(await Promise.all([faultsInBothThemes(desk.page, 'desk'), faultsInBothThemes(member.page, 'member, concluded')])).flat())
    await shot(member.page, '6-member-result')
    await desk.page.getByRole('button', { name: t.desk.assign, exact: true }).click()
    const dialog = desk.page.getByRole('dialog')
    await dialog.getByLabel(taskText.fieldDeadline).fill('5')
    await dialog.getByRole('button', { name: taskText.giveNow }).click()
    await expect(dialog).toBeHidden()
    const task = desk.page.getByRole('link', { name: /UBND tỉnh thống nhất ban hành Quyết định/ })
    await expect(task).toBeVisible()
    await task.click()
    await expect(desk.page.getByText(new RegExp(`Phiếu lấy ý kiến PLYK-\\d{4}-0001: ${TITLE}`))).toBeVisible()
    await desk.page.getByRole('link', { name: taskText.toCard }).click()
    await expect(desk.page).toHaveURL(new RegExp(`${path}/tong-hop$`))
  })

  await test.step('thống kê ý kiến của phiếu theo lựa chọn và theo lượt, xuất bảng tính; trên máy tính và trên điện thoại của Chủ tịch', async () => {
    await chair.page.setViewportSize(PHONE)
    await chair.page.goto(`${path}/tong-hop`)
    for (const { page } of [desk, chair]) {
      await expect(page.getByText(o.given(25, 27))).toBeVisible()
      await expect(page.getByRole('table', { name: o.by.choice }).getByRole('row', { name: o.none })).toContainText('2')
      await page.getByLabel(o.by.label, { exact: true }).selectOption('turn')
      await expect(page.getByText(/lượt của 25 thành viên/)).toBeVisible()
      await expect(page.getByRole('table', { name: o.by.turn }).getByRole('row').filter({ hasText: 'Giám đốc Sở Nội vụ' }).first()).toContainText(o.turn.first)
    }
    const download = desk.page.waitForEvent('download')
    await desk.page.getByRole('link', { name: o.export }).click()
    expect((await download).suggestedFilename()).toMatch(/^Thong ke y kien .*\.xlsx$/)
    faults.push(...(await faultsInBothThemes(chair.page, 'opinion statistics on a phone')))
  })

  await test.step('hồ sơ phiếu, danh sách trên điện thoại', async () => {
    await desk.page.getByRole('link', { name: t.desk.record }).click()
    await expect(desk.page.getByRole('heading', { level: 1, name: t.record.title })).toBeVisible()
    const table = desk.page.getByRole('table', { name: t.record.opinions })
    await expect(table.getByRole('row').filter({ hasText: 'Ủy viên UBND tỉnh (1)' })).toContainText(t.record.silent)
    await expect(table.getByRole('row').filter({ hasText: 'Giám đốc Sở Nội vụ' })).toContainText('Đã bổ sung phụ lục')
    await shot(desk.page, '7-record')
    faults.push(...(await faultsInBothThemes(desk.page, 'record')))
    await member.page.goto('/phieu-lay-y-kien')
    await expect(member.page.getByRole('link', { name: TITLE, exact: true })).toBeVisible()
    await shot(member.page, '8-member-list')
    await desk.page.goto('/phieu-lay-y-kien?buoc=done&q=phan%20cap')
    await expect(desk.page.getByRole('table').getByRole('link', { name: new RegExp(TITLE) })).toBeVisible()
    await shot(desk.page, '9-list')
    faults.push(...(await Promise.all([faultsInBothThemes(desk.page, 'list'), faultsInBothThemes(member.page, 'member list')])).flat())
    expect(await member.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  })

  expect(faults).toEqual([])
  expect([desk, leader, chair, member, late].flatMap(p => p.errors)).toEqual([])
  for (const p of [desk, leader, chair, member, late]) await p.context.close()
})

/** Chooses a time, runs it, reads chart and tables. */
async function readStatistics({ page }: { page: Page }) {
  await page.goto('/phieu-lay-y-kien')
  await page.getByRole('link', { name: t.list.statistics, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: st.title })).toBeVisible()
  await page.getByLabel(st.filter.from).fill('01/01/2025')
  await page.getByLabel(st.filter.to).fill('31/01/2025')
  await page.getByRole('button', { name: st.filter.run }).click()
  await expect(page.getByText(st.none)).toBeVisible()
  await page.goto('/thong-ke/phieu-lay-y-kien')
  await expect(page.locator('canvas[data-drawn]')).toBeVisible()
  await expect(page.getByText('Tổng cộng: 92,6% = 25/27')).toBeVisible()
  await expect(page.getByRole('img', { name: /Tổng cộng 27 lượt gửi: 24 đồng ý, 0 không đồng ý, 1 ý kiến khác, 2 không trả lời trong hạn/ })).toBeVisible()
  await expect(page.getByRole('table', { name: st.table.member }).getByRole('row').filter({ hasText: 'Giám đốc Sở Y tế' })).toContainText('0% = 0/1')
  await page.getByRole('link', { name: st.by.card, exact: true }).click()
  await expect(page.getByRole('table', { name: st.table.card }).getByRole('row').filter({ hasText: TITLE })).toContainText(t.outcome.passed)
  await expect(page.locator('canvas[data-drawn]')).toBeVisible()
}

test('thống kê theo văn bản xin ý kiến: chọn thời gian, biểu đồ, theo thành viên và theo phiếu, xuất; trên máy tính và điện thoại', async ({ browser }) => {
  const [desk, chair, member] = await Promise.all([enter(browser, server.url, 'thuky1', DESKTOP), enter(browser, server.url, 'chutich', PHONE), enter(browser, server.url, 'gd.syt', PHONE)])
  await Promise.all([readStatistics(desk), readStatistics(chair)])
  const download = desk.page.waitForEvent('download')
  await desk.page.getByRole('link', { name: st.export }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^Thong ke phieu lay y kien .+\.xlsx$/)
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK')
  // A member reads the own figures, nobody else's.
  await member.page.goto('/thong-ke/phieu-lay-y-kien')
  await expect(member.page.getByText('Tổng cộng: 0% = 0/1')).toBeVisible()
  await expect(member.page.getByRole('link', { name: st.by.card, exact: true })).toHaveCount(0)
  await shot(desk.page, '10-statistics')
  await shot(chair.page, '11-statistics-phone')
  const faults = (await Promise.all([faultsInBothThemes(desk.page, 'desk'), faultsInBothThemes(chair.page, 'chair'), faultsInBothThemes(member.page, 'member')])).flat()
  expect(faults).toEqual([])
  expect(await chair.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  expect([desk, chair, member].flatMap(p => p.errors)).toEqual([])
  for (const p of [desk, chair, member]) await p.context.close()
})

test('việc Chủ tịch quyết định thay UBND: ghi vào sổ, xác nhận không thuộc khoản 2 Điều 40, một lần bấm thành nội dung của phiên tới', async ({ browser }) => {
  const [desk, chair] = await Promise.all([enter(browser, server.url, 'thuky2', DESKTOP), enter(browser, server.url, 'chutich', PHONE)])
  const { page } = desk
  await chair.page.goto('/viec-chu-tich-quyet-dinh')
  await expect(chair.page.getByText(dt.none, { exact: true })).toBeVisible()
  await expect(chair.page.getByRole('button', { name: dt.record })).toHaveCount(0)
  await page.goto('/phieu-lay-y-kien')
  await page.getByRole('link', { name: dt.title }).click()
  await page.getByRole('button', { name: dt.record }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(dt.matter).fill('Hỗ trợ khẩn cấp khắc phục sạt lở tại xã Tân Trào')
  await dialog.getByLabel(dt.basis).fill('Mưa lũ làm đứt đường, cần thông tuyến ngay')
  await dialog.getByLabel(dt.decidedOn).fill('19/11/2026')
  await dialog.getByLabel(dt.documentOn).fill('20/11/2026')
  await dialog.getByLabel(dt.documentNumber).fill('1204/QĐ-UBND')
  await dialog.getByRole('button', { name: dt.save }).click()
  await expect(dialog.getByText(errorText('DECIDED_COLLECTIVE'))).toBeVisible()
  const faults = await faultsInBothThemes(page, 'record')
  await shot(page, '12-decided-form')
  await dialog.getByLabel(dt.confirm).check()
  await dialog.getByRole('button', { name: dt.save }).click()
  await expect(dialog).toBeHidden()
  await expect(chair.page.getByText(/Hỗ trợ khẩn cấp khắc phục sạt lở/)).toBeVisible()
  await page.getByRole('button', { name: dt.report }).click()
  await dialog.getByLabel(dt.meeting, { exact: true }).selectOption({ index: 0 })
  await dialog.getByRole('button', { name: dt.report }).click()
  await expect(dialog.getByText(dt.reported(1))).toBeVisible()
  await expect(chair.page.getByRole('heading', { name: dt.groups.on_agenda })).toBeVisible()
  await shot(chair.page, '13-decided-phone')
  faults.push(...(await faultsInBothThemes(chair.page, 'chair')))
  await dialog.getByRole('link', { name: dt.toAgenda }).click()
  await expect(page.getByText(dt.agendaTitle).first()).toBeVisible()
  expect(faults).toEqual([])
  expect([...desk.errors, ...chair.errors]).toEqual([])
  for (const p of [desk, chair]) await p.context.close()
})

/** One empty page, as small as a reader takes it. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF`
