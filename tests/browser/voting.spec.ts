import { expect, test } from '@playwright/test'
import { ruleSetText as r } from '#app/text/rule-sets.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, PHONE } from '#tests/support/browser.ts'
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
