import { TOTP, Secret } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { passwordChange, roleSecuritySet, sessionEnd, totpDisable, totpEnable, userDisable, userEnable } from '#app/contracts/account.ts'
import { findActor } from '#server/auth/actor.ts'
import { cookieNames } from '#server/auth/cookies.ts'
import { hashPassword, makeAuthDoor, newTotpSecret } from '#server/auth/sign-in.ts'
import type { Actor } from '#server/command/context.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { addPerson, addUnit, type House, openHouse } from '#tests/support/build.ts'

let house: House
let clerk: Actor
let admin: Actor
const PASSWORD = 'Cây đa Tân Trào 1945'
beforeAll(async () => {
  house = await openHouse()
  const office = await addUnit(house, 'Văn phòng UBND tỉnh', 'office')
  clerk = await addPerson(house, 'Chuyên viên', [{ role: 'unit_clerk', unitId: office }])
  admin = await addPerson(house, 'Quản trị', [{ role: 'admin', unitId: office }])
  await house.services.db.user.update({ where: { id: clerk.userId }, data: { passwordHash: await hashPassword(PASSWORD) } })
})
afterAll(() => house.close())

const codeOf = (a: Answer) => (a.ok ? 'ok' : a.code)
const door = (ip = '10.0.0.1', cookieHeader?: string) =>
  makeAuthDoor(
    { pool: house.services.pool, clock: () => house.clock.now, cookies: cookieNames(true), insecureHttp: true, announceEnd: async () => undefined },
    { cookieHeader, ip, userAgent: 'test' },
  )
const codeNow = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: house.clock.now.getTime() })
const cookieOf = (cookies: string[], name: string) => cookies.find(c => c.startsWith(`${name}=`))?.split(';')[0] ?? ''

test('sign-in: a new session each time, Unicode passwords whole, and no hint which part was wrong', async () => {
  const a = await door().signIn('chuyen.vien', PASSWORD)
  const b = await door().signIn('CHUYEN.VIEN ', PASSWORD.normalize('NFD'))
  if (!a.ok || !b.ok) throw new Error('refused')
  expect(cookieOf(a.cookies, 'tantrao')).not.toBe(cookieOf(b.cookies, 'tantrao'))
  expect(a.cookies[0]).toMatch(/HttpOnly/)
  expect(await door().signIn('chuyen.vien', PASSWORD.slice(0, -1))).toMatchObject({ ok: false, code: 'SIGN_IN_FAILED' })
  expect(await door().signIn('khong.co.ai', PASSWORD)).toMatchObject({ ok: false, code: 'SIGN_IN_FAILED' })
})

test('ten wrong tries lock the account for strangers, never the known device nor the rest of the hall', async () => {
  const known = await door().signIn('chuyen.vien', PASSWORD)
  if (!known.ok) throw new Error('refused')
  const device = cookieOf(known.cookies, 'tantrao-device')
  for (let i = 0; i < 10; i++) await door().signIn('chuyen.vien', `sai ${i}`)
  expect(await door().signIn('chuyen.vien', PASSWORD)).toMatchObject({ ok: false, code: 'SIGN_IN_LOCKED' })
  expect(await door('10.0.0.1', device).signIn('chuyen.vien', PASSWORD)).toMatchObject({ ok: true })
  await house.services.db.user.update({ where: { id: admin.userId }, data: { passwordHash: await hashPassword(PASSWORD) } })
  expect(await door('10.0.0.1').signIn('quan.tri', PASSWORD)).toMatchObject({ ok: true })
  house.clock.forward(16 * 60_000)
  expect(await door().signIn('chuyen.vien', PASSWORD)).toMatchObject({ ok: true })
})

test('a password is changed with the old one, by the rules, and ends the other devices', async () => {
  expect(codeOf(await house.run(clerk, passwordChange, { current: 'sai', next: 'Mái đình Hồng Thái' }))).toBe('PASSWORD_WRONG')
  const refused: [string, string][] = [
    ['ngan 7k', 'PASSWORD_TOO_SHORT'],
    ['matkhau123', 'PASSWORD_COMMON'],
    ['23456789', 'PASSWORD_COMMON'],
    ['xin chuyen.vien nhe', 'PASSWORD_LIKE_NAME'],
    [PASSWORD, 'PASSWORD_SAME'],
  ]
  for (const [next, code] of refused) expect(codeOf(await house.run(clerk, passwordChange, { current: PASSWORD, next }))).toBe(code)
  const other = await door().signIn('chuyen.vien', PASSWORD)
  if (!other.ok) throw new Error('refused')
  const token = cookieOf(other.cookies, 'tantrao').split('=')[1] ?? ''
  await house.must(clerk, passwordChange, { current: PASSWORD, next: 'Mái đình Hồng Thái' })
  expect(await findActor(house.services.pool, { token }, house.clock.now)).toBeNull()
  expect(await findActor(house.services.pool, { sessionId: clerk.sessionId }, house.clock.now)).not.toBeNull()
  await house.must(clerk, passwordChange, { current: 'Mái đình Hồng Thái', next: PASSWORD })
})

