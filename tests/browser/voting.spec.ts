import { expect, test } from '@playwright/test'
import { novemberId } from '#prisma/seed/meetings.ts'
import { ruleSetText as r } from '#app/text/rule-sets.ts'
import { shellText } from '#app/text/shell.ts'
import { sessionText as t } from '#app/text/session.ts'
import { planText as plan } from '#app/text/vote-plan.ts'
import { answerWords } from '#app/text/vote-words.ts'
import { votingText as v } from '#app/text/voting.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, type Person, PHONE, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

test('bộ quy tắc: bàn thử tính ngay với phép tính và điều khoản, trường hợp mẫu đổi theo phần sửa, lập bản mới từ một ngày rồi rút', async ({ browser }) => {
  const admin = await enter(browser, server.url, 'quantri', DESKTOP)
  const { page } = admin
  await page.goto('/quan-tri/bo-quy-tac')
  await expect(page.getByText('14/27 tổng số thành viên tán thành, cần 14: thông qua theo khoản 3 Điều 40 Luật 72/2025/QH15')).toBeVisible()

  // the figures of a tie: by the side of the Chairman, as long as equal votes are read the wide way
  await page.getByLabel(r.votesFor, { exact: true }).fill('12')
  await page.getByLabel(r.against, { exact: true }).fill('12')
  await page.getByLabel(r.abstain, { exact: true }).fill('0')
  await expect(page.getByText(r.outcome.passed_by_chair, { exact: true })).toBeVisible()
  await page.getByLabel(r.field.tieMeaning).selectOption('half_of_total')
  await expect(page.getByText(/^12\/27 tổng số thành viên tán thành, cần 14, còn thiếu 2: không thông qua/)).toBeVisible()
  const samples = page.getByRole('region', { name: r.samples })
  await expect(samples.getByText(/^NN-05/)).toBeVisible()
  await expect(samples.getByText(/^CS-01/)).toBeHidden()

  // what the law forbids is said at the field, and no rule set is made of it
  await page.getByLabel(r.field.base).selectOption('present')
  await expect(page.getByText(/Quyết định của Ủy ban nhân dân phải tính trên tổng số thành viên/)).toBeVisible()
  await page.getByLabel(r.field.base).selectOption('total_in_office')
  await page.getByLabel(r.votesFor, { exact: true }).fill('40')
  await expect(page.getByText(r.impossible)).toBeVisible()

  await page.getByLabel(r.validFrom, { exact: true }).fill('01/01/2030')
  await page.getByLabel(r.name, { exact: true }).fill('Quy chế làm việc năm 2030')
  await page.getByLabel(r.code, { exact: true }).fill('ubnd-quy-che-2030')
  await page.getByLabel(r.reason, { exact: true }).fill('Quyết định ban hành Quy chế làm việc')
  await page.getByRole('button', { name: r.save, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: r.save, exact: true }).click()
  const fresh = page.getByRole('button', { name: /Quy chế làm việc năm 2030/ })
  await expect(fresh).toHaveAttribute('aria-pressed', 'true')
  await expect(fresh.getByText(r.state.coming)).toBeVisible()
  await expect(page.getByText('16/06/2025 – 31/12/2029', { exact: false })).toBeVisible()
  expect(await faultsInBothThemes(page, 'bộ quy tắc')).toEqual([])

  await page.getByRole('button', { name: r.withdraw, exact: true }).click()
  await page.getByRole('dialog').getByLabel(r.reason, { exact: true }).fill('Lập nhầm ngày')
  await page.getByRole('dialog').getByRole('button', { name: r.withdraw, exact: true }).click()
  await expect(fresh).toBeHidden()

  // the Office tries rules on a phone, and keeps none
  const desk = await enter(browser, server.url, 'thuky1', PHONE)
  await desk.page.goto('/quan-tri/bo-quy-tac')
  await desk.page.getByLabel(r.votesFor, { exact: true }).fill('13')
  await expect(desk.page.getByText(/cần 14, còn thiếu 1: không thông qua/)).toBeVisible()
  await expect(desk.page.getByText(r.mayNotKeep)).toBeVisible()
  expect(await faultsInBothThemes(desk.page, 'bộ quy tắc, điện thoại')).toEqual([])
  expect([...admin.errors, ...desk.errors]).toEqual([])
  for (const p of [admin, desk]) await p.context.close()
})

