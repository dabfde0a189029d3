// Bản tin cảnh báo đi ra ngoài: to real stand-in servers, with workers that die in the middle.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import webPush from 'web-push'
import { createECDH, randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { alertPreferenceSet, alertResend, alertRulesSet, pushSubscribe, pushUnsubscribe, substitutionDeclare, substitutionEnd } from '#app/contracts/alert.ts'
import type { Answer } from '#app/contracts/define.ts'
import { taskAccept, taskAssign, taskReport, taskSubmit } from '#app/contracts/task.ts'
import { defaultAlertRules } from '#app/domain/task/alerts.ts'
import { defaultWarningThresholds } from '#app/domain/task/early-warning.ts'
import { mailChannel } from '#server/channels/mail.ts'
import { pushChannel } from '#server/channels/push.ts'
import { smsChannel } from '#server/channels/sms.ts'
import type { Actor } from '#server/command/context.ts'
import { saveOpenChannels } from '#server/features/alert/channels.ts'
import { replanAll } from '#server/features/alert/replan.ts'
import { makeAlerts } from '#server/jobs/alerts.ts'
import { makeSender } from '#server/jobs/send-alerts.ts'
import { addPerson, buildCommittee, type Committee, type House, openHouse, refusalOf, THURSDAY } from '#tests/support/build.ts'
import { type Mail, httpService, mailServer } from '#tests/support/stand-ins.ts'

const log = pino({ level: 'silent' })
const FROM = 'Văn phòng UBND tỉnh <thongbao@tinh.gov.vn>'
const vapid = { ...webPush.generateVAPIDKeys(), subject: 'mailto:quantri@tinh.gov.vn' }
let house: House
let c: Committee
let admin: Actor
let post: Awaited<ReturnType<typeof mailServer>>
let web: Awaited<ReturnType<typeof httpService>>
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 3)
  admin = await addPerson(house, 'Quản trị', [{ role: 'admin', unitId: c.office }])
  ;[post, web] = [await mailServer(), await httpService()]
  await saveOpenChannels(house.services.pool, { email: true, sms: true, push: { publicKey: vapid.publicKey, origins: [web.origin] } })
})
afterAll(async () => {
  await house.close()
  await Promise.all([post.close(), web.close()])
})
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
beforeEach(async () => {
  // each case begins with nothing planned, told or sent
  await house.database.query(`DELETE FROM "AlertLine"`)
  await house.database.query(`DELETE FROM "AlertMessage"`)
  await house.database.query(`DELETE FROM "Notification"`)
  await house.database.query(`DELETE FROM "AlertPreference"`)
  await house.database.query(`DELETE FROM "Substitution"`)
  await house.database.query(`DELETE FROM "Setting" WHERE key = 'alerts.rules'`)
  await house.database.query(`UPDATE "Task" SET state = 'recalled'`)
  await house.database.query(`DELETE FROM "Alert"`)
  await house.database.query(`UPDATE "User" SET email = NULL, phone = NULL`)
  house.clock.now = THURSDAY
  post.mails.length = 0
  web.asked.length = 0
  for (const key of ['onRecipient', 'onText'] as const) delete post.rules[key]
  delete web.rules.answer
})

const code = (a: Answer) => (a.ok ? 'ok' : a.code)
/** A task of Sở Y tế; due tomorrow it warns clerks and head at once. */
async function assigned(title = 'Báo cáo kết quả khảo sát', deadlineOn = '2026-11-27'): Promise<string> {
  const taskId = uuid()
  await house.must(c.secretary, taskAssign, { taskId, title, content: title, leadUnitId: c.health, deadlineOn, sourceLabel: 'Ý kiến chỉ đạo' })
  return taskId
}
const writeTo = (actor: Actor, email: string | null, phone: string | null = null) => house.database.query(`UPDATE "User" SET email = $2, phone = $3 WHERE id = $1`, [actor.userId, email, phone])
const messages = (channel: string) =>
  house.database.query<{ id: string; userId: string; day: string; dueAt: Date; status: string; reason: string | null; attempts: number; lines: number }>(
    `SELECT id, "userId", to_char("dayOn", 'YYYY-MM-DD') AS day, "dueAt", status, reason, attempts, (SELECT count(*)::int FROM "AlertMessageLine" l WHERE l."messageId" = m.id) AS lines FROM "AlertMessage" m WHERE channel = $1 ORDER BY "dayOn", "userId"`,
    [channel],
  )
