import { expect, test } from '@playwright/test'
import { adminText as t } from '#app/text/admin.ts'
import { errorText } from '#app/text/errors.ts'
import { myAccountText } from '#app/text/my-account.ts'
import { workText } from '#app/text/my-work.ts'
import { sessionText } from '#app/text/session.ts'
import { taskText } from '#app/text/tasks.ts'
import { unitText as u } from '#app/text/units.ts'
import { agendaText } from '#app/text/agenda.ts'
import { DESKTOP, enter, PHONE } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

test('quản trị khóa, mở lại tài khoản; vai trò bị đòi hai lớp phải bật ngay', async ({ browser }) => {
  const admin = await enter(browser, server.url, 'quantri', DESKTOP)
  const clerk = await enter(browser, server.url, 'cv.snv', PHONE)
  await expect(admin.page).toHaveURL(/\/quan-tri$/)

  // found without diacritics; the open page of the person ends by itself
  await admin.page.getByLabel(t.search).fill('chuyen vien so noi vu')
  await admin.page.getByLabel(t.search).press('Enter')
  const disable = admin.page.getByRole('button', { name: /^Khóa tài khoản .*Sở Nội vụ/ }).first()
  await disable.click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByRole('button', { name: t.disable, exact: true }).click()
  await expect(dialog.getByText(/Chưa nhập/)).toBeVisible()
  await dialog.getByLabel(t.reason).fill('Chuyển công tác từ 01/12/2026')
  await dialog.getByRole('button', { name: t.disable, exact: true }).click()
  await expect(admin.page.getByText(t.because('Chuyển công tác từ 01/12/2026'))).toBeVisible()
  await expect(clerk.page).toHaveURL(/dang-nhap/)
  await admin.page.getByRole('button', { name: /^Mở lại tài khoản .*Sở Nội vụ/ }).first().click()
  await admin.page.getByRole('dialog').getByRole('button', { name: t.enable, exact: true }).click()
  await expect(disable).toBeVisible()

  const head = await enter(browser, server.url, 'gd.snv', PHONE)
  await admin.page.getByRole('link', { name: t.security }).click()
  await admin.page.getByRole('button', { name: t.demandOne(t.role.unit_head) }).click()
  await admin.page.getByRole('dialog').getByRole('button', { name: t.demand, exact: true }).click()
  await expect(admin.page.getByRole('button', { name: t.releaseOne(t.role.unit_head) })).toBeVisible()
  await head.page.goto('/nhiem-vu')
  await expect(head.page).toHaveURL(/tai-khoan/)
  await expect(head.page.getByText(myAccountText.mustSetUp)).toBeVisible()

  // the address alone opens nothing for anybody else
  const other = await enter(browser, server.url, 'thuky1', DESKTOP)
  await other.page.goto('/quan-tri')
  await expect(other.page.getByText(errorText('FORBIDDEN'))).toBeVisible()
  expect([...admin.errors, ...clerk.errors, ...head.errors]).toEqual([])
  for (const p of [admin, clerk, head, other]) await p.context.close()
})

test('thư ký tạo phiên họp: ngày nghỉ được báo, giờ sai bị chặn tại ô, không mất gì đã nhập', async ({ browser }) => {
  const desk = await enter(browser, server.url, 'thuky1', DESKTOP)
  const l = sessionText.list
  await desk.page.goto('/phien-hop')
  await desk.page.getByRole('button', { name: l.create }).click()
  const dialog = desk.page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: l.day, exact: true }).fill('01/01/2028')
  await expect(dialog.getByText(/là ngày nghỉ/)).toBeVisible()
  await expect(dialog.getByLabel(l.name)).toHaveValue(l.nameOf.regular('01/2028'))
  await dialog.getByLabel(l.from, { exact: true }).fill('14h')
  await dialog.getByLabel(l.to, { exact: true }).fill('25:00')
  await dialog.getByRole('button', { name: l.createConfirm }).click()
  await expect(dialog.getByText(l.timeWrong)).toBeVisible()
  await dialog.getByLabel(l.to, { exact: true }).fill('13:30')
  await dialog.getByRole('button', { name: l.createConfirm }).click()
  await expect(dialog.getByText(errorText('MEETING_TIMES_WRONG'))).toBeVisible()
  await dialog.getByLabel(l.to, { exact: true }).fill('16h30')
  await dialog.getByRole('button', { name: l.createConfirm }).click()
  await expect(desk.page).toHaveURL(/\/phien-hop\/[0-9a-f-]{36}\/chuong-trinh$/)
  await expect(desk.page.getByText(agendaText.empty).or(desk.page.getByText(l.nameOf.regular('01/2028'))).first()).toBeVisible()
  const rows = await server.database.query<{ startsAt: Date; status: string }>(`SELECT "startsAt", status FROM "Meeting" WHERE title = $1`, [l.nameOf.regular('01/2028')])
  expect(rows.map(r => [r.startsAt.toISOString(), r.status])).toEqual([['2028-01-01T07:00:00.000Z', 'draft']])
  expect(desk.errors).toEqual([])
  await desk.context.close()
})

