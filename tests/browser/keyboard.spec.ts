import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { DEMO_PASSWORD } from '#prisma/seed/people.ts'
import { novemberId } from '#prisma/seed/meetings.ts'
import { agendaMarks } from '#app/text/agenda-marks.ts'
import { conclusionText } from '#app/text/conclusion.ts'
import { flowText } from '#app/text/flow.ts'
import { sessionText as t } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { speakingText } from '#app/text/speaking.ts'
import { DESKTOP, enter, type Person, PHONE, wear } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${novemberId}`

/** Tab until it has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let i = 0; i < 120; i++) {
    if (await target.evaluate(e => e === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${target}`)
}
async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}
const heldOver = new RegExp(`^${t.itemStatus.held_over}`)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Comes in through the front door without a mouse. */
async function comeIn(browser: Browser, username: string, size: { width: number; height: number }): Promise<Person> {
  const person = await enter(browser, server.url, null, size)
  const { page } = person
  await page.goto('/dang-nhap')
  await tabTo(page, page.getByLabel('Tên đăng nhập'))
  await page.keyboard.type(username)
  await page.keyboard.press('Tab')
  await page.keyboard.type(DEMO_PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/dang-nhap/)
  return person
}

test('thư ký điều hành cả phiên họp chỉ bằng bàn phím, từ khai mạc đến kết thúc', async ({ browser }) => {
  test.setTimeout(150_000)
  const desk = await comeIn(browser, 'thuky1', DESKTOP)
  const member = await comeIn(browser, 'gd.snv', PHONE)
  const d = desk.page
  const m = member.page
  // What is shown; the line for a reader says the same once more.
  const shown = m.getByRole('main')
  await d.goto(`${meeting}/thu-ky`)
  await m.goto(`${meeting}/du-hop`)
  const dialog = d.getByRole('dialog')
  const key = (k: string) => d.keyboard.press(k)
  /** A letter acts once the question before it is gone; one that asks shows its question. */
  const act = async (letter: string, question?: Locator) => {
    await expect(dialog).toHaveCount(0)
    await key(letter)
    if (question) await expect(question).toBeVisible()
  }
  const agenda = d.getByRole('list', { name: t.agenda })
  await expect(d.getByText(shellText.line.online).first()).toBeVisible()

  await test.step('bảng phím tắt: dấu hỏi mở, Esc đóng; phím chữ không chạy khi hộp thoại đang mở', async () => {
    await expect(async () => {
      await key('?')
      await expect(d.getByRole('heading', { name: shellText.keys.title })).toBeVisible({ timeout: 500 })
    }).toPass()
    for (const what of Object.values(flowText.keys).slice(0, -1)) await expect(dialog.getByText(what, { exact: true })).toBeVisible()
    for (const theme of ['light', 'dark'] as const) {
      await wear(d, theme)
      expect((await new AxeBuilder({ page: d }).include('dialog').analyze()).violations).toEqual([])
    }
    await key('n')
    await expect(d.getByText(t.chair.openTitle)).toHaveCount(0)
    await key('Escape')
    await expect(dialog).toHaveCount(0)
  })

  await test.step('điểm danh hộ bằng cách gõ tên', async () => {
    await act('a', d.getByLabel(flowText.checkIn.field))
    await d.keyboard.type('noi vu')
    await key('Enter')
    await expect(dialog.getByRole('status')).toContainText('Giám đốc Sở Nội vụ')
    await d.keyboard.type('tai chinh')
    await key('Enter')
    await expect(dialog.getByRole('status')).toContainText('Giám đốc Sở Tài chính')
    await key('Escape')
    await expect(d.getByText(/Có mặt 2\/27/).first()).toBeVisible()
  })

  await test.step('khai mạc, vào nội dung đầu: đồng hồ chạy', async () => {
    await act('n')
    await press(d, button(d, t.chair.openConfirm))
    await expect(d.getByText(t.status.running).first()).toBeVisible()
    await act('n')
    await expect(d.getByText(t.item(1, 6)).first()).toBeVisible()
    await expect(d.getByText(/Còn \d+:\d\d/).first()).toBeVisible()
  })

  await test.step('đăng ký phát biểu: dừng rồi mở lại; mời, tính giờ, kết thúc lượt', async () => {
    const door = d.getByRole('status', { name: speakingText.door.speech.title })
    await act('d')
    await expect(door).toContainText(speakingText.door.state.stopped)
    await act('d')
    await expect(door).toContainText(speakingText.door.state.open)
    await press(m, button(m, t.member.speak))
    await press(m, button(m, t.member.speakConfirm))
    await expect(d.getByRole('list', { name: speakingText.list.notCalled })).toContainText('Giám đốc Sở Nội vụ')
    // Q goes to the list, Tab walks on from there
    await act('q')
    await expect(d.locator(':focus')).toHaveAccessibleName(speakingText.designate.open)
    await act('s')
    await expect(shown.getByText(t.member.called).first()).toBeVisible()
    await act('s')
    await expect(shown.getByText(t.member.speaking).first()).toBeVisible()
    await act('s')
    await expect(shown.getByText(t.member.speaking)).toHaveCount(0)
  })

  await test.step('dòng kết luận: đơn vị và thời hạn từ tên tắt; chữ đang gõ không thành phím tắt', async () => {
    await act('k')
    await expect(d.locator('[data-conclusion-editor]:focus')).toBeVisible()
    await d.keyboard.type('Giao @snv chủ trì, phối hợp @stc, xong ngày 15/12/2026.')
    await expect(d.getByText(conclusionText.lead('Sở Nội vụ'))).toBeVisible()
    await expect(d.getByText(conclusionText.coordinators('STC'))).toBeVisible()
    await expect(d.getByText(conclusionText.deadline('2026-12-15'))).toBeVisible()
    await expect(dialog).toHaveCount(0)
    await expect(d.getByText(t.item(1, 6)).first()).toBeVisible()
    await key('Escape')
    await expect(d.locator('[data-conclusion-editor]:focus')).toHaveCount(0)
  })

  const urgent = 'Ứng phó mưa lũ tại các xã vùng cao'
  await test.step('bổ sung khẩn có lý do: thiếu thì báo tại ô, chữ đã gõ còn nguyên', async () => {
    await act('u', d.getByLabel(flowText.urgent.name))
    await d.keyboard.type(urgent)
    await press(d, button(d, flowText.urgent.confirm))
    await expect(d.getByText(flowText.urgent.noReason)).toBeVisible()
    await key('Escape')
    // The browser tells of a closed question a moment after it is gone from sight.
    await expect(d.getByLabel(flowText.urgent.name)).toHaveCount(0)
    await act('u', d.getByLabel(flowText.urgent.name))
    await expect(d.getByLabel(flowText.urgent.name)).toHaveValue(urgent)
    await key('Tab')
    await d.keyboard.type('Công điện số 120/CĐ-TTg')
    await tabTo(d, d.getByLabel(flowText.urgent.minutes))
    await key('Control+a')
    await d.keyboard.type('150')
    await key('Enter')
    await expect(agenda.getByText(agendaMarks.urgent('Công điện số 120/CĐ-TTg'))).toBeVisible()
    await expect(d.getByText(t.item(1, 7)).first()).toBeVisible()
  })

  await test.step('dự kiến quá giờ: để lại một nội dung, rồi hoàn tác bước cuối', async () => {
    await press(d, button(d, flowText.defer.open))
    await press(d, dialog.getByRole('list', { name: flowText.defer.list }).getByRole('button').first())
    await expect(dialog.getByText(flowText.defer.heldTitle)).toBeVisible()
    await key('Escape')
    await expect(agenda.getByText(heldOver)).toHaveCount(1)
    await act('z')
    await expect(dialog.getByText(/^Để lại phiên sau: nội dung \d/)).toBeVisible()
    await key('Enter')
    await expect(agenda.getByText(heldOver)).toHaveCount(0)
  })

  await test.step('biểu quyết, kết quả', async () => {
    await act('n')
    await expect(d.getByText(t.item(2, 7)).first()).toBeVisible()
    await act('b')
    await press(d, button(d, t.chair.voteConfirm))
    await press(m, button(m, 'Tán thành'))
    await expect(m.getByText(/Đã ghi nhận lúc/)).toBeVisible()
    await expect(d.getByText(/Đã bỏ phiếu 1\//).first()).toBeVisible()
    await act('b')
    await press(d, button(d, t.chair.closeConfirm))
    await expect(d.getByText(/khoản 3 Điều 40 Luật 72\/2025\/QH15/).first()).toBeVisible()
    await act('r')
    await expect(d.locator(':focus')).toHaveAccessibleName(t.voteAndSpeech)
  })

  await test.step('tạm dừng, tiếp tục; sửa có lý do', async () => {
    await act('p')
    await expect(shown.getByText(t.member.paused)).toBeVisible()
    await act('p')
    await expect(shown.getByText(t.member.paused)).toHaveCount(0)
    await act('x')
    await expect(d.getByLabel(flowText.correct.item)).toBeFocused()
    await key('Home')
    await tabTo(d, d.getByLabel(flowText.correct.status, { exact: true }))
    await d.keyboard.press('ArrowDown')
    await d.keyboard.press('ArrowDown')
    await tabTo(d, d.getByLabel(flowText.correct.reason))
    await d.keyboard.type('Chủ trì quyết định bàn lại ở phiên sau')
    await press(d, button(d, flowText.correct.confirm))
    await expect(dialog).toHaveCount(0)
    await expect(agenda.getByText(heldOver)).toHaveCount(1)
  })

  await test.step('tìm nội dung bằng Ctrl K; kết thúc, mở lại có lý do, kết thúc', async () => {
    await key('Control+k')
    await d.keyboard.type('noi dung 7')
    await key('Enter')
    await press(d, button(d, t.chair.goToConfirm))
    await expect(d.getByText(t.item(7, 7)).first()).toBeVisible()
    await act('e')
    await press(d, button(d, t.chair.endConfirm))
    await expect(shown.getByText(t.member.ended).first()).toBeVisible()
    await expect(d.getByText(t.chair.consequence.ended).first()).toBeVisible()
    await act('z', d.getByLabel(flowText.undo.reason))
    await d.keyboard.type('Còn nội dung chưa kết luận')
    await press(d, button(d, flowText.undo.reopen))
    await expect(shown.getByText(t.member.ended)).toHaveCount(0)
    // The member's screen may hear of it first; the desk's own letters act once it has heard too.
    await expect(d.getByText(t.chair.consequence.ended)).toHaveCount(0)
    await act('e')
    await press(d, button(d, t.chair.endConfirm))
    await expect(shown.getByText(t.member.ended).first()).toBeVisible()
    await expect(d.getByRole('link', { name: t.afterEnd.record })).toBeVisible()
  })

  expect([...desk.errors, ...member.errors]).toEqual([])
  await desk.context.close()
  await member.context.close()
})