const bells = (actor: Actor) => house.database.query<{ title: string; link: string }>(`SELECT title, link FROM "Notification" WHERE "userId" = $1 AND "dedupeKey" LIKE 'digest:%'`, [actor.userId])

const sms = (body: string | null = '{"to":"{phone}","text":"{text}","id":"{id}"}', url = `${web.origin}/sms`) => smsChannel({ url, body, headers: { 'Content-Type': 'application/json', Authorization: 'Bearer bi-mat {id}' } })
function sender(channels: Parameters<typeof makeSender>[0]['channels'] = { email: mailChannel({ url: post.url, from: FROM }) }) {
  return makeSender({ pool: house.services.pool, log, clock: () => house.clock.now, channels, origin: 'https://hop.tinh.vn' })
}
const alerts = () => makeAlerts({ pool: house.services.pool, db: house.services.db, runAsSystem: house.services.runAsSystem, log, clock: () => house.clock.now, channels: {}, origin: '' })
/** Works out what is due and rings, as the worker does; nothing leaves the house. */
const workOut = () => alerts().workOut()

describe('một bản tin mỗi người mỗi ngày', () => {
  test('many tasks are one letter, one line in the bell; what comes later the same day waits for the next working day', async () => {
    await writeTo(c.healthClerk, 'cv.syt@tinh.gov.vn')
    for (let i = 1; i <= 5; i++) await assigned(`Việc số ${i}`)
    await workOut()
    await sender()()
    expect(post.mails).toHaveLength(1)
    const [mail] = post.mails as [Mail]
    expect(mail.to).toEqual(['cv.syt@tinh.gov.vn'])
    expect(mail.header('Subject')).toBe('Hôm nay có 5 nhiệm vụ cần chú ý: 5 sắp đến hạn')
    for (let i = 1; i <= 5; i++) expect(mail.text).toContain(`Việc số ${i}`)
    expect(mail.text).toContain('https://hop.tinh.vn/canh-bao/2026-11-26')
    expect(mail.header('Message-ID')).toContain((await messages('email'))[0]?.id)
    expect(await bells(c.healthClerk)).toEqual([{ title: 'Hôm nay có 5 nhiệm vụ cần chú ý: 5 sắp đến hạn', link: '/canh-bao/2026-11-26' }])

    await assigned('Việc giao thêm')
    await workOut()
    await sender()()
    expect(post.mails).toHaveLength(1)
    expect((await messages('email')).map(m => [m.day, m.status, m.lines])).toEqual([['2026-11-26', 'sent', 5], ['2026-11-27', 'waiting', 1]])
    // the bell tells of all of the day, in the same line
    expect(await bells(c.healthClerk)).toEqual([{ title: 'Hôm nay có 6 nhiệm vụ cần chú ý: 6 sắp đến hạn', link: '/canh-bao/2026-11-26' }])
    house.clock.forward(24 * 3_600_000)
    await workOut()
    await sender()()
    expect(post.mails).toHaveLength(2)
    expect(post.mails[1]?.text).toContain('Việc giao thêm')
    // … together with what became due that morning, each step once
    const day = await house.query(c.healthClerk, 'alert.myDay', { day: '2026-11-27' })
    expect(day.lines.map(l => l.step)).toEqual(Array.from({ length: 6 }, () => 'due'))
    expect(await house.database.query(`SELECT 1 FROM "AlertLine" GROUP BY "taskId", step, "deadlineOn", "userId" HAVING count(*) > 1`)).toEqual([])
  })

  test('done before the letter leaves: it is not sent; quiet hours hold letters back, not the bell', async () => {
    await writeTo(c.healthClerk, 'cv.syt@tinh.gov.vn')
    house.clock.now = new Date('2026-11-27T15:00:00Z') // Friday, 22:00 in Viet Nam
    const taskId = await assigned('Việc buổi tối', '2026-11-30')
    await workOut()
    await sender()()
    expect(post.mails).toEqual([])
    expect(await bells(c.healthClerk)).toHaveLength(1)
    expect((await messages('email')).map(m => [m.day, m.dueAt.toISOString()])).toEqual([['2026-11-30', '2026-11-29T23:30:00.000Z']])
    await house.must(c.healthClerk, taskAccept, { taskId })
    await house.must(c.healthClerk, taskSubmit, { taskId, reportId: uuid(), note: 'Xong', productRef: '1/BC-SYT' })
    house.clock.now = new Date('2026-11-30T00:45:00Z')
    await sender()()
    expect(post.mails).toEqual([])
    expect((await messages('email')).map(m => m.status)).toEqual(['void'])
  })

  test('away: the substitute is told, once, in whose stead; the way back, a circle and a stranger are refused', async () => {
    await writeTo(c.substitute, 'pgd@tinh.gov.vn')
    const days = { fromOn: '2026-11-26', toOn: '2026-11-28' }
    const declare = (who: Actor, userId: string | undefined, substitute: Actor) => house.run(who, substitutionDeclare, { id: uuid(), ...(userId ? { userId } : {}), substituteId: substitute.userId, ...days, reason: 'Đi công tác' })
    expect(code(await declare(c.healthHead, undefined, c.homeClerk))).toBe('SUBSTITUTE_NOT_ALLOWED')
    expect(code(await declare(c.homeClerk, c.healthHead.userId, c.substitute))).toBe('FORBIDDEN')
    expect(code(await declare(c.healthHead, undefined, c.substitute))).toBe('ok')
    expect(code(await declare(c.substitute, undefined, c.healthHead))).toBe('SUBSTITUTION_CIRCLE')
    expect(code(await declare(c.healthHead, c.healthClerk.userId, c.substitute))).toBe('ok')
    await assigned()
    await workOut()
    await sender()()
    // clerk, head and substitute were meant: one line, theirs
    const lines = await house.database.query<{ userId: string; insteadOfId: string | null }>(`SELECT "userId", "insteadOfId" FROM "AlertLine"`)
    expect(lines).toEqual([{ userId: c.substitute.userId, insteadOfId: null }])
    expect(post.mails.map(m => m.to)).toEqual([['pgd@tinh.gov.vn']])
    const view = await house.query(c.healthHead, 'alert.preferences', {})
    expect(view.substitutions).toHaveLength(2)
    for (const s of view.substitutions) await house.must(c.healthHead, substitutionEnd, { id: s.id })
    await assigned('Sau khi về')
    await workOut()
    expect(await bells(c.healthHead)).toHaveLength(1)
    expect((await house.database.query(`SELECT 1 FROM "EventLog" WHERE name = 'substitution.acted'`)).length).toBe(4)
  })
})

