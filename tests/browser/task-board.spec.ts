import { expect, type Page, test } from '@playwright/test'
import { VIEWS } from '#app/domain/task/view.ts'
import { boardText as b } from '#app/text/task-board.ts'
import { treeText as x } from '#app/text/task-tree.ts'
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

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const rows = (page: Page) => page.locator('tbody [data-task]')
const column = (page: Page, step: string) => page.locator(`[data-step="${step}"]`)
const cardIn = (page: Page, step: string, id: string) => column(page, step).locator(`[data-task="${id}"]`)

/** Takes a card by the hand and lets it go over a column. */
async function drag(page: Page, id: string, step: string): Promise<void> {
  const card = page.locator(`[data-task="${id}"]`)
  await card.scrollIntoViewIfNeeded()
  await expect(async () => {
    const from = await card.boundingBox()
    const to = await column(page, step).boundingBox()
    if (!from || !to) throw new Error('not on the screen')
    await page.mouse.move(from.x + 40, from.y + 12)
    await page.mouse.down()
    await page.mouse.move(from.x + 60, from.y + 20, { steps: 3 })
    await page.mouse.move(to.x + 60, to.y + 60, { steps: 6 })
    await expect(column(page, step).locator('p').filter({ hasText: /^(Thả để|Không chuyển)/ })).toBeVisible({ timeout: 1_000 })
    await page.mouse.up()
  }).toPass()
}