test('second factor: switched on with a code, asked at sign-in, a code counts once, off with password and code', async () => {
  const secret = newTotpSecret()
  expect(codeOf(await house.run(clerk, totpEnable, { secret, code: '000000' }))).toBe('SECOND_FACTOR_WRONG')
  await house.must(clerk, totpEnable, { secret, code: codeNow(secret) })
  house.clock.forward(60_000)
  const first = await door().signIn('chuyen.vien', PASSWORD)
  if (!first.ok) throw new Error('refused')
  expect(first.next).toBe('second_factor')
  const pending = cookieOf(first.cookies, 'tantrao-second')
  const code = codeNow(secret)
  expect(await door('10.0.0.1', pending).secondFactor('123456')).toMatchObject({ ok: false, code: 'SECOND_FACTOR_WRONG' })
  expect(await door('10.0.0.1', pending).secondFactor(code)).toMatchObject({ ok: true, next: 'home' })
  const again = await door().signIn('chuyen.vien', PASSWORD)
  if (!again.ok) throw new Error('refused')
  expect(await door('10.0.0.1', cookieOf(again.cookies, 'tantrao-second')).secondFactor(code)).toMatchObject({ ok: false, code: 'SECOND_FACTOR_WRONG' })
  house.clock.forward(60_000)
  expect(codeOf(await house.run(clerk, totpDisable, { password: 'sai', code: codeNow(secret) }))).toBe('PASSWORD_WRONG')
  await house.must(clerk, totpDisable, { password: PASSWORD, code: codeNow(secret) })
})

test('a role may demand the second factor: nothing else works before it is set up', async () => {
  expect(codeOf(await house.run(clerk, roleSecuritySet, { role: 'unit_clerk', isSecondFactorDemanded: true }))).toBe('FORBIDDEN')
  await house.must(admin, roleSecuritySet, { role: 'unit_clerk', isSecondFactorDemanded: true })
  const now = await findActor(house.services.pool, { sessionId: clerk.sessionId }, house.clock.now)
  expect(now?.mustSetUpSecondFactor).toBe(true)
  expect(codeOf(await house.run(now, userEnable, { userId: admin.userId }))).toBe('SECOND_FACTOR_SETUP_REQUIRED')
  if (!now) throw new Error('no actor')
  const [unitId = ''] = now.unitIds
  const follow = (stream: string) => mayFollow(house.services.pool, { kind: 'person', actor: now }, stream)
  expect(await follow(`board:${unitId}`)).toBe(false)
  expect(await follow(`user:${now.userId}`)).toBe(true)
  await house.must(admin, roleSecuritySet, { role: 'unit_clerk', isSecondFactorDemanded: false })
})

test('an administrator disables an account: its sessions are gone at once; nobody disables himself', async () => {
  expect(codeOf(await house.run(clerk, userDisable, { userId: admin.userId, reason: 'x' }))).toBe('FORBIDDEN')
  expect(codeOf(await house.run(admin, userDisable, { userId: admin.userId, reason: 'x' }))).toBe('CONFLICT')
  expect(codeOf(await house.run(clerk, sessionEnd, { sessionId: uuid() }))).toBe('NOT_FOUND')
  await house.must(admin, userDisable, { userId: clerk.userId, reason: 'Chuyển công tác' })
  const log = await house.database.query<{ payload: { act: string; reason: string }; actorId: string }>(`SELECT payload, "actorId" FROM "EventLog" WHERE stream = 'audit:user:' || $1 ORDER BY id DESC LIMIT 1`, [clerk.userId])
  expect(log[0]).toMatchObject({ payload: { act: 'disabled', reason: 'Chuyển công tác' }, actorId: admin.userId })
  expect(await findActor(house.services.pool, { sessionId: clerk.sessionId }, house.clock.now)).toBeNull()
  expect(await door().signIn('chuyen.vien', PASSWORD)).toMatchObject({ ok: false, code: 'SIGN_IN_FAILED' })
  await house.must(admin, userEnable, { userId: clerk.userId })
  expect(await door().signIn('chuyen.vien', PASSWORD)).toMatchObject({ ok: true })
})

test('the administrator finds people without diacritics, with state and reason; nobody else does', async () => {
  const unit = await addUnit(house, 'Sở Nông nghiệp và Môi trường', 'department')
  const gone = await addPerson(house, 'Nguyễn Thị Đào', [{ role: 'unit_clerk', unitId: unit }])
  await house.must(admin, userDisable, { userId: gone.userId, reason: 'Nghỉ hưu' })
  await house.must(admin, userEnable, { userId: gone.userId })
  await house.must(admin, userDisable, { userId: gone.userId, reason: 'Chuyển công tác' })
  const found = await house.query(admin, 'account.users', { q: 'dao nong nghiep' })
  expect(found).toMatchObject({ total: 1, pages: 1, users: [{ id: gone.userId, disabledReason: 'Chuyển công tác', roles: ['unit_clerk'], units: ['Sở Nông nghiệp và Môi trường'] }] })
  expect((await house.query(admin, 'account.users', { q: 'dao', state: 'active' })).users.map(u => u.id)).not.toContain(gone.userId)
  expect((await house.query(admin, 'account.users', { q: 'dao', role: 'chairman' })).total).toBe(0)
  for (const name of ['account.users', 'account.roles'] as const) await expect(house.query(clerk, name, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a second factor that the role demands cannot be switched off by oneself', async () => {
  const unit = await addUnit(house, 'Sở Tài chính', 'department')
  const head = await addPerson(house, 'Giám đốc Sở Tài chính', [{ role: 'unit_head', unitId: unit }])
  const before = await house.query(admin, 'account.roles', {})
  expect(before.roles.find(r => r.role === 'unit_head')).toMatchObject({ people: 1, withSecond: 0, isDemanded: false })
  await house.must(admin, roleSecuritySet, { role: 'unit_head', isSecondFactorDemanded: true })
  expect(codeOf(await house.run(head, totpDisable, { password: 'x', code: '123456' }))).toBe('SECOND_FACTOR_DEMANDED')
  expect((await house.query(admin, 'account.roles', {})).roles.find(r => r.role === 'unit_head')?.isDemanded).toBe(true)
  await house.must(admin, roleSecuritySet, { role: 'unit_head', isSecondFactorDemanded: false })
  expect(codeOf(await house.run(head, totpDisable, { password: 'x', code: '123456' }))).toBe('PASSWORD_WRONG')
})
