import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import * as XLSX from '@e965/xlsx'
import { directionText as t } from '#app/text/direction.ts'
import { queueText as q } from '#app/text/queues.ts'
import { taskText } from '#app/text/tasks.ts'
import { DESKTOP, enter, HALL, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

test('bảng điều hành: từ con số đến danh sách, cùng một bảng ra Excel và màn hình lớn; Văn phòng xác nhận ở hàng chờ thì bảng đang mở đổi theo', async ({ browser }) => {
  test.setTimeout(90_000)
  const [chairman, office, wall] = await Promise.all([enter(browser, server.url, 'chutich', TABLET), enter(browser, server.url, 'theodoi', DESKTOP), enter(browser, server.url, 'chutich', HALL)])
  await Promise.all([chairman.page.goto('/dieu-hanh'), office.page.goto('/dieu-hanh/hang-cho'), wall.page.goto('/dieu-hanh/man-hinh-lon')])

  // A figure opens exactly its rows.
  const figure = chairman.page.getByRole('table').getByRole('link', { name: new RegExp(`^${t.all}: \\d+ việc ${t.figures.overdue},`) })
  const late = Number(await figure.textContent())
  expect(late).toBeGreaterThan(0)
  await expect(wall.page.getByRole('region', { name: t.tileLate })).toContainText(String(late))
  await figure.click()
  await expect(chairman.page).toHaveURL(/\/nhiem-vu\?.*han=overdue/)
  await expect.poll(() => chairman.page.locator('main a').evaluateAll(links => new Set(links.map(l => (l as HTMLAnchorElement).pathname).filter(p => /^\/nhiem-vu\/[0-9a-f-]{36}$/.test(p))).size)).toBe(late)
  await chairman.page.goBack()

  // Sorted by name, by field: the workbook is the table.
  await chairman.page.getByRole('link', { name: t.by.field, exact: true }).click()
  await expect(chairman.page.getByRole('columnheader', { name: t.nameHead.field })).toBeVisible()
  await chairman.page.getByRole('link', { name: t.sortBy(t.nameHead.field) }).click()
  await expect(chairman.page).toHaveURL(/sap=name/)
  const names = await chairman.page.getByRole('table').getByRole('rowheader').allInnerTexts()
  const [download] = await Promise.all([chairman.page.waitForEvent('download'), chairman.page.getByRole('link', { name: t.export }).click()])
  const book = XLSX.read(await readFile(await download.path()), { type: 'buffer' })
  const rows = XLSX.utils.sheet_to_json<unknown[]>(book.Sheets[book.SheetNames[0] ?? ''] as XLSX.WorkSheet, { header: 1, blankrows: false })
  const told = rows.slice(rows.findIndex(r => r[0] === 'TT') + 1).map(r => String(r[1]))
  // The sum stands first on the page and last in the workbook.
  expect([...told.slice(-1), ...told.slice(0, -1)]).toEqual(names.map(n => n.trim()))

  // A rate says what is divided by what.
  await chairman.page.getByRole('button', { name: new RegExp(t.rate.overdueOfDue) }).first().click()
  await expect(chairman.page.getByRole('dialog')).toContainText(t.formula.overdueOfDue)
  await chairman.page.keyboard.press('Escape')

  // The Office confirms in its queue, by keyboard; both open boards follow by themselves.
  const waiting = Number(await wall.page.getByRole('region', { name: t.wallWaiting }).getByRole('strong').textContent())
  const queue = office.page.getByRole('region', { name: q.name.confirm })
  const first = queue.getByRole('listitem').first()
  const title = await first.getByRole('link').first().innerText()
  await office.page.keyboard.press('j')
  await expect(first.getByRole('link').first()).toBeFocused()
  await office.page.keyboard.press('Tab')
  await office.page.keyboard.press('Enter')
  await expect(office.page.getByText(taskText.recorded)).toBeVisible()
  await expect(queue.getByRole('link', { name: title, exact: true })).toHaveCount(0)
  await expect(wall.page.getByRole('region', { name: t.wallWaiting })).toContainText(String(waiting - 1))
  await expect(chairman.page.getByRole('region', { name: t.stream }).getByRole('listitem').first()).toContainText(title)
  await office.page.keyboard.press('5')
  await expect(office.page.getByRole('heading', { name: q.name.unopened })).toBeVisible()

  expect([...chairman.errors, ...office.errors, ...wall.errors]).toEqual([])
})