describe('gửi không được thì vì sao', () => {
  test('no server, a no for now, a no for good: tried again, or told to the Office, who sends again', async () => {
    await writeTo(c.healthClerk, 'cv.syt@tinh.gov.vn')
    await writeTo(c.healthHead, 'gd.syt@tinh.gov.vn')
    await assigned()
    await workOut()
    await sender({ email: mailChannel({ url: 'smtp://127.0.0.1:9', from: FROM }) })()
    expect((await messages('email')).map(m => [m.status, m.reason, m.attempts])).toEqual([['waiting', 'SERVER_AWAY', 1], ['waiting', 'SERVER_AWAY', 1]])
    house.clock.forward(61_000)
    post.rules.onRecipient = to => (to.startsWith('cv') ? '550 no such person' : '451 later')
    await sender()()
    expect(new Set((await messages('email')).map(m => `${m.status} ${m.reason}`))).toEqual(new Set(['failed ADDRESS_REFUSED', 'waiting SERVER_REFUSED']))
    post.rules.onRecipient = () => '250 ok'
    const failed = (await messages('email')).find(m => m.status === 'failed')
    expect(await refusalOf(house.query(c.healthHead, 'alert.sendings', { show: 'failed', channel: '', q: '', day: '', page: 1 }))).toBe('FORBIDDEN')
    const seen = await house.query(c.monitor, 'alert.sendings', { show: 'failed', channel: 'email', q: 'chuyen vien so y te', day: '2026-11-26', page: 1 })
    expect(seen.messages).toMatchObject([{ id: failed?.id, reason: 'ADDRESS_REFUSED', person: 'Chuyên viên Sở Y tế', lines: [{ title: 'Báo cáo kết quả khảo sát' }] }])
    // an administrator keeps the ways open and reads no content
    expect((await house.query(admin, 'alert.sendings', { show: 'failed', channel: '', q: '', day: '', page: 1 })).messages).toMatchObject([{ id: failed?.id, count: 1, lines: [] }])
    const again = { messageIds: [failed?.id ?? ''] }
    expect(code(await house.run(c.healthHead, alertResend, again))).toBe('FORBIDDEN')
    expect(code(await house.run(c.monitor, alertResend, again))).toBe('ok')
    expect(code(await house.run(c.monitor, alertResend, again))).toBe('ALERT_NOTHING_TO_RESEND')
    house.clock.forward(181_000)
    await sender()()
    expect(post.mails.map(m => m.to[0]).sort()).toEqual(['cv.syt@tinh.gov.vn', 'gd.syt@tinh.gov.vn'])
    expect(new Set((await messages('email')).map(m => m.status))).toEqual(new Set(['sent']))
  })

  test('a gateway of messages: values in their place, no redirect followed, no line break carried on, silence is not repeated', async () => {
    await writeTo(c.healthClerk, null, '0912345678')
    await house.must(c.healthClerk, alertPreferenceSet, { channels: ['sms'], quiet: null, isOnDaysOffToo: false, email: '', phone: '+84 912 345 678' })
    await assigned('Việc đến hạn', '2026-11-26')
    await workOut()
    const [{ id } = { id: '' }] = await messages('sms')
    web.rules.answer = () => ({ status: 302, headers: { location: `${web.origin}/elsewhere` } })
    await sender({ sms: sms() })()
    expect(web.asked.map(a => [a.method, a.path])).toEqual([['POST', '/sms']])
    expect((await messages('sms')).map(m => [m.status, m.reason])).toEqual([['failed', 'REDIRECTED']])
    const body = JSON.parse(String(web.asked[0]?.body)) as { to: string; text: string; id: string }
    expect(body).toMatchObject({ to: '0912345678', id })
    expect(body.text).toMatch(/^UBND tinh: \S+: Den han hom nay 26\/11\/2026\./)
    expect(web.asked[0]?.headers.authorization).toBe(`Bearer bi-mat ${id}`)
    const direct = smsChannel({ url: `${web.origin}/gui?so={phone}&noi={text}`, body: null, headers: { 'X-Note': '{text}' } })
    web.rules.answer = () => ({ status: 200 })
    await direct({ id: 'x', subject: '', body: '', url: '', short: 'một\r\nX-Evil: 1&so=2' }, { email: null, phone: '0912345678', devices: [] }, async () => undefined)
    expect(web.asked[1]).toMatchObject({ method: 'GET', path: '/gui?so=0912345678&noi=m%E1%BB%99t%20X-Evil%3A%201%26so%3D2' })
    expect(web.asked[1]?.headers['x-evil']).toBeUndefined()
    // it may have taken it: nobody sends it twice by itself
    await house.must(c.monitor, alertResend, { messageIds: [id] })
    web.rules.answer = () => ({ status: 500 })
    await sender({ sms: sms() })()
    house.clock.forward(3_600_000)
    await sender({ sms: sms() })()
    expect(web.asked).toHaveLength(3)
    expect((await messages('sms')).map(m => [m.status, m.reason])).toEqual([['unknown', 'NO_ANSWER']])
  })

  test('push: only services that are allowed, sealed for the device, a device that is no more is forgotten', async () => {
    const device = () => {
      const keys = createECDH('prime256v1')
      return { p256dh: keys.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') }
    }
    const [mine, gone] = [`${web.origin}/may/1`, `${web.origin}/may/2`]
    expect(code(await house.run(c.healthClerk, pushSubscribe, { endpoint: 'https://noi-khac.example/x', ...device() }))).toBe('PUSH_SERVICE_UNKNOWN')
    for (const endpoint of [mine, gone]) await house.must(c.healthClerk, pushSubscribe, { endpoint, ...device() })
    await assigned()
    await workOut()
    web.rules.answer = a => ({ status: a.path === '/may/2' ? 410 : 201 })
    const { subject, publicKey, privateKey } = vapid
    await sender({ push: pushChannel({ subject, publicKey, privateKey, origins: [web.origin] }) })()
    expect((await messages('push')).map(m => m.status)).toEqual(['sent'])
    const [asked] = web.asked.filter(a => a.path === '/may/1')
    expect(asked?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400' })
    expect(asked?.headers.authorization).toMatch(/^vapid t=/)
    expect(String(asked?.body)).not.toContain('ngày làm việc')
    expect(await house.database.query<{ endpoint: string }>(`SELECT endpoint FROM "PushDevice"`)).toEqual([{ endpoint: mine }])
    await house.must(c.healthClerk, pushUnsubscribe, { endpoint: mine })
  })

  test('own settings: wrong addresses and quiet hours are refused at their field', async () => {
    const base = { channels: ['email' as const], quiet: null, isOnDaysOffToo: false, email: '', phone: '' }
    expect(await house.run(c.healthClerk, alertPreferenceSet, { ...base, email: 'a@b.vn\r\nBcc: x@y.vn' })).toMatchObject({ code: 'ALERT_EMAIL_WRONG', fields: { email: 'ALERT_EMAIL_WRONG' } })
    expect(await house.run(c.healthClerk, alertPreferenceSet, { ...base, phone: '12345' })).toMatchObject({ code: 'ALERT_PHONE_WRONG' })
    expect(await house.run(c.healthClerk, alertPreferenceSet, { ...base, quiet: { from: 60, to: 60 } })).toMatchObject({ code: 'ALERT_QUIET_WRONG' })
    expect(code(await house.run(null, alertPreferenceSet, base))).toBe('NOT_SIGNED_IN')
    await house.must(c.healthClerk, alertPreferenceSet, { ...base, channels: [], quiet: { from: 720, to: 810 }, email: 'cv@tinh.gov.vn' })
    expect(await house.query(c.healthClerk, 'alert.preferences', {})).toMatchObject({ channels: [], quiet: { from: 720, to: 810 }, email: 'cv@tinh.gov.vn', phone: '' })
    await assigned()
    await workOut()
    expect(await messages('email')).toEqual([])
  })
})

describe('quy tắc do quản trị đặt', () => {
  test('changed rules speak for what is planned; nobody is told of the same deadline again; rows lost are planned from the tasks', async () => {
    const { db, runAsSystem } = house.services
    const taskId = await assigned('Việc cuối năm', '2026-12-10')
    const planned = () => house.database.query<{ step: string }>(`SELECT step FROM "Alert" WHERE "taskId" = $1 AND status = 'pending' ORDER BY "fireAt"`, [taskId]).then(rows => rows.map(r => r.step))
    const view = await house.query(admin, 'alert.rules', {})
    const rules = { ...defaultAlertRules, steps: [{ offset: 2, audience: ['head' as const], channels: ['app' as const] }, { offset: -5, audience: ['clerk' as const], channels: ['email' as const] }] }
    const set = (who: Actor | null, more: object = {}) => house.run(who, alertRulesSet, { rules: rules as never, warning: defaultWarningThresholds, baseAt: view.savedAt, reason: 'Theo quy chế', ...more })
    expect(code(await set(c.monitor))).toBe('FORBIDDEN')
    expect(await set(admin, { rules: { ...rules, steps: [...rules.steps, rules.steps[0]] } })).toMatchObject({ code: 'ALERT_RULES_TWICE', fields: { 'rules.steps.2': 'ALERT_RULES_TWICE' } })
    expect(await set(admin, { warning: { ...defaultWarningThresholds, silentDays: 0 } })).toMatchObject({ code: 'WARNING_THRESHOLD_WRONG', fields: { 'warning.silentDays': 'WARNING_THRESHOLD_WRONG' } })
    await house.must(admin, alertRulesSet, { rules: rules as never, warning: defaultWarningThresholds, baseAt: view.savedAt, reason: 'Theo quy chế' })
    expect(code(await set(admin))).toBe('ALERT_RULES_CHANGED')
    await replanAll(db, runAsSystem)
    expect(await planned()).toEqual(['before_5', 'overdue_2'])
    house.clock.now = new Date('2026-12-03T01:00:00Z')
    await workOut()
    expect(await planned()).toEqual(['overdue_2'])
    // back to the rules of before: of the past steps the people know the newest already
    const now = await house.query(admin, 'alert.rules', {})
    expect(now.changes[0]).toMatchObject({ by: 'Quản trị', reason: 'Theo quy chế' })
    await house.must(admin, alertRulesSet, { rules: defaultAlertRules as never, warning: defaultWarningThresholds, baseAt: now.savedAt, reason: 'Trở lại' })
    await house.database.query(`DELETE FROM "Alert" WHERE status = 'pending'`)
    await replanAll(db, runAsSystem)
    expect(await planned()).toEqual(['before_3', 'before_1', 'due', 'overdue_1', 'overdue_3', 'overdue_7'])
    await house.database.query(`DELETE FROM "Alert"`)
    expect(await replanAll(db, runAsSystem, true)).toBe(6)
    expect(await replanAll(db, runAsSystem, true)).toBe(0)
    await workOut()
    expect(await house.database.query(`SELECT 1 FROM "AlertLine" WHERE "taskId" = $1 AND "userId" = $2`, [taskId, c.healthClerk.userId])).toHaveLength(1)
  })
})

describe('cảnh báo sớm', () => {
  test('said with its reason while there is time, kept as it was said, and its own rate told with what it divides by', async () => {
    const [silent, lively] = [await assigned('Không ai làm', '2026-12-10'), await assigned('Có người làm', '2026-12-10')]
    for (const taskId of [silent, lively]) await house.must(c.healthClerk, taskAccept, { taskId })
    house.clock.now = new Date('2026-12-04T02:00:00Z')
    await house.must(c.healthClerk, taskReport, { taskId: lively, reportId: uuid(), percent: 40, note: 'Đang tổng hợp' })
    const of = (who: Actor) => house.query(who, 'warning.list', { taskIds: [silent, lively] })
    expect(await of(c.healthClerk)).toEqual({ [silent]: [{ code: 'silent', days: 6 }] })
    expect(await of(c.homeClerk)).toEqual({})
    await alerts().upkeep()
    await alerts().upkeep()
    expect(await house.query(c.monitor, 'warning.rate', {})).toMatchObject({ warned: 0, open: 1, missed: 0 })
    house.clock.now = new Date('2026-12-11T02:00:00Z')
    expect(await house.query(c.monitor, 'warning.rate', {})).toMatchObject({ late: 1, onTime: 0, warned: 1, open: 0, missed: 1, lateAll: 2 })
    expect(await refusalOf(house.query(c.healthClerk, 'warning.rate', {}))).toBe('FORBIDDEN')
  })
})

describe('tiến trình chết ở từng bước', () => {
  /** A worker of its own whose clock stands `later` ms after the start of the day. */
  async function worker(later = 0): Promise<ChildProcess> {
    const child = fork(path.join(import.meta.dirname, 'alert-child.ts'), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: '3000', ROLE: 'worker', DATABASE_URL: house.database.url, REDIS_URL: house.redis.url, DATA_DIR: house.database.dataDir,
        TEST_NOW: new Date(THURSDAY.getTime() + later).toISOString(), SMTP_URL: post.url, SMTP_FROM: FROM,
      },
    })
    children.push(child)
    await once(child, 'message')
    return child
  }
  const kill = async (child: ChildProcess): Promise<void> => {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  const never = () => new Promise<string>(() => undefined)

  test('while it works out who is told, and while it rings: nobody is told half, everybody once; Redis is wiped on the way', async () => {
    await writeTo(c.healthClerk, 'cv.syt@tinh.gov.vn')
    for (let i = 0; i < 3; i++) await assigned(`Việc ${i}`)
    const holder = new pg.Client({ connectionString: house.database.url })
    await holder.connect()
    for (const table of ['AlertLine', 'Notification']) {
      await holder.query(`BEGIN; LOCK TABLE "${table}" IN EXCLUSIVE MODE`)
      const child = await worker()
      await expect.poll(() => house.database.query(`SELECT 1 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE NOT l.granted AND c.relname = $1`, [table]), { timeout: 15_000 }).not.toEqual([])
      await kill(child)
      await holder.query('ROLLBACK')
      await house.redis.wipe()
      expect(await bells(c.healthClerk)).toEqual([])
    }
    await holder.end()
    await worker()
    await expect.poll(() => bells(c.healthClerk), { timeout: 15_000 }).toHaveLength(1)
    await expect.poll(() => post.mails.length, { timeout: 15_000 }).toBe(1)
    expect(await house.database.query(`SELECT count(*)::int AS n, count(DISTINCT ("taskId", step, "userId"))::int AS once FROM "AlertLine"`)).toEqual([{ n: 9, once: 9 }])
  }, 60_000)

  test('before the mail server was given the text: another sends it; after: it is "không rõ" and never sent twice by itself', async () => {
    await writeTo(c.healthClerk, 'cv.syt@tinh.gov.vn')
    await assigned()
    let isAsked = false
    post.rules.onRecipient = () => {
      isAsked = true
      return never()
    }
    const first = await worker()
    await expect.poll(() => isAsked, { timeout: 15_000 }).toBe(true)
    await kill(first)
    expect((await messages('email')).map(m => m.status)).toEqual(['claimed'])

    post.rules.onRecipient = () => '250 ok'
    post.rules.onText = never
    const second = await worker(2 * 60_000)
    await expect.poll(() => post.mails.length, { timeout: 15_000 }).toBe(1)
    await kill(second)
    expect((await messages('email')).map(m => m.status)).toEqual(['handed'])

    delete post.rules.onText
    const third = await worker(4 * 60_000)
    await expect.poll(() => messages('email').then(rows => rows.map(m => [m.status, m.reason])), { timeout: 15_000 }).toEqual([['unknown', 'WORKER_DIED']])
    expect(post.mails).toHaveLength(1)
    house.clock.now = new Date(THURSDAY.getTime() + 4 * 60_000)
    await house.must(c.monitor, alertResend, { messageIds: [(await messages('email'))[0]?.id ?? ''] })
    await expect.poll(() => messages('email').then(rows => rows.map(m => m.status)), { timeout: 15_000 }).toEqual(['sent'])
    expect(post.mails).toHaveLength(2)
    expect(new Set(post.mails.map(m => m.header('Message-ID'))).size).toBe(1)
    await kill(third)
  }, 60_000)
})