test('bảng nhiệm vụ: lọc bằng địa chỉ, chọn bằng phím và đôn đốc, kéo thẻ qua bước được và không được, tự đổi mà không tải lại', async ({ browser }) => {
  test.setTimeout(120_000)
  const [office, unit] = await Promise.all([enter(browser, server.url, 'theodoi', DESKTOP), enter(browser, server.url, 'cv.snv', DESKTOP)])
  const { page } = office
  const work = unit.page
  // One that the unit was given and nobody has taken up yet, beside the other work of the unit.
  const [task] = await server.database.query<{ id: string; title: string; unit: string }>(
    `UPDATE "Task" SET state = 'assigned' WHERE id = (SELECT t.id FROM "Task" t JOIN "OrgUnit" u ON u.id = t."leadUnitId" WHERE u.name = 'Sở Nội vụ' AND t.state IN ('assigned', 'in_progress') ORDER BY t.code LIMIT 1) RETURNING id, title, "leadUnitId" AS unit`,
  )
  if (!task) throw new Error('the seed gave the department no work')

  await test.step('điều kiện trong địa chỉ: hiện thành ô bỏ được; không có gì thì nói rõ và có lối ra', async () => {
    await page.goto(`/nhiem-vu?don-vi=${task.unit}&khan=flash`)
    await expect(page.getByText(t.emptyFiltered)).toBeVisible()
    await page.getByRole('link', { name: b.remove(`${b.urgency}: ${t.urgency.flash}`) }).click()
    await expect(rows(page).filter({ hasText: task.title })).toBeVisible()
    await expect(page).not.toHaveURL(/khan=/)
    await page.keyboard.press('/')
    await page.keyboard.type('khong co viec nao nhu the')
    await expect(page).toHaveURL(/q=khong/)
    await expect(page.getByText(t.emptyFiltered)).toBeVisible()
    await page.getByRole('main').getByRole('link', { name: t.clear }).first().click()
    await expect(rows(page).nth(2)).toBeVisible()
  })

  await test.step('cột tự chọn còn đó khi mở lại', async () => {
    await button(page, b.columns).click()
    await page.getByRole('dialog').getByLabel(b.column.giver).check()
    await page.getByRole('dialog').getByRole('button', { name: b.done }).click()
    await page.reload()
    await expect(page.getByRole('columnheader', { name: b.column.giver })).toBeVisible()
    expect(await faultsInBothThemes(page, 'danh sách nhiệm vụ')).toEqual([])
  })

  await test.step('chọn bằng phím rồi đôn đốc cả nhóm', async () => {
    await page.goto(`/nhiem-vu?don-vi=${task.unit}`)
    await expect(rows(page).nth(1)).toBeVisible()
    // Keys act once the page lives.
    await expect(async () => {
      await page.keyboard.press('j')
      await expect(rows(page).first().getByRole('link')).toBeFocused({ timeout: 500 })
    }).toPass()
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+J')
    const chosen = page.getByRole('region', { name: b.selection })
    await expect(chosen.getByText(x.chosen(2))).toBeVisible()
    await button(page, x.bulkAct.urge).click()
    await page.getByRole('dialog').getByLabel(t.noteUrge).fill('Đề nghị báo cáo trong tuần.')
    await button(page, x.bulkDo(x.bulkAct.urge, 2)).click()
    await expect(page.getByText(x.bulkDone(x.bulkAct.urge, 2)).first()).toBeVisible()
    await expect(chosen).toHaveCount(0)
  })

  await test.step('kéo sang bước không phải việc của mình: nói của ai; đơn vị nhận bằng kéo thẻ: hỏi rồi mới làm; bảng của Văn phòng tự đổi', async () => {
    await page.keyboard.press('2')
    await expect(cardIn(page, 'assigned', task.id)).toBeVisible()
    await drag(page, task.id, 'in_progress')
    await expect(page.getByRole('alert').filter({ hasText: t.accept })).toBeVisible()
    expect(await faultsInBothThemes(page, 'nhiệm vụ theo bước')).toEqual([])

    await work.goto('/nhiem-vu?xem=buoc')
    await expect(cardIn(work, 'assigned', task.id)).toBeVisible()
    const asked: string[] = []
    page.on('request', r => r.resourceType() === 'fetch' && r.url().includes('/nhiem-vu') && asked.push(r.url()))
    await drag(work, task.id, 'in_progress')
    await work.getByRole('dialog').getByRole('button', { name: t.accept, exact: true }).click()
    await expect(cardIn(work, 'in_progress', task.id)).toBeVisible()
    await expect(cardIn(page, 'in_progress', task.id)).toBeVisible()
    expect(asked).toEqual([])
  })

  await test.step('cùng việc ấy bằng phím: mở danh sách bước, có việc cần thì hỏi', async () => {
    await cardIn(work, 'in_progress', task.id).getByRole('link').focus()
    await work.keyboard.press('m')
    const menu = work.getByRole('dialog', { name: b.move })
    await menu.getByRole('button', { name: new RegExp(`^${t.submit}`) }).press('Enter')
    await expect(work.getByRole('dialog').getByLabel(t.noteResult)).toBeVisible()
    await work.keyboard.press('Escape')
    await expect(work.getByRole('dialog')).toHaveCount(0)
  })

  await test.step('tháng, cây, điện thoại', async () => {
    for (const [key, name] of [['3', b.view.month], ['4', b.view.tree]] as const) {
      await page.keyboard.press(key)
      await expect(page.getByRole('navigation', { name: b.views }).getByRole('link', { name })).toHaveAttribute('aria-current', 'page')
      expect(await faultsInBothThemes(page, name)).toEqual([])
    }
    await work.setViewportSize(PHONE)
    for (const view of VIEWS) {
      await work.getByRole('navigation', { name: b.views }).getByRole('link', { name: b.view[view] }).click()
      await expect(work.getByRole('navigation', { name: b.views }).getByRole('link', { name: b.view[view] })).toHaveAttribute('aria-current', 'page')
      expect(await work.evaluate(() => document.documentElement.scrollWidth - innerWidth), view).toBeLessThanOrEqual(0)
    }
    await work.getByRole('link', { name: b.view.list }).click()
    await button(work, new RegExp(`^${b.filters}`)).click()
    await work.getByRole('dialog').getByLabel(t.filterSource).selectOption('document')
    await work.getByRole('dialog').getByRole('button', { name: b.apply, exact: true }).click()
    await expect(work).toHaveURL(/nguon=document/)
    expect(await faultsInBothThemes(work, 'nhiệm vụ trên điện thoại')).toEqual([])
  })
  expect([...office.errors, ...unit.errors]).toEqual([])
  await Promise.all([office.context.close(), unit.context.close()])
})
