// Cảnh báo: rules by the administrator, what goes out and what does not, the day's digest in the bell, own settings on a phone.
import { createECDH } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { v7 as uuid } from 'uuid'
import { userId } from '#prisma/seed/people.ts'
import { alertText as t } from '#app/text/alerts.ts'
import { errorText } from '#app/text/errors.ts'
import { taskText } from '#app/text/tasks.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, PHONE } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { mailServer } from '#tests/support/stand-ins.ts'

const shots = process.env.SHOTS
const keys = createECDH('prime256v1')
let server: TestServer
let post: Awaited<ReturnType<typeof mailServer>>
test.beforeAll(async () => {
  test.setTimeout(120_000)
  post = await mailServer()
  const VAPID_PUBLIC_KEY = keys.generateKeys('base64url')
  const VAPID_PRIVATE_KEY = keys.getPrivateKey('base64url').padStart(43, 'A')
  server = await startServer({ seeded: true, env: { SMTP_URL: post.url, SMTP_FROM: 'Văn phòng <vp@tinh.gov.vn>', VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT: 'mailto:qt@tinh.gov.vn', PUSH_ORIGINS: 'https://day.example' } })
})
test.afterAll(async () => {
  await server.close()
  await post.close()
})

test('quy tắc, bản tin trong ngày, gửi hỏng rồi gửi lại, cách nhận và người thay trên điện thoại', async ({ browser }) => {
  const found: string[] = []
  const [{ id: health } = { id: '' }] = await server.database.query<{ id: string }>(`SELECT "unitId" AS id FROM "Position" WHERE "userId" = $1 LIMIT 1`, [userId('cv.snv')])
  // three tasks of the unit are due tomorrow, and the mail server knows one of its two people
  const today = await server.database.query<{ on: string }>(`SELECT to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') AS on`).then(rows => rows[0]?.on ?? '')
  post.rules.onRecipient = to => (to.startsWith('cv') ? '250 ok' : '550 no such person')
  await server.database.query(`UPDATE "User" SET email = 'cv.snv@tinh.gov.vn' WHERE id = $1`, [userId('cv.snv')])
  await server.database.query(`UPDATE "User" SET email = 'gd.snv@tinh.gov.vn' WHERE id = $1`, [userId('gd.snv')])
  await server.database.query(`INSERT INTO "AlertPreference"("userId", channels, "quietFrom", "quietTo", "isOnDaysOffToo", "updatedAt") SELECT id, '{email}', 1, 2, true, now() FROM "User" WHERE username IN ('cv.snv', 'gd.snv')`)
  const tasks = await server.database.query<{ id: string; on: string }>(`SELECT id, to_char("deadlineOn", 'YYYY-MM-DD') AS on FROM "Task" WHERE "leadUnitId" = $1 AND state = 'in_progress' AND "deadlineOn" IS NOT NULL ORDER BY code LIMIT 3`, [health])
  expect(tasks.length).toBe(3)
  for (const task of tasks)
    await server.database.query(
      `INSERT INTO "Alert"(id, "taskId", step, kind, audience, "deadlineOn", "fireAt", status) VALUES ($1, $2, 'before_2', 'soon', '{clerk,head}', $3, now(), 'pending')`,
      [uuid(), task.id, task.on],
    )

  // the clerk's bell: one line for the day; the page behind it leads to each task
  const clerk = await enter(browser, server.url, 'cv.snv', PHONE)
  await expect.poll(() => post.mails.length, { timeout: 15_000 }).toBe(1)
  await clerk.page.goto('/viec-cho-toi')
  await clerk.page.getByRole('button', { name: new RegExp(taskText.bell) }).click()
  const bell = clerk.page.getByRole('region', { name: taskText.bell })
  await bell.getByRole('link', { name: /Hôm nay có \d+ nhiệm vụ cần chú ý/ }).click()
  await expect(clerk.page).toHaveURL(new RegExp(`/canh-bao/${today}$`))
  await expect(clerk.page.getByRole('heading', { level: 1 })).toContainText('Cảnh báo ngày')
  found.push(...(await faultsInBothThemes(clerk.page, 'bản tin trong ngày')))
  if (shots) await clerk.page.screenshot({ path: `${shots}/day-phone.png`, fullPage: true })

  // own settings on a phone: a wrong number stays where it was typed; away, the head stands in
  await clerk.page.getByRole('link', { name: t.day.settings }).click()
  await clerk.page.getByLabel(t.mine.phoneField).fill('12345')
  await clerk.page.getByRole('button', { name: t.mine.save }).click()
  await expect(clerk.page.getByText(errorText('ALERT_PHONE_WRONG'))).toBeVisible()
  await expect(clerk.page.getByLabel(t.mine.phoneField)).toHaveValue('12345')
  await clerk.page.getByLabel(t.mine.phoneField).fill('0912 345 678')
  await clerk.page.getByRole('button', { name: t.mine.save }).click()
  await expect(clerk.page.getByText(t.mine.saved)).toBeVisible()
  const [year = '', month = '', day = ''] = today.split('-')
  await clerk.page.getByLabel(t.mine.substitute, { exact: true }).selectOption({ index: 1 })
  await clerk.page.getByRole('textbox', { name: t.mine.toDay }).fill(`${day}/${month}/${year}`)
  await clerk.page.getByRole('button', { name: t.mine.declare }).click()
  await expect(clerk.page.getByText(t.mine.declared)).toBeVisible()
  await expect(clerk.page.getByRole('button', { name: /^Kết thúc việc thay/ })).toBeVisible()
  found.push(...(await faultsInBothThemes(clerk.page, 'cách nhận')))
  if (shots) await clerk.page.screenshot({ path: `${shots}/mine-phone.png`, fullPage: true })

  // the Office sees who got none and why, and sends again
  const office = await enter(browser, server.url, 'theodoi', DESKTOP)
  await office.page.getByRole('link', { name: 'Cảnh báo', exact: true }).click()
  const failed = office.page.getByRole('listitem').filter({ hasText: t.sendings.reason.ADDRESS_REFUSED ?? '' })
  await expect(failed).toContainText('Sở Nội vụ')
  await failed.getByText(/^Xem \d+ nhiệm vụ$/).click()
  found.push(...(await faultsInBothThemes(office.page, 'không gửi được')))
  if (shots) await office.page.screenshot({ path: `${shots}/sendings-desktop.png`, fullPage: true })
  post.rules.onRecipient = () => '250 ok'
  await failed.getByRole('button', { name: /^Gửi lại cho/ }).click()
  await office.page.getByRole('dialog').getByRole('button', { name: t.sendings.resend, exact: true }).click()
  await expect(office.page.getByText(t.sendings.resent(1))).toBeVisible()
  await expect.poll(() => post.mails.length, { timeout: 15_000 }).toBe(2)
  await office.page.getByRole('link', { name: /^Đã gửi/ }).click()
  await expect(office.page.getByRole('listitem').filter({ hasText: t.channel.email }).filter({ hasText: t.sendings.status.sent })).toHaveCount(2)
  await office.page.getByRole('link', { name: /^Sẽ cảnh báo/ }).click()
  await expect(office.page.getByText(/^báo /).first()).toBeVisible()
  if (shots) await office.page.screenshot({ path: `${shots}/planned-desktop.png` })

  // the administrator moves a step; a step twice is refused where it stands
  const admin = await enter(browser, server.url, 'quantri', DESKTOP)
  await admin.page.goto('/quan-tri/canh-bao')
  await expect(admin.page.getByText('Trực tuyến', { exact: true })).toBeVisible()
  await admin.page.getByLabel(t.rules.days).first().fill('3')
  await admin.page.getByLabel(t.rules.reason).fill('Theo Quy chế làm việc')
  await admin.page.getByRole('button', { name: t.rules.save }).click()
  await expect(admin.page.getByText(errorText('ALERT_RULES_TWICE')).first()).toBeVisible()
  found.push(...(await faultsInBothThemes(admin.page, 'quy tắc')))
  await admin.page.getByLabel(t.rules.days).first().fill('5')
  await admin.page.getByRole('button', { name: t.rules.save }).click()
  await expect(admin.page.getByText(t.rules.saved)).toBeVisible()
  await expect.poll(() => server.database.query(`SELECT 1 FROM "Alert" WHERE status = 'pending' AND step = 'before_7'`), { timeout: 15_000 }).toEqual([])
  await expect(admin.page.getByText(/Theo Quy chế làm việc/)).toBeVisible()
  if (shots) await admin.page.screenshot({ path: `${shots}/rules-desktop.png`, fullPage: true })

  expect(found).toEqual([])
  expect([...clerk.errors, ...office.errors, ...admin.errors]).toEqual([])
  for (const p of [clerk, office, admin]) await p.context.close()
})
