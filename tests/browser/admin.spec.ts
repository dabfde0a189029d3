import { expect, test } from '@playwright/test'
import { adminText as t } from '#app/text/admin.ts'
import { errorText } from '#app/text/errors.ts'
import { myAccountText } from '#app/text/my-account.ts'
import { sessionText } from '#app/text/session.ts'
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
