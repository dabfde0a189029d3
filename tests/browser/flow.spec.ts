import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { seedId } from '#prisma/seed/province.ts'
import { agendaMarks } from '#app/text/agenda-marks.ts'
import { agendaText } from '#app/text/agenda.ts'
import { errorText } from '#app/text/errors.ts'
import { flowText } from '#app/text/flow.ts'
import { sessionText as t } from '#app/text/session.ts'
import { DESKTOP, enter, PHONE, wear } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${seedId('meeting/2026-12')}`
const titles = {
  collective: 'Dự toán thực hiện Đề án 603, phân bổ theo từng nhóm nhiệm vụ',
  quiet: 'Kiến trúc Chính quyền điện tử, phiên bản tiếp theo',
  objected: 'Khảo sát hài lòng của người dân về dịch vụ y tế công lập',
}

/** The open question has no fault for a reader, in light and dark, and nothing of it stands outside a phone. */
async function expectSound(page: Page) {
  for (const theme of ['light', 'dark'] as const) {
    await wear(page, theme)
    expect((await new AxeBuilder({ page }).include('dialog[open]').analyze()).violations).toEqual([])
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
}

test('chủ trì trên điện thoại: thông qua khối, hoàn tác, bổ sung khẩn, sửa có lý do, khóa hồ sơ', async ({ browser }) => {
  test.setTimeout(150_000)
  const desk = await enter(browser, server.url, 'thuky1', DESKTOP)
  const chair = await enter(browser, server.url, 'chutich', PHONE)
  const member = await enter(browser, server.url, 'gd.snv', PHONE)
  const d = desk.page
  const c = chair.page
  const m = member.page
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const more = async (name: string) => {
    await button(c, flowText.more).click()
    await c.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  }

  await test.step('thư ký đưa ba nội dung vào khối, ban hành', async () => {
    await d.goto(`${meeting}/chuong-trinh`)
    const marks = d.getByLabel(flowText.block.mark)
    for (const i of [2, 3, 4]) {
      await marks.nth(i).click()
      await expect(marks.nth(i)).toBeChecked()
    }
    await button(d, agendaText.issue).click()
    await d.getByRole('dialog').getByRole('button', { name: agendaText.issue }).click()
    await expect(d.getByRole('dialog')).toHaveCount(0)
  })

  await m.goto(`${meeting}/du-hop`)
  await c.goto(`${meeting}/dieu-hanh`)

  await test.step('thành viên đề nghị đưa một nội dung ra thảo luận', async () => {
    await m.getByText(flowText.block.title).click()
    await button(m, flowText.block.objectOne(titles.objected)).click()
    await m.getByLabel(flowText.block.objectReason).fill('Cần làm rõ cách lấy mẫu')
    await expectSound(m)
    await button(m, flowText.block.objectConfirm).click()
    await expect(m.getByRole('dialog')).toHaveCount(0)
    await expect(button(m, flowText.block.objectOne(titles.objected))).toHaveCount(0)
  })

  await test.step('chủ trì khai mạc; khối thông qua trong một lần, việc tập thể thì phải biểu quyết', async () => {
    await button(c, t.chair.step.open).click()
    await button(c, t.chair.openConfirm).click()
    await button(c, flowText.block.step(2)).click()
    await expect(c.getByRole('dialog').getByText(flowText.block.collective)).toBeVisible()
    await expectSound(c)
    await button(c, flowText.block.confirm(1)).click()
    await expect(c.getByRole('dialog')).toHaveCount(0)
    await m.getByText(t.agenda, { exact: true }).click()
    await expect(m.getByText(/^Thông qua theo khối, không có ý kiến khác, lúc \d\d:\d\d$/)).toBeVisible()
    await expect(m.getByText(agendaMarks.objected('Giám đốc Sở Nội vụ', 'Cần làm rõ cách lấy mẫu'))).toBeVisible()
  })

  await test.step('hoàn tác bước cuối: khối trở lại trên mọi màn hình, rồi thông qua lần nữa', async () => {
    await more(flowText.undo.open)
    await expect(c.getByText(flowText.undo.step(flowText.act.adopt_block(), 'Chủ tịch UBND tỉnh', 0).split(',')[0] ?? '')).toBeVisible()
    await expectSound(c)
    await button(c, flowText.undo.confirm).click()
    await expect(m.getByText(/^Thông qua theo khối/)).toHaveCount(0)
    await button(c, flowText.block.step(2)).click()
    await button(c, flowText.block.confirm(1)).click()
    await expect(m.getByText(/^Thông qua theo khối/)).toHaveCount(1)
  })

  await test.step('một biểu quyết cho phần còn lại của khối', async () => {
    await more(flowText.block.step(1))
    await button(c, flowText.block.vote(1)).click()
    await button(m, 'Tán thành').click()
    await expect(m.getByText(/Đã ghi nhận lúc/)).toBeVisible()
    await button(c, t.chair.step.closeVote).click()
    await button(c, t.chair.closeConfirm).click()
    await expect(c.getByText(agendaMarks.oneVote(1))).toBeVisible()
    await expect(c.getByText(t.vote.outcome.not_passed).first()).toBeVisible()
  })

  await test.step('bổ sung khẩn: thiếu lý do thì báo tại ô, có lý do thì mọi người thấy', async () => {
    await more(flowText.urgent.open)
    await c.getByLabel(flowText.urgent.name).fill('Ứng phó mưa lũ tại các xã vùng cao')
    await button(c, flowText.urgent.confirm).click()
    await expect(c.getByText(flowText.urgent.noReason)).toBeVisible()
    await expectSound(c)
    await c.getByLabel(flowText.urgent.reason).fill('Công điện số 120/CĐ-TTg')
    await button(c, flowText.urgent.confirm).click()
    await expect(m.getByText(agendaMarks.urgent('Công điện số 120/CĐ-TTg'))).toBeVisible()
  })

  await test.step('kết thúc, sửa có lý do, khóa hồ sơ: sau đó không còn hoàn tác, không còn sửa', async () => {
    await more(t.chair.endEarly)
    await button(c, t.chair.endConfirm).click()
    await expect(m.getByRole('main').getByText(t.member.ended).first()).toBeVisible()
    await more(flowText.correct.open)
    await c.getByLabel(flowText.correct.status, { exact: true }).selectOption('held_over')
    await c.getByLabel(flowText.correct.reason).fill('Hồ sơ chưa đủ, để lại phiên sau')
    await expectSound(c)
    // what was decided by a vote stays decided; the refusal comes into sight, what was typed is not lost
    await button(c, flowText.correct.confirm).click()
    await expect(c.getByRole('dialog').getByText(errorText('ITEM_DECIDED'))).toBeInViewport()
    await c.getByLabel(flowText.correct.item).selectOption({ index: 0 })
    await c.getByLabel(flowText.correct.status, { exact: true }).selectOption('held_over')
    await expect(c.getByLabel(flowText.correct.reason)).toHaveValue('Hồ sơ chưa đủ, để lại phiên sau')
    await button(c, flowText.correct.confirm).click()
    await expect(c.getByRole('dialog')).toHaveCount(0)
    await expect(m.getByText(new RegExp(`^${t.itemStatus.held_over}`))).toHaveCount(1)
    await more(flowText.seal.open)
    await expectSound(c)
    await button(c, flowText.seal.confirm).click()
    await expect(c.getByText(/^Hồ sơ đã khóa lúc \d\d:\d\d$/).first()).toBeVisible()
    await button(c, flowText.more).click()
    await expect(c.getByRole('dialog').getByRole('button', { name: flowText.keys.history })).toBeVisible()
    for (const gone of [flowText.undo.open, flowText.correct.open, flowText.seal.open]) await expect(button(c, gone)).toHaveCount(0)
  })

  expect([...desk.errors, ...chair.errors, ...member.errors]).toEqual([])
  for (const p of [desk, chair, member]) await p.context.close()
})