test('nhập hai xã khi công chức đang viết báo cáo: việc chuyển sang đơn vị mới, chữ đang viết còn nguyên và gửi được, không nhiệm vụ nào mất đơn vị', async ({ browser }) => {
  const NEW = 'UBND xã Tân Trào Mới'
  const clerk = await enter(browser, server.url, 'cc.tan-trao', PHONE)
  const admin = await enter(browser, server.url, 'quantri', DESKTOP)
  const open = () => server.database.query<{ id: string; unit: string }>(`SELECT t.id, o.name AS unit FROM "Task" t JOIN "OrgUnit" o ON o.id = t."leadUnitId" WHERE t.state IN ('assigned', 'in_progress') AND o.name IN ('UBND xã Tân Trào', 'UBND xã Thượng Lâm', $1)`, [NEW])
  const before = await open()
  expect(before.length).toBeGreaterThan(0)
  await clerk.page.goto('/viec-cho-toi')
  await clerk.page.getByRole('button', { name: new RegExp(`^${taskText.report}`) }).first().click()
  const sheet = clerk.page.getByRole('dialog')
  await sheet.getByText(workText.percent(80), { exact: true }).click()
  await sheet.getByLabel(workText.words).fill('Đã rà soát 12 thôn')

  await admin.page.goto('/quan-tri/don-vi')
  await admin.page.getByRole('button', { name: u.rearrange, exact: true }).click()
  await admin.page.getByRole('textbox', { name: u.document }).fill('Nghị quyết 12/NQ-HĐND ngày 20/11/2026')
  for (const [typed, name] of [['tan trao', 'UBND xã Tân Trào'], ['thuong lam', 'UBND xã Thượng Lâm']] as const) {
    await admin.page.getByRole('combobox', { name: u.fromUnits }).fill(typed)
    await admin.page.getByRole('option', { name }).first().click()
  }
  await admin.page.getByRole('textbox', { name: u.newName, exact: true }).fill(NEW)
  await admin.page.getByRole('button', { name: u.next, exact: true }).click()
  await admin.page.getByRole('dialog').getByRole('button', { name: u.confirm, exact: true }).click()
  await expect(admin.page.getByText(/^Đã sắp xếp: chuyển/)).toBeVisible()
  await expect(admin.page.getByText(`${u.orphans}: 0.`)).toBeVisible()

  await expect(sheet.getByLabel(workText.words)).toHaveValue('Đã rà soát 12 thôn')
  await sheet.getByRole('button', { name: workText.send, exact: true }).click()
  await expect(sheet).toBeHidden()
  expect(await server.database.query(`SELECT 1 FROM "ProgressReport" WHERE note LIKE '%Đã rà soát 12 thôn%'`)).toHaveLength(1)
  expect((await open()).toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(before.map(t => ({ id: t.id, unit: NEW })).toSorted((a, b) => a.id.localeCompare(b.id)))
  await clerk.page.reload()
  await expect(clerk.page.getByRole('main').getByText(NEW).first()).toBeVisible()
  await expect(clerk.page.getByRole('button', { name: new RegExp(`^${taskText.report}`) }).first()).toBeVisible()
  expect([...admin.errors, ...clerk.errors]).toEqual([])
  await Promise.all([admin.context.close(), clerk.context.close()])
})
