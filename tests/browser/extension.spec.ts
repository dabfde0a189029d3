import { expect, test } from '@playwright/test'
import { taskText as t } from '#app/text/tasks.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, PHONE } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

test('gia hạn: chuyên viên sở xin trên điện thoại, Văn phòng duyệt ngày khác, hai màn hình cùng đổi; tạm hoãn rồi tiếp tục', async ({ browser }) => {
  test.setTimeout(90_000)
  const [task] = await server.database.query<{ id: string; title: string }>(
    `SELECT t.id, t.title FROM "Task" t JOIN "Position" p ON p."unitId" = t."leadUnitId" JOIN "User" u ON u.id = p."userId"
     WHERE u.username = 'cv.snv' AND t.state = 'in_progress' AND t."deadlineOn" IS NOT NULL ORDER BY t.code LIMIT 1`,
  )
  const [clerk, office] = await Promise.all([enter(browser, server.url, 'cv.snv', PHONE), enter(browser, server.url, 'theodoi', DESKTOP)])
  const [c, o] = [clerk.page, office.page]
  const button = (page: typeof c, name: string) => page.getByRole('button', { name, exact: true })
  await Promise.all([c.goto(`/nhiem-vu/${task?.id}`), o.goto(`/nhiem-vu/${task?.id}`)])

  await test.step('xin gia hạn: thiếu thì báo tại ô, chữ đã gõ còn nguyên', async () => {
    await button(c, t.requestExtension).click()
    await c.getByLabel(t.reason).fill('Chờ số liệu của các xã')
    await button(c, t.send).click()
    await expect(c.getByText(t.newDeadlineMissing)).toBeVisible()
    await expect(c.getByLabel(t.reason)).toHaveValue('Chờ số liệu của các xã')
    await c.getByLabel(t.newDeadline).fill('15/01/2027')
    expect(await faultsInBothThemes(c, 'xin gia hạn')).toEqual([])
    await button(c, t.send).click()
    for (const page of [c, o]) await expect(page.getByText(t.extensionWaits('15/01/2027'))).toBeVisible()
    await expect(button(c, t.requestExtension)).toHaveCount(0)
  })
  await test.step('việc chờ của Văn phòng có đề nghị; duyệt đến ngày khác', async () => {
    await o.goto('/viec-cho-toi')
    await expect(o.getByText(t.homeGroup.extension).first()).toBeVisible()
    await o.getByRole('link', { name: task?.title ?? '', exact: true }).first().click()
    await button(o, t.decideExtension).click()
    await expect(o.getByRole('dialog')).toContainText('Chờ số liệu của các xã')
    await expect(o.getByLabel(t.newDeadline)).toHaveValue('15/01/2027')
    await o.getByLabel(t.newDeadline).fill('08/01/2027')
    expect(await faultsInBothThemes(o, 'quyết định gia hạn')).toEqual([])
    await button(o, t.grant).click()
    for (const page of [c, o]) {
      await expect(page.getByText(t.deadlineTitle('Thứ Sáu, 08/01/2027'))).toBeVisible()
      await expect(page.getByText(t.extensionWaits('15/01/2027'))).toHaveCount(0)
      await expect(page.getByText(/^Gia hạn từ .* đến 08\/01\/2027/)).toBeVisible()
    }
  })
  await test.step('tạm hoãn, tiếp tục', async () => {
    await button(o, t.pause).click()
    await o.getByLabel(t.reason).fill('Chờ hướng dẫn của Bộ')
    await o.getByRole('dialog').getByRole('button', { name: t.pause }).click()
    for (const page of [c, o]) await expect(page.getByText(t.state.paused).first()).toBeVisible()
    await button(o, t.resume).click()
    for (const page of [c, o]) await expect(page.getByText(t.state.in_progress, { exact: true }).first()).toBeVisible()
  })
  expect([...clerk.errors, ...office.errors]).toEqual([])
  await Promise.all([clerk.context.close(), office.context.close()])
})
