import { expect, type Page, test } from '@playwright/test'
import { v7 as uuid } from 'uuid'
import { itemId, novemberId } from '#prisma/seed/meetings.ts'
import { userId } from '#prisma/seed/people.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { sessionText } from '#app/text/session.ts'
import { taskText } from '#app/text/tasks.ts'
import { faultsOf } from '#tests/support/axe.ts'
import { DESKTOP, enter, PHONE, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const path = `/phien-hop/${novemberId}`
const item = itemId('2026-11', 1)
const editor = (page: Page) => page.locator(`[data-conclusion-editor="${item}"]`)
const SAVED = /Đã lưu \d\d:\d\d:\d\d/
const SHOTS = process.env.CONCLUSION_SHOTS
const shot = async (page: Page, name: string) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

/** The browser tells of a moved caret a turn later; no hand is faster than that. */
const settled = (page: Page) => page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))

async function axe(page: Page, found: string[]): Promise<void> {
  // A name beside a caret is measured only at rest: while it fades no contrast holds, and the names stand in the line above.
  for (const fault of await faultsOf(page, { exclude: '.doc-cursor-name' })) found.push(`${page.url()}: ${fault}`)
}

test('kết luận: hai thư ký và chủ trì cùng soạn, đơn vị được nêu tên xem trên điện thoại, đồng ý thành nhiệm vụ, sửa sau thấy rõ', async ({ browser }) => {
  test.setTimeout(180_000)
  // The clerk of the unit that will be named is invited: a guest sees nothing but the line of the own unit.
  await server.database.query(
    `INSERT INTO "MeetingParticipant" (id, "meetingId", "userId", role, label, rank) VALUES ($1, $2, $3, 'guest', 'Chuyên viên Sở Nội vụ', 990)`,
    [uuid(), novemberId, userId('cv.snv')],
  )
  const [chair, a, b, named, member, finance] = await Promise.all([
    enter(browser, server.url, 'chutich', TABLET),
    enter(browser, server.url, 'thuky1', DESKTOP),
    enter(browser, server.url, 'thuky2', DESKTOP),
    enter(browser, server.url, 'cv.snv', PHONE),
    enter(browser, server.url, 'gd.syt', PHONE),
    enter(browser, server.url, 'cv.stc', DESKTOP),
  ])
  await Promise.all([
    chair.page.goto(`${path}/dieu-hanh`),
    a.page.goto(`${path}/thu-ky`),
    b.page.goto(`${path}/thu-ky`),
    named.page.goto(`${path}/phan-duoc-moi`),
    member.page.goto(`${path}/du-hop`),
    finance.page.goto('/nhiem-vu'),
  ])
  await chair.page.getByRole('button', { name: sessionText.chair.step.open }).click()
  await chair.page.getByRole('button', { name: sessionText.chair.openConfirm }).click()
  await chair.page.getByRole('button', { name: sessionText.chair.step.goTo(1), exact: true }).click()
  const confirm = chair.page.getByRole('button', { name: sessionText.chair.goToConfirm })
  const arrived = chair.page.getByText(sessionText.item(1, 6)).first()
  await expect(confirm.or(arrived).first()).toBeVisible()
  if (await confirm.isVisible()) await confirm.click()
  await expect(arrived).toBeVisible()
  for (const desk of [a, b]) await expect(editor(desk.page)).toHaveAttribute('contenteditable', 'true', { timeout: 20_000 })

  await test.step('thư ký gõ bằng phím K và tên tắt; dưới dòng hiện điều đã hiểu', async () => {
    await a.page.locator('body').click({ position: { x: 700, y: 300 } })
    await a.page.keyboard.press('k')
    await expect(editor(a.page)).toBeFocused()
    await a.page.keyboard.type('Giao @snv chủ trì, phối hợp @stc rà soát tiêu chí trước ngày 15/12/2026')
    await expect(a.page.getByText(t.lead('Sở Nội vụ'))).toBeVisible()
    await expect(a.page.getByText(t.coordinators('STC'))).toBeVisible()
    await expect(chair.page.getByText('rà soát tiêu chí trước ngày').first()).toBeVisible()
    await expect(a.page.getByText(SAVED).first()).toBeVisible()
  })

  await test.step('"trước ngày" được hỏi lại, không tự đoán', async () => {
    await a.page.getByRole('button', { name: '15/12/2026', exact: true }).click()
    await expect(a.page.getByText(t.deadline('2026-12-15'))).toBeVisible()
    await expect(chair.page.getByText(t.deadline('2026-12-15'))).toBeVisible()
  })

  await test.step('thư ký thứ hai và chủ trì viết cùng một lúc, thấy con trỏ ghi chức danh của nhau', async () => {
    await b.page.getByRole('button', { name: sessionText.desk.addLine }).click()
    await expect(editor(b.page)).toBeFocused()
    await chair.page.getByRole('button', { name: t.compose }).click()
    await expect(editor(chair.page)).toHaveAttribute('contenteditable', 'true', { timeout: 20_000 })
    // Each stands in a line of their own before both type at once.
    await editor(chair.page).locator('p').first().click({ position: { x: 80, y: 12 } })
    await chair.page.keyboard.press('Control+End')
    await settled(chair.page)
    await chair.page.keyboard.press('Enter')
    await expect(editor(b.page).locator('p')).toHaveCount(3)
    await Promise.all([b.page.keyboard.type('Giao @stc bố trí kinh phí trong 5 ngày'), chair.page.keyboard.type('Thống nhất báo cáo')])
    for (const p of [a, b, chair]) {
      await expect(editor(p.page)).toContainText('bố trí kinh phí trong 5 ngày')
      await expect(editor(p.page)).toContainText('Thống nhất báo cáo')
    }
    await expect(a.page.locator('.doc-cursor-name', { hasText: 'Chủ tịch UBND tỉnh' })).toBeAttached()
    await expect(a.page.getByText(/Đang cùng soạn: /)).toBeVisible()
  })

  await test.step('đơn vị được nêu tên thấy đúng dòng của mình trên điện thoại và góp ý; thành viên khác chưa thấy gì', async () => {
    await expect(named.page.getByText(t.namedTitle)).toBeVisible()
    await expect(named.page.getByText('rà soát tiêu chí trước ngày')).toBeVisible()
    await expect(named.page.getByText('bố trí kinh phí')).toHaveCount(0)
    await expect(member.page.getByText('rà soát tiêu chí')).toHaveCount(0)
    await shot(named.page, 'named-phone')
    await named.page.getByRole('button', { name: t.commentLine }).click()
    await named.page.getByLabel(t.commentText).fill('Đề nghị thêm Sở Khoa học và Công nghệ phối hợp')
    await named.page.getByRole('button', { name: t.commentSend }).click()
    await expect(a.page.getByText('Đề nghị thêm Sở Khoa học và Công nghệ phối hợp')).toBeVisible()
    await a.page.getByRole('button', { name: t.settleOne('Chuyên viên Sở Nội vụ') }).click()
    await expect(b.page.getByText(t.comments(1))).toBeHidden()
  })

  await test.step('tệp kèm kết luận: đính kèm, đổi tên', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    await a.page.locator('input[type=file]').setInputFiles({ name: 'phu-luc-tieu-chi.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
    await a.page.getByRole('button', { name: t.renameOne('phu-luc-tieu-chi') }).click()
    await a.page.getByRole('textbox', { name: t.fileTitle }).fill('Phụ lục tiêu chí')
    await a.page.getByRole('button', { name: t.save }).click()
    await expect(chair.page.getByRole('link', { name: /Phụ lục tiêu chí/ })).toBeVisible()
  })

  const found: string[] = []
  await test.step('không có lỗi tiếp cận khi đang soạn, sáng và tối', async () => {
    await shot(a.page, 'desk')
    await shot(chair.page, 'chair-writing')
    await axe(a.page, found)
    await axe(named.page, found)
    for (const p of [a, named]) await p.page.emulateMedia({ colorScheme: 'dark' })
    await shot(a.page, 'desk-dark')
    await shot(named.page, 'named-phone-dark')
    await axe(a.page, found)
    await axe(named.page, found)
    for (const p of [a, named]) await p.page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('máy chủ mất điện ngay sau "Đã lưu": không mất chữ nào, mọi người viết tiếp', async () => {
    await expect(a.page.getByText(SAVED).first()).toBeVisible()
    await server.kill()
    await server.start()
    await expect(editor(a.page)).toContainText('rà soát tiêu chí')
    await editor(a.page).locator('p', { hasText: 'Thống nhất báo cáo' }).click({ position: { x: 80, y: 12 } })
    await a.page.keyboard.press('End')
    await settled(a.page)
    await a.page.keyboard.type(' quý III')
    await expect(editor(b.page)).toContainText('Thống nhất báo cáo quý III', { timeout: 30_000 })
    await expect(a.page.getByText(SAVED).first()).toBeVisible({ timeout: 30_000 })
    await expect.poll(() => server.database.query<{ text: string }>(`SELECT text FROM "ConclusionLine" WHERE "itemId" = $1 AND "removedAt" IS NULL AND text <> '' ORDER BY text`, [item])).toHaveLength(3)
  })

  await test.step('trước khi đồng ý hiện dòng còn thiếu thời hạn; đồng ý rồi hai đơn vị có nhiệm vụ ngay, không ai tải lại', async () => {
    await expect(chair.page.getByText('Thống nhất báo cáo quý III').first()).toBeVisible({ timeout: 30_000 })
    await chair.page.getByRole('button', { name: t.composeOff }).click()
    await chair.page.getByRole('button', { name: t.agree, exact: true }).click()
    const dialog = chair.page.getByRole('dialog', { name: t.agreeTitle(1) })
    await expect(dialog.getByText(t.acceptNoDeadline)).toBeVisible()
    await shot(chair.page, 'agree')
    await axe(chair.page, found)
    const yes = dialog.getByRole('button', { name: t.agree, exact: true })
    await expect(yes).toBeDisabled()
    await dialog.getByRole('checkbox').check()
    await yes.click()
    await expect(chair.page.getByText(/KL-\d{4}-\d{4} – Sở Nội vụ/)).toBeVisible()
    await expect(a.page.getByText(/KL-\d{4}-\d{4} – Sở Tài chính/).first()).toBeVisible()
    await expect(member.page.getByText('Giao Sở Nội vụ chủ trì, phối hợp Sở Tài chính rà soát tiêu chí trước ngày 15/12/2026')).toBeVisible()
    await shot(member.page, 'member-phone')
    const announced = finance.page.getByRole('button', { name: taskText.showNew })
    const row = finance.page.getByText('Giao Sở Tài chính bố trí kinh phí trong 5 ngày').first()
    await expect(announced.or(row).first()).toBeVisible()
    if (await announced.isVisible()) await announced.click()
    await expect(row).toBeVisible()
  })

  await test.step('sửa sau khi đồng ý: chủ trì, thư ký thấy phần khác; nhiệm vụ báo kết luận đã sửa, chưa đổi', async () => {
    await editor(a.page).locator('p', { hasText: 'rà soát tiêu chí' }).click({ position: { x: 80, y: 12 } })
    await a.page.keyboard.press('End')
    await settled(a.page)
    await a.page.keyboard.type(', báo cáo UBND tỉnh')
    await expect(a.page.getByText(/Sửa sau khi đồng ý lúc \d\d:\d\d/)).toBeVisible()
    await expect(chair.page.locator('ins', { hasText: 'báo cáo' })).toBeVisible()
    await shot(chair.page, 'chair-edited')
    await shot(a.page, 'desk-edited')
    await axe(chair.page, found)
    const [task] = await server.database.query<{ id: string }>(`SELECT "taskId" AS id FROM "ConclusionLine" WHERE "itemId" = $1 AND text LIKE '%rà soát%'`, [item])
    await finance.page.goto(`/nhiem-vu/${task?.id}`)
    await expect(finance.page.getByText(/Nội dung kết luận đã sửa lúc/)).toBeVisible()
    await chair.page.getByRole('button', { name: t.agreeAgain, exact: true }).click()
    await chair.page.getByRole('dialog').getByRole('button', { name: t.agreeAgain, exact: true }).click()
    await expect(finance.page.getByText(/Nội dung kết luận đã sửa lúc/)).toBeHidden()
    await expect(finance.page.getByText(taskText.did.amend).first()).toBeVisible()
    await expect(member.page.getByText('15/12/2026, báo cáo UBND tỉnh').first()).toBeVisible()
  })

  await test.step('thành viên xem và in danh sách kết luận trên điện thoại; khách không xem được', async () => {
    await member.page.getByRole('link', { name: t.all }).click()
    await expect(member.page.getByRole('heading', { level: 1, name: t.pageTitle })).toBeVisible()
    await expect(member.page.getByRole('button', { name: t.print })).toBeVisible()
    await expect(member.page.getByRole('link', { name: /Phụ lục tiêu chí/ })).toBeVisible()
    await shot(member.page, 'list-phone')
    await axe(member.page, found)
    await member.page.emulateMedia({ colorScheme: 'dark' })
    await axe(member.page, found)
    const refused = await named.page.goto(`${path}/ket-luan`)
    expect(refused?.status()).toBe(403)
  })

  expect(found).toEqual([])
  const browserErrors = [chair, a, b, named, member, finance].flatMap(p => p.errors).filter(e => !/403/.test(e))
  expect(browserErrors).toEqual([])
})
