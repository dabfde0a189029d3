import { expect, test } from '@playwright/test'
import { itemId, novemberId } from '#prisma/seed/meetings.ts'
import { presentationText } from '#app/text/presentation.ts'
import { conclusionText } from '#app/text/conclusion.ts'
import { sessionText as t } from '#app/text/session.ts'
import { taskText } from '#app/text/tasks.ts'
import { DESKTOP, enter, HALL, type Person, PHONE, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

/** The whole session with five people's devices; nobody reloads a page. */
test('một phiên họp từ khai mạc đến nhiệm vụ được xác nhận', async ({ browser }) => {
  test.setTimeout(240_000)
  const people: Person[] = []
  const come = async (username: string | null, size: { width: number; height: number }) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    return person
  }
  const meeting = `/phien-hop/${novemberId}`
  const chair = await come('chutich', TABLET)
  const desk = await come('thuky1', DESKTOP)
  const member = await come('gd.snv', PHONE)
  const substitute = await come('duthay', PHONE)
  const clerk = await come('cv.snv', DESKTOP)
  const office = await come('theodoi', DESKTOP)
  const hall = await come(null, HALL)

  await chair.page.goto(`${meeting}/dieu-hanh`)
  await desk.page.goto(`${meeting}/thu-ky`)
  await member.page.goto(`${meeting}/du-hop`)
  await substitute.page.goto(`${meeting}/du-hop`)
  await clerk.page.goto('/nhiem-vu')
  await hall.page.goto('/man-hinh')

  await test.step('màn hình phòng họp được ghép bằng mã', async () => {
    const code = ((await hall.page.getByText(/^\d{3}\s?\d{3}$/).textContent()) ?? '').replace(/\D/g, '')
    expect(code).toHaveLength(6)
    await desk.page.getByRole('button', { name: t.desk.hall.title }).or(desk.page.getByRole('tab', { name: t.desk.hall.title })).first().click()
    await desk.page.getByLabel(t.desk.hall.code).fill(code)
    await desk.page.getByRole('button', { name: t.desk.hall.pair }).click()
    await expect(hall.page.getByText('Phiên họp UBND tỉnh thường kỳ tháng 11/2026').first()).toBeVisible()
  })

  await test.step('điểm danh, khai mạc: túc số chạy trên mọi màn hình', async () => {
    await member.page.getByRole('button', { name: t.member.checkIn }).click()
    await expect(chair.page.getByText(/Có mặt 1\/27/).first()).toBeVisible()
    await expect(hall.page.getByText(t.hall.present(1, 27)).first()).toBeVisible()
    await chair.page.getByRole('button', { name: t.chair.step.open }).click()
    await chair.page.getByRole('button', { name: t.chair.openConfirm }).click()
    await expect(desk.page.getByText(t.status.running).first()).toBeVisible()
    await expect(member.page.getByText(t.member.waiting)).toBeHidden()
  })

  const goTo = async (n: number) => {
    await chair.page.getByRole('button', { name: t.chair.step.goTo(n), exact: true }).click()
    const confirm = chair.page.getByRole('button', { name: t.chair.goToConfirm })
    const arrived = chair.page.getByText(t.item(n, 6)).first()
    await expect(confirm.or(arrived).first()).toBeVisible()
    if (await confirm.isVisible()) await confirm.click()
    await expect(arrived).toBeVisible()
  }

  await test.step('từng nội dung: mọi màn hình đi theo', async () => {
    await goTo(1)
    await expect(member.page.getByText('Kết quả thực hiện Đề án 603 quý III và các mục tiêu đến năm 2025').first()).toBeVisible()
    await expect(hall.page.getByText('Kết quả thực hiện Đề án 603 quý III và các mục tiêu đến năm 2025').first()).toBeVisible()
  })

  await test.step('phát biểu: đăng ký, mời, bắt đầu, kết thúc', async () => {
    await member.page.getByRole('button', { name: t.member.speak }).click()
    await member.page.getByLabel(t.member.speakSubject).fill('Kinh phí và nhân lực')
    await member.page.getByRole('button', { name: t.member.speakConfirm }).click()
    await expect(chair.page.getByText('Kinh phí và nhân lực')).toBeVisible()
    await chair.page.getByRole('button', { name: t.queue.callOne('Giám đốc Sở Nội vụ') }).click()
    await expect(member.page.getByText(t.member.called).first()).toBeVisible()
    await chair.page.getByRole('button', { name: t.queue.startOne('Giám đốc Sở Nội vụ') }).click()
    await expect(hall.page.getByText(t.hall.speaking).first()).toBeVisible()
    await chair.page.getByRole('button', { name: t.queue.stopOne('Giám đốc Sở Nội vụ') }).click()
    await expect(hall.page.getByText(t.hall.speaking)).toBeHidden()
  })

  await test.step('trình chiếu: trang của người trình bày, theo hoặc tự xem', async () => {
    const showing = (n: number) => new RegExp(`^Đang chiếu: .+, trang ${n}$`)
    await chair.page.getByRole('button', { name: /^Chiếu / }).first().click()
    await expect(member.page.getByText(showing(1))).toBeVisible()
    // every device follows by itself
    await expect(member.page.locator('canvas').first()).toBeVisible()
    await chair.page.getByRole('button', { name: t.papers.next }).first().click()
    await expect(member.page.getByText(showing(2))).toBeVisible()
    await expect(member.page.getByText(/^Trang 2\//).first()).toBeVisible()
    // on one's own: the shown page turns on, the own page stays
    await member.page.getByRole('button', { name: t.papers.previous }).first().click()
    await expect(member.page.getByRole('button', { name: presentationText.back })).toBeVisible()
    await expect(member.page.getByText(/^Trang 1\//).first()).toBeVisible()
    // back with one tap
    await member.page.getByRole('button', { name: presentationText.back }).click()
    await expect(member.page.getByText(/^Trang 2\//).first()).toBeVisible()
    await chair.page.getByRole('button', { name: t.papers.stop }).click()
    await expect(member.page.getByText(showing(2))).toBeHidden()
  })

  await goTo(2)

  await test.step('để lại phiên sau có lý do, rồi đưa trở lại', async () => {
    const reason = 'Chờ ý kiến bằng văn bản của Bộ Nội vụ'
    await chair.page.getByRole('button', { name: /^Để lại hoặc rút nội dung 5:/ }).click()
    await expect(chair.page.getByRole('button', { name: t.aside.confirm })).toBeDisabled()
    await chair.page.getByLabel(t.aside.reason).fill(reason)
    await chair.page.getByRole('button', { name: t.aside.confirm }).click()
    for (const p of [chair, desk]) await expect(p.page.getByText(t.aside.because(reason))).toBeVisible()
    await desk.page.getByRole('button', { name: t.aside.takeBackOne('') }).click()
    for (const p of [chair, desk]) await expect(p.page.getByText(t.aside.because(reason))).toBeHidden()
  })

  await goTo(3)

  await test.step('biểu quyết: phiếu, đường truyền đứt, máy chủ khởi động lại giữa chừng', async () => {
    await chair.page.getByRole('button', { name: t.chair.step.openVote }).click()
    await chair.page.getByRole('button', { name: t.chair.voteConfirm }).click()
    await expect(member.page.getByText(t.member.voteOpen).first()).toBeVisible()
    await expect(hall.page.getByText(/công khai/).first()).toBeVisible()
    // the substitute sees the vote and why there is no ballot
    await expect(substitute.page.getByText(t.member.noBallot.substitute)).toBeVisible()
    await expect(substitute.page.getByRole('button', { name: 'Tán thành', exact: true })).toHaveCount(0)
    // a cut line: the ballot waits on the device and says so
    await member.context.setOffline(true)
    await member.page.getByRole('button', { name: 'Không tán thành' }).click()
    await expect(member.page.getByText(/Chưa gửi được/).first()).toBeVisible({ timeout: 20_000 })
    await expect(member.page.getByText(/Đã ghi nhận lúc/)).toHaveCount(0)
    await member.context.setOffline(false)
    await expect(member.page.getByText(/Đã ghi nhận lúc \d\d:\d\d:\d\d/)).toBeVisible({ timeout: 30_000 })
    await expect(chair.page.getByText(/Đã bỏ phiếu 1\//).first()).toBeVisible()
    // the server dies in the middle of the vote and comes back
    await server.kill()
    await server.start()
    await expect(member.page.getByText(/Đã ghi nhận lúc \d\d:\d\d:\d\d/)).toBeVisible()
    // the ballot may be changed until closing, through the new server
    await member.page.getByRole('button', { name: 'Tán thành', exact: true }).click()
    await expect(hall.page.getByText('1', { exact: true }).first()).toBeVisible({ timeout: 30_000 })
    await expect.poll(() => server.database.query<{ choice: string }>('SELECT choice FROM "Ballot" b JOIN "Vote" v ON v.id = b."voteId" WHERE v."meetingId" = $1', [novemberId]), { timeout: 30_000 }).toEqual([{ choice: 'for' }])
    await chair.page.getByRole('button', { name: t.chair.step.closeVote }).click()
    await chair.page.getByRole('button', { name: t.chair.closeConfirm }).click()
    for (const p of [chair, member, substitute]) await expect(p.page.getByText(/khoản 3 Điều 40 Luật 72\/2025\/QH15/).first()).toBeVisible()
    await expect(hall.page.getByText(t.vote.outcome.not_passed).first()).toBeVisible()
  })

  const sentence = 'Sở Nội vụ tổng hợp, báo cáo UBND tỉnh kết quả rà soát tiêu chí chưa đạt'
  await test.step('kết luận: chủ trì đọc cùng, một dòng thành nhiệm vụ', async () => {
    await desk.page.getByRole('button', { name: t.desk.conclusion, exact: true }).or(desk.page.getByRole('tab', { name: t.desk.conclusion, exact: true })).first().click()
    await desk.page.getByRole('button', { name: t.desk.addLine }).click()
    await expect(desk.page.getByLabel(conclusionText.editor(3))).toBeFocused()
    await desk.page.keyboard.type(sentence)
    await expect(chair.page.getByText(sentence).first()).toBeVisible()
    await desk.page.getByRole('button', { name: t.desk.assignOne(1) }).click()
    await desk.page.getByLabel(taskText.fieldLead).fill('snv')
    await desk.page.getByRole('option', { name: /Sở Nội vụ/ }).first().click()
    await desk.page.getByLabel(taskText.fieldDeadline).fill('5 ngày làm việc')
    await desk.page.getByRole('button', { name: taskText.giveNow }).click()
    await expect(chair.page.getByText(/KL-\d{4}-\d{4}/).first()).toBeVisible()
  })

  await test.step('nhiệm vụ: đơn vị thấy ngay, tiếp nhận, báo cáo, Văn phòng trả lại rồi xác nhận', async () => {
    // arrives without a reload; a list under the eye announces it instead of jumping
    const announced = clerk.page.getByRole('button', { name: taskText.showNew })
    const row = clerk.page.getByText(sentence).first()
    await expect(announced.or(row).first()).toBeVisible()
    if (await announced.isVisible()) await announced.click()
    await expect(row).toBeVisible()
    const [task] = await server.database.query<{ id: string }>(`SELECT id FROM "Task" WHERE "itemId" = $1 ORDER BY "createdAt" DESC LIMIT 1`, [itemId('2026-11', 3)])
    await clerk.page.goto(`/nhiem-vu/${task?.id}`)
    await office.page.goto(`/nhiem-vu/${task?.id}`)
    await clerk.page.getByRole('button', { name: taskText.accept, exact: true }).click()
    await expect(office.page.getByText(taskText.state.in_progress).first()).toBeVisible()
    await clerk.page.getByRole('button', { name: taskText.report, exact: true }).click()
    await clerk.page.getByRole('textbox', { name: taskText.percentLabel }).fill('60')
    await clerk.page.getByLabel(taskText.noteReport).fill('Đã nhận số liệu của 14/15 cơ quan')
    await clerk.page.getByRole('button', { name: taskText.send, exact: true }).click()
    await expect(office.page.getByText('Đã nhận số liệu của 14/15 cơ quan').first()).toBeVisible()
    await clerk.page.getByRole('button', { name: taskText.submit, exact: true }).first().click()
    await clerk.page.getByLabel(taskText.noteResult).fill('Đã hoàn thành báo cáo')
    await clerk.page.getByLabel(taskText.productLabel).fill('412/BC-SNV')
    await clerk.page.getByRole('button', { name: taskText.send, exact: true }).click()
    await expect(office.page.getByText(taskText.state.waiting_confirmation).first()).toBeVisible()
    await office.page.getByRole('button', { name: taskText.sendBack }).click()
    await office.page.getByLabel(taskText.reason).fill('Thiếu phụ lục số liệu')
    await office.page.getByRole('button', { name: taskText.send, exact: true }).or(office.page.getByRole('dialog').getByRole('button', { name: taskText.sendBack })).first().click()
    await expect(clerk.page.getByText('Thiếu phụ lục số liệu').first()).toBeVisible()
    await clerk.page.getByRole('button', { name: taskText.submit, exact: true }).first().click()
    await clerk.page.getByLabel(taskText.noteResult).fill('Đã bổ sung phụ lục')
    await clerk.page.getByLabel(taskText.productLabel).fill('413/BC-SNV')
    await clerk.page.getByRole('button', { name: taskText.send, exact: true }).click()
    await office.page.getByRole('button', { name: taskText.confirm, exact: true }).click()
    await expect(clerk.page.getByText(taskText.state.done).first()).toBeVisible()
  })

  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})
