import { expect, type Page, test } from '@playwright/test'
import { novemberId } from '#prisma/seed/meetings.ts'
import { seedId } from '#prisma/seed/province.ts'
import { courseText } from '#app/text/course.ts'
import { historyText } from '#app/text/history.ts'
import { readinessText } from '#app/text/readiness.ts'
import { recordText } from '#app/text/record.ts'
import { savingsText } from '#app/text/savings.ts'
import { sessionText } from '#app/text/session.ts'
import { typedText } from '#app/text/typed.ts'
import { votingText } from '#app/text/voting.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, type Person, PHONE } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
const people: Person[] = []
let desk: Page
let chair: Page
let member: Page
let colleague: Page
test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
  const come = async (username: string, size: { width: number; height: number }) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    return person.page
  }
  ;[desk, chair, member, colleague] = await Promise.all([come('thuky1', DESKTOP), come('chutich', PHONE), come('gd.snv', PHONE), come('gd.sxd', DESKTOP)])
})
test.afterAll(async () => {
  for (const p of people) await p.context.close()
  await server.close()
})
test.afterEach(() => expect(people.flatMap(p => p.errors)).toEqual([]))

const meeting = `/phien-hop/${novemberId}`
const octoberId = seedId('meeting/2026-10')

/** No fault for people who can't see or point, in both themes. */
async function accessible(page: Page, name: string) {
  expect(await faultsInBothThemes(page, name)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${name} sideways`).toBe(0)
}

/** Opens the list of who is ready, reads figures, rule and notes, filters; the same on a PC and a phone. */
async function readReadiness(page: Page, name: string) {
  await page.getByRole('button', { name: readinessText.open(1, 27) }).click()
  const dialog = page.getByRole('dialog', { name: readinessText.title })
  await expect(dialog.getByText(readinessText.summary(1, 27))).toBeVisible()
  await expect(dialog.getByText(readinessText.quorumShort(16, 2, 27, 18))).toBeVisible()
  await expect(dialog.getByText(/Điều 114 Luật 77\/2015\/QH13/)).toBeVisible()
  await expect(dialog.getByText(/Cần 14\/27 tổng số thành viên tán thành \(khoản 3 Điều 40 Luật 72\/2025\/QH15\)/)).toBeVisible()
  const own = dialog.getByRole('listitem').filter({ hasText: 'Giám đốc Sở Nội vụ' })
  const recorded = dialog.getByRole('listitem').filter({ hasText: 'Giám đốc Sở Tài chính' })
  await expect(recorded).toContainText(readinessText.notes.no_device)
  await expect(recorded).toContainText(/thư ký ghi \(.+\)/)
  await dialog.getByRole('tab', { name: new RegExp(`^${readinessText.notReady}`) }).click()
  await expect(own).toHaveCount(0)
  await expect(recorded).toBeVisible()
  await dialog.getByRole('tab', { name: new RegExp(`^${readinessText.ready}`) }).click()
  await expect(recorded).toHaveCount(0)
  await accessible(page, name)
  return { dialog, own }
}

test('xem đại biểu sẵn sàng biểu quyết trước khi mở phiếu: danh sách, ghi chú, lọc, còn thiếu bao nhiêu theo quy định nào, trên máy tính', async () => {
  await Promise.all([desk.goto(`${meeting}/thu-ky`), chair.goto(`${meeting}/dieu-hanh`), member.goto(`${meeting}/du-hop`)])
  await member.getByRole('button', { name: sessionText.member.checkIn }).click()
  await desk.getByRole('tab', { name: new RegExp(`^${sessionText.desk.attendance}`) }).click()
  await desk.getByRole('button', { name: sessionText.desk.arriveOne('Giám đốc Sở Tài chính'), exact: true }).click()
  await chair.getByRole('button', { name: sessionText.chair.step.open }).click()
  await chair.getByRole('button', { name: sessionText.chair.openConfirm }).click()
  await chair.getByRole('button', { name: sessionText.chair.step.goTo(1) }).click()
  const { dialog, own } = await readReadiness(desk, 'san-sang-may-tinh')
  // The member opens a paper on their own device: the note goes while the list stands open.
  await expect(own).toContainText(readinessText.notes.papers_unopened)
  await member.getByRole('button', { name: /^Mở tài liệu / }).first().click()
  await expect(own).toContainText(/đã mở 1\/\d tài liệu/)
  await expect(own).not.toContainText(readinessText.notes.papers_unopened)
  await dialog.getByRole('button', { name: 'Đóng' }).click()
  // The same figures stand in the question before the ballots are opened.
  await desk.getByRole('button', { name: sessionText.chair.step.openVote }).click()
  await expect(desk.getByRole('dialog').getByText(readinessText.majorityShort(13, 1))).toBeVisible()
  await desk.keyboard.press('Escape')
})

test('xem đại biểu sẵn sàng biểu quyết trên điện thoại của chủ trì: danh sách, ghi chú, lọc sẵn sàng và chưa sẵn sàng', async () => {
  await chair.getByRole('tab', { name: sessionText.chair.part.vote }).click()
  const { dialog, own } = await readReadiness(chair, 'san-sang-dien-thoai')
  await expect(own).toContainText(/đã mở 1\/\d tài liệu/)
  // The line of the member's phone is cut: ready no more, and the reason says since when.
  await member.goto('about:blank')
  await dialog.getByRole('tab', { name: new RegExp(`^${readinessText.notReady}`) }).click()
  await expect(own).toContainText(/Mất liên lạc từ \d\d:\d\d/)
  await expect(dialog.getByText(readinessText.summary(0, 27))).toBeVisible()
  await dialog.getByRole('button', { name: 'Đóng' }).click()
  await member.goto(`${meeting}/du-hop`)
})

test('diễn biến phiên họp: thấy ngay việc vừa làm, lọc, tìm không dấu, xuất; điện thoại của thành viên xem diễn biến chung', async () => {
  await desk.getByRole('link', { name: historyText.open }).click()
  await expect(desk.getByRole('heading', { level: 1, name: historyText.title })).toBeVisible()
  const list = desk.getByRole('list', { name: historyText.title })
  await expect(list.getByRole('listitem').first()).toContainText(/Chuyển sang nội dung/)
  await expect(list.getByRole('listitem').first()).toContainText(/\d\d\/\d\d\/2026 \d\d:\d\d:\d\d · Người thực hiện: Chủ tịch UBND tỉnh/)
  // Live: no question goes to the server for what the stream brings.
  const asked: string[] = []
  desk.on('request', r => asked.push(r.url()))
  await chair.getByRole('tab', { name: sessionText.chair.part.agenda }).click()
  await chair.getByRole('button', { name: /^Để lại hoặc rút nội dung 2/ }).click()
  await chair.getByRole('dialog').getByLabel(sessionText.aside.reason).fill('Chờ ý kiến Bộ Tài chính')
  await chair.getByRole('button', { name: sessionText.aside.confirm }).click()
  await expect(list.getByRole('listitem').first()).toContainText(/Để lại phiên sau.*Lý do: Chờ ý kiến Bộ Tài chính/)
  expect(asked.filter(url => /dien-bien/.test(url))).toEqual([])
  await accessible(desk, 'dien-bien-may-tinh')
  await desk.getByRole('searchbox', { name: historyText.filter.text, exact: true }).fill('cho y kien bo tai chinh')
  await desk.getByRole('button', { name: historyText.filter.run, exact: true }).click()
  await expect(list.getByRole('listitem')).toHaveCount(1)
  const download = desk.waitForEvent('download')
  await desk.getByRole('link', { name: historyText.export }).click()
  expect((await download).suggestedFilename()).toMatch(/^Dien bien .+\.xlsx$/)
  await desk.getByRole('link', { name: historyText.filter.clear }).click()
  await expect(list.getByRole('listitem').filter({ hasText: 'Khai mạc phiên họp' })).toBeVisible()
  await desk.getByRole('combobox', { name: historyText.filter.kind, exact: true }).selectOption('attendance')
  await desk.getByRole('button', { name: historyText.filter.run, exact: true }).click()
  await expect(list.getByRole('listitem')).toHaveCount(2)
  // From the agenda of the session to the course of one item.
  await member.goto(meeting)
  await member.getByRole('link', { name: /^Diễn biến của nội dung: Kết quả các tiêu chí/ }).click()
  const own = member.getByRole('list', { name: historyText.title })
  await expect(own.getByRole('listitem')).toHaveCount(1)
  await expect(own).toContainText('Chờ ý kiến Bộ Tài chính')
  await member.getByRole('link', { name: historyText.filter.clear }).click()
  await expect(own.getByRole('listitem').filter({ hasText: 'Khai mạc phiên họp' })).toBeVisible()
  await expect(own.getByText('Có mặt')).toHaveCount(0)
  await accessible(member, 'dien-bien-dien-thoai')
})

/** From the list of sessions to the one that runs: its course and time left, its matters for a vote, its people and units. */
async function followCourse(page: Page, name: string) {
  await page.goto('/phien-hop')
  const running = page.getByRole('region', { name: sessionText.list.now }).or(page.locator('section').filter({ has: page.getByRole('heading', { name: sessionText.list.now }) }))
  await running.getByRole('link', { name: /thường kỳ tháng 11\/2026/ }).first().click()
  // Content and papers of the whole session stand on its page.
  await expect(page.getByText('Các tiêu chí về cải cách tài chính công chưa đạt điểm tối đa.', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: /^Mở tài liệu Tờ trình: Kết quả thực hiện Đề án 603/ }).click()
  await expect(page.getByRole('img', { name: /trang 1/i }).or(page.locator('canvas')).first()).toBeVisible()
  await page.getByRole('link', { name: sessionText.overview.enterMember }).click()
  await page.getByText(sessionText.member.course).click()
  await expect(page.getByText(/^Còn (\d+:)?\d\d:\d\d đến giờ kết thúc dự kiến \d\d:\d\d$/)).toBeVisible()
  await expect(page.getByText(courseText.progress.done(0, 6))).toBeVisible()
  const progress = page.getByRole('list', { name: courseText.tabs.progress })
  await expect(progress.getByRole('listitem').nth(0)).toContainText(sessionText.itemStatus.presenting)
  await expect(progress.getByRole('listitem').nth(1)).toContainText(sessionText.itemStatus.held_over)
  await accessible(page, name)
  await page.getByRole('tab', { name: courseText.tabs.votes }).click()
  const matters = page.getByRole('list', { name: courseText.tabs.votes })
  await expect(matters.getByRole('listitem').filter({ hasText: 'đặt hàng, đấu thầu' })).toContainText(courseText.votes.waiting)
  await page.getByRole('tab', { name: courseText.tabs.people }).click()
  await page.getByRole('searchbox', { name: courseText.people.find }).fill('giam doc so tai chinh')
  await expect(page.getByText(courseText.people.count(1, 1))).toBeVisible()
  await expect(page.getByRole('list', { name: courseText.tabs.people }).getByRole('listitem')).toHaveText(/Giám đốc Sở Tài chính.*Có mặt/)
  await page.getByRole('tab', { name: courseText.tabs.units }).click()
  await expect(page.getByRole('list', { name: courseText.tabs.units }).getByRole('listitem').filter({ hasText: 'Sở Nội vụ' }).first()).toContainText(courseText.people.unitCount(1, 1))
}

test('thành viên xem tiến trình, thời gian còn lại, nội dung, tài liệu, nội dung biểu quyết, người và đơn vị tham gia của cuộc họp đang diễn ra, trên máy tính', async () => {
  await followCourse(colleague, 'tien-trinh-may-tinh')
})

test('thành viên xem tiến trình, thời gian còn lại, nội dung, tài liệu, nội dung biểu quyết, người và đơn vị tham gia của cuộc họp đang diễn ra, trên điện thoại', async () => {
  await followCourse(member, 'tien-trinh-dien-thoai')
  // The course moves with the session: no question goes to the server for it.
  await member.getByRole('tab', { name: courseText.tabs.progress }).click()
  await chair.getByRole('button', { name: sessionText.chair.step.goTo(3), exact: true }).click()
  await expect(member.getByText(courseText.progress.done(1, 6))).toBeVisible()
})

test('ghi từ giấy sau khi mất điện: điểm danh, phiếu theo tên, phiếu kín, phát biểu, kết luận; có dấu trong hồ sơ; phiếu trên máy được giữ', async () => {
  // The secretary's own clock stands for the hours on the paper: the session began a few minutes ago.
  await server.database.query(`UPDATE "Meeting" SET "openedAt" = "openedAt" - interval '90 minutes' WHERE id = '${novemberId}'`)
  await server.database.query(`UPDATE "AttendanceInterval" SET "arrivedAt" = "arrivedAt" - interval '90 minutes' WHERE "meetingId" = '${novemberId}'`)
  const clock = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toLocaleTimeString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit', hour12: false })
  await desk.goto(`${meeting}/ho-so`)
  await desk.getByRole('link', { name: typedText.open }).click()
  await expect(desk.getByRole('heading', { level: 1, name: typedText.title })).toBeVisible()
  const field = (part: string, who: string) => desk.getByRole('textbox', { name: `${part} – ${who}`, exact: true })
  await field(typedText.attendance.from, 'Giám đốc Sở Y tế').fill(clock(60))
  await field(typedText.attendance.from, 'Giám đốc Sở Tài chính').fill(clock(50))
  await desk.getByRole('button', { name: typedText.attendance.save(2) }).click()
  await expect(desk.getByText(typedText.reasonMissing)).toBeVisible()
  await desk.getByLabel(typedText.reason).fill('Mất điện cả tòa nhà')
  await desk.getByRole('button', { name: typedText.attendance.save(2) }).click()
  await expect(desk.getByRole('alert').filter({ hasText: 'Máy đã ghi Giám đốc Sở Tài chính có mặt' })).toBeVisible()
  // What was typed stays; only the row in question is put right.
  await expect(field(typedText.attendance.from, 'Giám đốc Sở Y tế')).toHaveValue(clock(60))
  await field(typedText.attendance.from, 'Giám đốc Sở Tài chính').fill('')
  await accessible(desk, 'ghi-tu-giay')
  await desk.getByRole('button', { name: typedText.attendance.save(1) }).click()
  const list = desk.getByRole('list', { name: typedText.list.title })
  await expect(list.getByRole('listitem')).toContainText([/Giám đốc Sở Y tế.*Thư ký phiên họp nhập lúc .*: Mất điện cả tòa nhà/])

  await desk.getByRole('tab', { name: typedText.tab.vote }).click()
  const item = () => desk.getByRole('combobox', { name: typedText.item })
  await item().selectOption({ index: 1 })
  await desk.getByLabel(typedText.vote.question).fill('Thống nhất kết quả quý III')
  await desk.getByLabel(typedText.vote.at).fill(clock(40))
  await desk.getByLabel(typedText.vote.ballotOf('Giám đốc Sở Y tế')).selectOption('for')
  await desk.getByLabel(typedText.vote.ballotOf('Giám đốc Sở Nội vụ')).selectOption('against')
  await desk.getByLabel(typedText.vote.ballotOf('Giám đốc Sở Tư pháp')).selectOption('for')
  await desk.getByRole('button', { name: typedText.vote.save }).click()
  await expect(desk.getByText(/Hồ sơ ghi Giám đốc Sở Tư pháp không có mặt vào giờ bỏ phiếu/)).toBeVisible()
  await desk.getByLabel(typedText.vote.ballotOf('Giám đốc Sở Tư pháp')).selectOption('')
  await accessible(desk, 'ghi-tu-giay-phieu')
  await desk.getByRole('button', { name: typedText.vote.save }).click()
  await expect(list.getByRole('listitem')).toHaveCount(2)
  await item().selectOption({ index: 1 })
  await desk.getByLabel(typedText.vote.question).fill('Giới thiệu nhân sự')
  await desk.getByLabel(typedText.vote.at).fill(clock(35))
  await desk.getByLabel(typedText.vote.secret).check()
  await desk.getByLabel(typedText.vote.for, { exact: true }).fill('2')
  await desk.getByRole('button', { name: typedText.vote.save }).click()
  await expect(list.getByRole('listitem')).toHaveCount(3)
  // A list of options by name: the numbers marked on the paper; a number that is none stays and is said at its field.
  await item().selectOption({ index: 1 })
  await desk.getByLabel(typedText.vote.question).fill('Chọn nơi tổ chức')
  await desk.getByLabel(typedText.vote.kind).selectOption('list')
  await desk.getByRole('textbox', { name: votingText.open.list }).fill('Xã Tân Trào\nPhường Minh Xuân')
  await desk.getByLabel(typedText.vote.at).fill(clock(33))
  const picks = desk.getByRole('textbox', { name: typedText.vote.picksOf('Giám đốc Sở Y tế') })
  await picks.fill('3')
  await desk.getByRole('button', { name: typedText.vote.save }).click()
  await expect(desk.getByText(typedText.vote.picksWrong(2))).toBeVisible()
  await picks.fill('2')
  await accessible(desk, 'ghi-tu-giay-danh-sach')
  await desk.getByRole('button', { name: typedText.vote.save }).click()
  await expect(list.getByRole('listitem')).toHaveCount(4)

  await desk.getByRole('tab', { name: typedText.tab.speech }).click()
  await item().selectOption({ index: 1 })
  await desk.getByLabel(typedText.speech.who).selectOption({ label: 'Giám đốc Sở Y tế' })
  await desk.getByLabel(typedText.speech.from).fill(clock(30))
  await desk.getByLabel(typedText.speech.to).fill(clock(25))
  await desk.getByLabel(typedText.speech.subject).fill('Bảo đảm thuốc thiết yếu')
  await desk.getByRole('button', { name: typedText.speech.save }).click()
  await expect(list.getByRole('listitem')).toHaveCount(5)
  await desk.getByRole('tab', { name: typedText.tab.line }).click()
  await item().selectOption({ index: 1 })
  await desk.getByLabel(typedText.line.text).fill('Giao Sở Y tế báo cáo việc dự trữ thuốc')
  await desk.getByRole('button', { name: typedText.line.save }).click()
  await expect(list.getByRole('listitem')).toHaveCount(6)

  // A vote on the devices meets paper: the ballot of the device stands, the other joins.
  await chair.getByRole('button', { name: sessionText.chair.step.openVote }).click()
  await chair.getByRole('button', { name: sessionText.chair.voteConfirm }).click()
  await member.getByRole('button', { name: 'Tán thành', exact: true }).click()
  await expect(member.getByText(/Đã ghi nhận lúc/)).toBeVisible()
  await desk.getByRole('tab', { name: typedText.tab.vote }).click()
  await desk.getByRole('combobox', { name: typedText.vote.which, exact: true }).selectOption({ index: 1 })
  await desk.getByLabel(typedText.vote.at).fill(clock(0))
  await desk.getByLabel(typedText.vote.ballotOf('Giám đốc Sở Nội vụ')).selectOption('against')
  await desk.getByLabel(typedText.vote.ballotOf('Giám đốc Sở Y tế')).selectOption('against')
  await desk.getByRole('button', { name: typedText.vote.saveJoined }).click()
  await expect(desk.getByRole('alert').filter({ hasText: typedText.vote.kept })).toContainText('Giám đốc Sở Nội vụ: Tán thành')
  await chair.getByRole('tab', { name: sessionText.chair.part.vote }).click()
  await expect(chair.getByText(/Đã bỏ phiếu 2\//).first()).toBeVisible()

  // The record and the history say it everywhere.
  await desk.getByRole('link', { name: typedText.back }).click()
  await expect(desk.getByText(/^Ghi từ giấy\. Thư ký phiên họp nhập lúc .+: Mất điện cả tòa nhà$/)).toHaveCount(7)
  await expect(desk.getByText(recordText.votes.secret)).toBeVisible()
  await desk.goto(`${meeting}/dien-bien?loai=typed`)
  await expect(desk.getByRole('list', { name: historyText.title }).getByRole('listitem')).toHaveCount(7)
  await desk.setViewportSize(PHONE)
  await desk.goto(`${meeting}/nhap-tu-giay`)
  await expect(desk.getByRole('heading', { level: 1, name: typedText.title })).toBeVisible()
  expect(await desk.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  await desk.setViewportSize(DESKTOP)
})

test('giấy và tiền tiết kiệm: công thức trong hồ sơ, đơn giá có nguồn, theo tháng ở thống kê; trên máy tính và điện thoại', async ({ browser }) => {
  await desk.goto(`/phien-hop/${octoberId}/ho-so`)
  const card = desk.locator('section').filter({ has: desk.getByRole('heading', { name: savingsText.title }) }).last()
  await expect(card.getByText(savingsText.noPrice)).toBeVisible()
  await card.getByText(savingsText.how, { exact: true }).click()
  await expect(card.getByText(/^Tài liệu: [\d.]+ trang × \d+ người nhận đủ tài liệu = [\d.]+ trang$/)).toBeVisible()
  await expect(card.getByText(/^Phiếu biểu quyết: 1 trang × [\d.]+ phiếu = [\d.]+ trang$/)).toBeVisible()
  await accessible(desk, 'tiet-kiem-ho-so')
  const leader = await enter(browser, server.url, 'phovanphong', PHONE)
  people.push(leader)
  const phone = leader.page
  await phone.goto('/thong-ke?tu=2026-10-01&den=2026-10-31')
  await phone.getByRole('button', { name: savingsText.edit }).click()
  const dialog = phone.getByRole('dialog', { name: savingsText.editTitle })
  await dialog.getByLabel(savingsText.priceLabel).fill('300')
  await dialog.getByRole('button', { name: savingsText.save }).click()
  await expect(dialog.getByText('Đơn giá cần ghi rõ nguồn: báo giá, hợp đồng hoặc định mức.')).toBeVisible()
  await accessible(phone, 'don-gia-in')
  await dialog.getByLabel(savingsText.source).fill('Báo giá in số 12/2026')
  await dialog.getByRole('button', { name: savingsText.save }).click()
  await expect(phone.getByText('Đơn giá 300 đồng một trang; nguồn: Báo giá in số 12/2026.')).toBeVisible()
  await expect(phone.getByText(/^Tổng cộng: [\d.]+ trang, [\d.]+ đồng$/)).toBeVisible()
  await accessible(phone, 'tiet-kiem-thong-ke')
  await desk.reload()
  await expect(card.getByText(/nguồn: Báo giá in số 12\/2026/)).toBeVisible()
})
