import { expect, type Page, test } from '@playwright/test'
import { novemberId } from '#prisma/seed/meetings.ts'
import { sessionText as t } from '#app/text/session.ts'
import { votingText } from '#app/text/voting.ts'
import { enter, PHONE } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${novemberId}`

/** The next step lies under the thumb, large enough, and nothing is pushed out of the screen at its side. */
async function expectUnderThumb(page: Page, name: string) {
  const button = page.getByRole('button', { name, exact: true })
  await expect(button).toBeVisible()
  const box = await button.boundingBox()
  expect(box?.height ?? 0).toBeGreaterThanOrEqual(44)
  expect(box?.y ?? 0).toBeGreaterThan(PHONE.height * 0.55)
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(PHONE.height)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
  return button
}

test('chủ trì điều hành cả phiên trên điện thoại, một ngón tay', async ({ browser }) => {
  test.setTimeout(120_000)
  const chair = await enter(browser, server.url, 'chutich', PHONE)
  const member = await enter(browser, server.url, 'gd.snv', PHONE)
  const c = chair.page
  const m = member.page
  await c.goto(`${meeting}/dieu-hanh`)
  await m.goto(`${meeting}/du-hop`)
  const step = async (name: string) => (await expectUnderThumb(c, name)).click()
  const part = (name: string) => c.getByRole('tab', { name: new RegExp(`^${name}`) }).click()

  await test.step('khai mạc, chuyển nội dung', async () => {
    await m.getByRole('button', { name: t.member.checkIn }).click()
    await step(t.chair.step.open)
    await c.getByRole('button', { name: t.chair.openConfirm }).click()
    await step(t.chair.step.goTo(1))
    await expect(m.getByRole('heading', { name: 'Kết quả thực hiện Đề án 603 quý III và các mục tiêu đến năm 2025' })).toBeVisible()
  })

  await test.step('mời phát biểu từ hàng đợi', async () => {
    await m.getByRole('button', { name: t.member.speak }).click()
    await m.getByRole('button', { name: t.member.speakConfirm }).click()
    await part(t.chair.part.queue)
    await c.getByRole('button', { name: t.queue.callOne('Giám đốc Sở Nội vụ') }).click()
    await expect(m.getByText(t.member.called).first()).toBeVisible()
    await c.getByRole('button', { name: t.queue.startOne('Giám đốc Sở Nội vụ') }).click()
    await expect(m.getByText(t.member.speaking).first()).toBeVisible()
    await c.getByRole('button', { name: t.queue.stopOne('Giám đốc Sở Nội vụ') }).click()
  })

  await test.step('biểu quyết ở nội dung 3', async () => {
    await step(t.chair.step.goTo(2))
    await step(t.chair.step.goTo(3))
    await step(t.chair.step.openVote)
    await c.getByRole('button', { name: t.chair.voteConfirm }).click()
    await c.getByRole('button', { name: votingText.hold, exact: true }).click()
    await c.getByRole('button', { name: votingText.takeOn, exact: true }).click()
    await m.getByRole('button', { name: 'Tán thành', exact: true }).click()
    await expect(m.getByText(/Đã ghi nhận lúc/)).toBeVisible()
    await expect(c.getByText(/Đã bỏ phiếu 1\//).first()).toBeVisible()
    await step(t.chair.step.closeVote)
    await c.getByRole('button', { name: t.chair.closeConfirm }).click()
    await expect(c.getByText(/khoản 3 Điều 40 Luật 72\/2025\/QH15/).first()).toBeVisible()
  })

  await test.step('xem kết luận và chương trình, rồi kết thúc phiên', async () => {
    await part(t.chair.part.conclusion)
    await expect(c.getByRole('heading', { name: t.chair.conclusion })).toBeVisible()
    await part(t.chair.part.agenda)
    await expect(c.getByRole('list', { name: t.agenda })).toBeVisible()
    for (const n of [4, 5, 6]) {
      await c.getByRole('button', { name: t.chair.step.goTo(n), exact: true }).click()
      await expect(c.getByText(t.item(n, 6)).first()).toBeVisible()
      if (n === 4) {
        // a matter of the collective asks for its vote first
        await step(t.chair.step.openVote)
        await c.getByRole('button', { name: t.chair.voteConfirm }).click()
        await step(t.chair.step.closeVote)
        await c.getByRole('button', { name: t.chair.closeConfirm }).click()
      }
    }
    await step(t.chair.step.end)
    await c.getByRole('button', { name: t.chair.endConfirm, exact: true }).click()
    await expect(m.getByText(t.member.ended).first()).toBeVisible()
    // What is over is no longer led: what is left to do, and the record, in place of vote and queue.
    await expect(c.getByRole('heading', { name: t.afterEnd.title })).toBeVisible()
    await c.getByRole('link', { name: t.afterEnd.record }).click()
    await expect(c).toHaveURL(/ho-so$/)
  })

  expect([...chair.errors, ...member.errors]).toEqual([])
  await chair.context.close()
  await member.context.close()
})