const standard = answerWords('standard')
const opinion = answerWords('opinion')
const question = (n: number) => `Thông qua việc chuẩn bị sẵn số ${n}`
const meeting = `/phien-hop/${novemberId}`
const button = (who: Person, name: string | RegExp) => who.page.getByRole('button', { name, exact: true })
const dialogOf = (who: Person) => who.page.getByRole('dialog')
/** On a tablet the consoles keep their parts behind tabs. */
const part = async (who: Person, name: string) => {
  const tab = who.page.getByRole('tab', { name })
  if (await tab.isVisible()) await tab.click()
}
async function askVote(chair: Person) {
  await part(chair, t.chair.part.vote)
  await button(chair, t.chair.step.openVote).or(button(chair, t.chair.again)).first().click()
  await expect(dialogOf(chair).getByLabel(t.chair.question)).toBeVisible()
}
const openBallots = (chair: Person) => dialogOf(chair).getByRole('button', { name: t.chair.voteConfirm }).click()
async function closeVote(chair: Person) {
  await button(chair, t.chair.step.closeVote).click()
  await dialogOf(chair).getByRole('button', { name: t.chair.closeConfirm }).click()
}

test('các kiểu biểu quyết: danh sách chuẩn bị trước, cảnh báo trước khi mở, dừng và nhận tiếp, gia hạn, ngang nhau theo bên Chủ tịch, bảo lưu ý kiến, biểu quyết lại với đồng ý, không đồng ý, ý kiến khác, hồi tị, danh sách lựa chọn, duyệt danh sách; máy tính, máy tính bảng và điện thoại', async ({ browser }) => {
  const [chair, member, desk, second] = await Promise.all([enter(browser, server.url, 'chutich', TABLET), enter(browser, server.url, 'gd.snv', PHONE), enter(browser, server.url, 'thuky1', DESKTOP), enter(browser, server.url, 'gd.stc', DESKTOP)])
  const people = [chair, member, desk, second]
  await Promise.all([chair.page.goto(`${meeting}/dieu-hanh`), desk.page.goto(`${meeting}/thu-ky`), ...[member, second].map(one => one.page.goto(`${meeting}/du-hop`))])
  await test.step('trước phiên: thư ký thêm, sửa, xóa nội dung biểu quyết; thành viên xem danh sách và chi tiết trên điện thoại', async () => {
    await desk.page.goto(`${meeting}/bieu-quyet`)
    const add = async (n: number, item: number) => {
      await button(desk, plan.add).first().click()
      await dialogOf(desk).getByLabel(plan.item).selectOption({ index: item })
      await dialogOf(desk).getByLabel(plan.question).fill(question(n))
      await dialogOf(desk).getByLabel(v.open.answers).selectOption('opinion')
      await button(desk, plan.save).click()
      await expect(dialogOf(desk)).toBeHidden()
    }
    for (const [n, item] of [[1, 3], [2, 4], [3, 5]] as const) await add(n, item)
    await button(desk, plan.editOf(question(1))).click()
    await dialogOf(desk).getByLabel(v.open.time).selectOption('5')
    await button(desk, plan.save).click()
    await button(desk, plan.removeOf(question(3))).click()
    await dialogOf(desk).getByRole('button', { name: plan.remove, exact: true }).click()
    await member.page.goto(`${meeting}/bieu-quyet`)
    const list = member.page.getByRole('list', { name: plan.title })
    await expect(list.getByRole('listitem')).toHaveCount(2)
    await list.getByText(plan.details).first().click()
    await expect(list.getByText(plan.time(300))).toBeVisible()
    expect(await faultsInBothThemes(desk.page, 'nội dung biểu quyết của thư ký')).toEqual([])
    await Promise.all([member.page.goto(`${meeting}/du-hop`), desk.page.goto(`${meeting}/thu-ky`)])
  })

  await button(member, t.member.checkIn).click()
  await button(chair, t.chair.step.open).click()
  await button(chair, t.chair.openConfirm).click()
  await button(chair, t.chair.step.goTo(1)).click()
  await expect(chair.page.getByText(t.item(1, 6)).first()).toBeVisible()

  await test.step('trước khi mở: không thể đủ, Chủ tịch chưa có mặt; đặt thời gian rồi mở', async () => {
    await askVote(chair)
    await expect(dialogOf(chair).getByText(/Dù mọi người có mặt đều tán thành vẫn chưa đủ/)).toBeVisible()
    await expect(dialogOf(chair).getByText(/Chủ tịch UBND chưa có mặt/)).toBeVisible()
    await dialogOf(chair).getByLabel(v.open.time).selectOption('5')
    await openBallots(chair)
    await expect(member.page.getByText(t.member.voteOpen)).toBeVisible()
  })
  await test.step('dừng: không gửi được; bàn thư ký cho nhận tiếp; gia hạn', async () => {
    await button(chair, v.hold).click()
    await expect(button(member, standard.for)).toBeDisabled()
    await button(desk, v.takeOn).click()
    await expect(button(member, standard.for)).toBeEnabled()
    const ends = chair.page.getByText(/^Nhận phiếu đến \d/)
    const before = await ends.textContent()
    await button(chair, v.extend(5)).click()
    await expect(ends).not.toHaveText(before ?? '')
  })
  await test.step('ngang nhau: theo bên Chủ tịch đã biểu quyết; ý kiến bảo lưu của thành viên hiện ở bàn thư ký', async () => {
    // The Chairman does it on a phone.
    await chair.page.setViewportSize(PHONE)
    await button(member, standard.against).click()
    await button(chair, standard.for).click()
    for (const who of [chair, member]) await expect(who.page.getByText(/Đã ghi nhận lúc/)).toBeVisible()
    await expect(chair.page.getByText(t.vote.cast(2, 2)).first()).toBeVisible()
    await closeVote(chair)
    await expect(chair.page.getByText(`1 ${standard.against.toLowerCase()}`, { exact: true })).toBeVisible()
    const sentence = '1/27 tổng số thành viên tán thành, 1 không tán thành, ngang nhau: thông qua theo ý kiến Chủ tịch (khoản 3 Điều 40 Luật 72/2025/QH15)'
    for (const who of [chair, member, desk]) await expect(who.page.getByText(sentence).first()).toBeVisible()
    await member.page.getByRole('textbox', { name: v.mine.reserve }).fill('Chưa rõ nguồn kinh phí năm 2027')
    await button(member, v.mine.save).click()
    await expect(desk.page.getByText('Chưa rõ nguồn kinh phí năm 2027').first()).toBeVisible()
    await chair.page.setViewportSize(TABLET)
  })
  await test.step('biểu quyết lại có lý do, Đồng ý / Không đồng ý / Ý kiến khác; ý kiến chỉ hiện sau khi kết thúc', async () => {
    await askVote(chair)
    await dialogOf(chair).getByLabel(v.open.again).selectOption({ index: 1 })
    await expect(dialogOf(chair).getByRole('button', { name: t.chair.voteConfirm })).toBeDisabled()
    await dialogOf(chair).getByLabel(v.open.reason).fill('Bổ sung phương án kinh phí')
    await dialogOf(chair).getByLabel(v.open.answers).selectOption('opinion')
    await openBallots(chair)
    await button(member, opinion.abstain).click()
    await member.page.getByRole('textbox', { name: v.mine.other }).fill('Nên chia hai giai đoạn')
    await button(member, v.mine.save).click()
    await expect(member.page.getByText(v.mine.saved)).toBeVisible()
    await expect(desk.page.getByText('Nên chia hai giai đoạn')).toBeHidden()
    await button(second, opinion.against).click()
    await expect(second.page.getByText(/Đã ghi nhận lúc/)).toBeVisible()
    await button(chair, opinion.for).click()
    await closeVote(chair)
    await expect(desk.page.getByText('Nên chia hai giai đoạn').first()).toBeVisible()
    await expect(desk.page.getByText(v.again('Bổ sung phương án kinh phí')).first()).toBeVisible()
  })
  await test.step('hồi tị: không có phiếu, ra khỏi cơ số', async () => {
    await button(member, v.mine.recuse).click()
    await dialogOf(member).getByLabel(v.reason).fill('Người thân là chủ đầu tư')
    await dialogOf(member).getByRole('button', { name: v.mine.recuseConfirm }).click()
    await expect(desk.page.getByText(/hồi tị: Người thân là chủ đầu tư/)).toBeVisible()
    await askVote(chair)
    await openBallots(chair)
    await expect(chair.page.getByText(t.vote.needed(14, 26)).first()).toBeVisible()
    await expect(member.page.getByText(v.mine.isRecused).first()).toBeVisible()
  })
  await test.step('danh sách 200 lựa chọn, chọn từ 2 đến 3: sai thì nói ở ô; tìm không dấu, đếm, đủ số thì thôi; bàn phím; phiếu và kết quả theo lựa chọn trên mọi màn hình', async () => {
    await closeVote(chair)
    await button(chair, t.chair.step.goTo(2)).click()
    await expect(chair.page.getByText(t.item(2, 6)).first()).toBeVisible()
    await askVote(chair)
    const ask = dialogOf(chair)
    await ask.getByLabel(v.open.answers).selectOption('options')
    await ask.getByRole('textbox', { name: v.open.list }).fill(Array.from({ length: 200 }, (_, i) => `Đường tỉnh ${i + 1}`).join('\n'))
    await ask.getByLabel(v.open.min).fill('4')
    await ask.getByLabel(v.open.max).fill('3')
    await expect(ask.getByText(/Số lựa chọn trên một phiếu chưa đúng/)).toBeVisible()
    await ask.getByLabel(v.open.min).fill('2')
    await ask.getByLabel(v.open.places).fill('3')
    expect(await faultsInBothThemes(chair.page, 'hộp mở biểu quyết theo danh sách')).toEqual([])
    await openBallots(chair)

    const pad = member.page.getByRole('region', { name: shellText.vote.pad })
    await expect(pad.getByText(v.pad.chosen(0, 2, 3))).toBeVisible()
    const find = pad.getByLabel(v.pad.find)
    // By the keyboard alone: letters without marks, Enter marks the first one found.
    await find.fill('duong tinh 185')
    await find.press('Enter')
    await expect(pad.getByRole('button', { name: v.pad.send })).toBeDisabled()
    await find.fill('')
    for (const name of ['1. Đường tỉnh 1', '2. Đường tỉnh 2']) await pad.getByRole('checkbox', { name, exact: true }).check()
    await expect(pad.getByText(v.pad.chosen(3, 2, 3))).toBeVisible()
    await expect(pad.getByRole('checkbox', { name: '3. Đường tỉnh 3', exact: true })).toBeDisabled()
    expect(await faultsInBothThemes(member.page, 'phiếu danh sách trên điện thoại')).toEqual([])
    await pad.getByRole('button', { name: v.pad.send }).click()
    await expect(pad.getByText(/Đã ghi nhận lúc/)).toBeVisible()
    await expect(desk.page.getByText(v.options.votes(1)).first()).toBeVisible()
    await closeVote(chair)
    for (const who of [chair, member, desk]) await expect(who.page.getByText(/không lựa chọn nào đủ số phiếu, cần 14\/27 tổng số thành viên, cao nhất “Đường tỉnh 1” 1/).first()).toBeVisible()
    await expect(member.page.getByText(v.pad.mine('Đường tỉnh 1; Đường tỉnh 2; Đường tỉnh 185'))).toBeVisible()
  })
  await test.step('duyệt danh sách nội dung biểu quyết đã chuẩn bị: bắt đầu, mở nội dung tiếp, kết thúc; trên máy tính bảng và điện thoại', async () => {
    await chair.page.setViewportSize(PHONE)
    await part(chair, t.chair.part.vote)
    const run = chair.page.getByRole('button', { name: plan.run.start })
    await run.click()
    await expect(chair.page.getByText(plan.run.isOn)).toBeVisible()
    await button(chair, plan.run.step(1, 2)).click()
    await expect(member.page.getByText(question(1)).first()).toBeVisible()
    expect(await faultsInBothThemes(chair.page, 'duyệt danh sách, biểu quyết đang mở')).toEqual([])
    await button(member, opinion.for).click()
    await expect(member.page.getByText(/Đã ghi nhận lúc/)).toBeVisible()
    await closeVote(chair)
    // Begun and ended on a phone, the second one on the tablet.
    await chair.page.setViewportSize(TABLET)
    await button(chair, plan.run.step(2, 2)).click()
    await expect(member.page.getByText(question(2)).first()).toBeVisible()
    await expect(desk.page.getByText(t.item(4, 6)).first()).toBeVisible()
    await closeVote(chair)
    await chair.page.setViewportSize(PHONE)
    await chair.page.getByRole('button', { name: plan.run.stepEnd, exact: true }).last().click()
    await expect(chair.page.getByText(plan.run.isOn)).toBeHidden()
    await expect(desk.page.getByText(plan.run.progress(2, 2))).toBeVisible()
  })
  expect(people.flatMap(one => one.errors)).toEqual([])
  for (const p of people) await p.context.close()
})
