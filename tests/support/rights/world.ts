// A province with every kind of outsider a session has, and sessions at every stage for them to try their hands on.
import { createHash } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import type { CommandDef } from '#app/contracts/define.ts'
import { meetingEnd, meetingGoToItem, meetingOpen, meetingPause, voteOpen } from '#app/contracts/meeting.ts'
import { ranks } from '#app/domain/agenda/order.ts'
import { createHallDisplay } from '#server/features/hall/index.ts'
import { type Actor, systemActor } from '#server/command/context.ts'
import { addPerson, addUnit, buildCommittee, type Committee, type Ground } from '../build.ts'

/** Who tries. The words are those of the table an official reads (tests/acceptance/session-rights.tsv). */
export const ROLES = [
  'chưa đăng nhập',
  'khách, chưa đến nội dung',
  'khách, đang nội dung',
  'khách, xong nội dung',
  'báo chí',
  'dự thay',
  'đã đưa ra',
  'phiên khác',
  'cán bộ điểm cầu',
  'cán bộ xã khác',
] as const
export type RoleName = (typeof ROLES)[number]

/** Sessions as far as they have come. `block`: running, two items in the block of undisputed ones. */
export type Stage = 'invited' | 'running' | 'paused' | 'voting' | 'ended'

export type Session = {
  meetingId: string
  stage: Stage
  /** concluded, in hand, to come, hidden, to come */
  items: { done: string; now: string; next: string; hidden: string; last: string }
  /** one paper each of the same items */
  papers: Session['items']
  /** the same paper's stored files */
  files: Session['items']
  /** participants by user id */
  idOf: (actor: Actor) => string
  has: (actor: Actor) => boolean
  siteId: string
  /** a named person without an account at the commune's room */
  villagerId: string
  voteId: string
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A word that says where it comes from; `MARKED` finds it in whatever somebody was given. */
export const mark = (group: string, kind: string): string => `dau.${group}.${kind}`
export const MARKED = /dau\.[a-z]+\.[a-z]+/g

export type World = Awaited<ReturnType<typeof buildWorld>>

/** Everybody there is; sessions are made by `session`, as many as wanted. */
export async function buildWorld(ground: Ground) {
  const { db, runCommand } = ground.services
  const c: Committee = await buildCommittee(ground, 5)
  const [vice, second, third, absent] = c.members.slice(1) as [Actor, Actor, Actor, Actor]
  await db.position.create({ data: { id: uuid(), userId: vice.userId, unitId: c.province, role: 'vice_chairman', title: 'Phó Chủ tịch UBND tỉnh', validFrom: new Date('2025-07-01') } })
  const unit = {
    tourism: await addUnit(ground, 'Sở Văn hóa, Thể thao và Du lịch', 'department', 'SVHTTDL'),
    finance: await addUnit(ground, 'Sở Tài chính', 'department', 'STC'),
    trade: await addUnit(ground, 'Sở Công Thương', 'department', 'SCT'),
    building: await addUnit(ground, 'Sở Xây dựng', 'department', 'SXD'),
    press: await addUnit(ground, 'Báo và Phát thanh, Truyền hình Tuyên Quang', 'department', 'BPTTH'),
    commune: await addUnit(ground, 'UBND xã Tân Trào', 'commune'),
    otherCommune: await addUnit(ground, 'UBND xã Sơn Dương', 'commune'),
  }
  const people: Record<Exclude<RoleName, 'chưa đăng nhập'>, Actor> = {
    'khách, chưa đến nội dung': await addPerson(ground, 'Giám đốc Sở Văn hóa', [{ role: 'unit_head', unitId: unit.tourism }]),
    'khách, đang nội dung': await addPerson(ground, 'Giám đốc Sở Tài chính', [{ role: 'unit_head', unitId: unit.finance }]),
    'khách, xong nội dung': await addPerson(ground, 'Giám đốc Sở Công Thương', [{ role: 'unit_head', unitId: unit.trade }]),
    'báo chí': await addPerson(ground, 'Phóng viên Báo Tuyên Quang', [{ role: 'guest', unitId: unit.press }]),
    'dự thay': c.substitute,
    'đã đưa ra': await addPerson(ground, 'Giám đốc Sở Xây dựng', [{ role: 'unit_head', unitId: unit.building }]),
    'phiên khác': await addPerson(ground, 'Phó Giám đốc Sở Xây dựng', [{ role: 'unit_clerk', unitId: unit.building }]),
    'cán bộ điểm cầu': await addPerson(ground, 'Công chức xã Tân Trào', [{ role: 'unit_clerk', unitId: unit.commune }]),
    'cán bộ xã khác': await addPerson(ground, 'Công chức xã Sơn Dương', [{ role: 'unit_clerk', unitId: unit.otherCommune }]),
  }
  const admin = await addPerson(ground, 'Quản trị hệ thống', [{ role: 'admin', unitId: c.office }])
  const auditor = await addPerson(ground, 'Cán bộ giám sát', [{ role: 'auditor', unitId: c.province }])

  async function must<T = Record<string, unknown>>(actor: Actor, def: CommandDef, input: unknown): Promise<T> {
    const answer = await runCommand(def.name, input, uuid(), { actor, ip: null })
    if (!answer.ok) throw new Error(`${def.name}: ${answer.code} ${JSON.stringify(answer.fields ?? {})}`)
    return answer.data as T
  }

  /** A session of its own, in every word of which stands where it comes from ("dau.hidden.title"). */
  async function session(stage: Stage): Promise<Session> {
    const meetingId = uuid()
    const { now } = ground.clock
    await db.meeting.create({
      data: { id: meetingId, title: 'Phiên họp UBND tỉnh thường kỳ', kind: 'regular', status: 'invited', startsAt: now, endsAt: new Date(now.getTime() + 2.5 * 3600_000), place: 'Phòng họp số 1', hostUnitId: c.province, agendaVersion: 1 },
    })
    const names = ['done', 'now', 'next', 'hidden', 'last'] as const
    const each = <T>(make: (name: (typeof names)[number], i: number) => T) => Object.fromEntries(names.map((n, i) => [n, make(n, i)])) as Record<(typeof names)[number], T>
    const [items, papers, files] = [each(() => uuid()), each(() => uuid()), each(() => uuid())]
    const rank = ranks(names.length)
    const rows = names.map((n, i) => ({
      id: items[n],
      meetingId,
      rank: rank[i] ?? '',
      title: mark(n, 'title'),
      text: mark(n, 'text'),
      presenter: mark(n, 'presenter'),
      minutes: 20,
      leadUnitId: c.home,
      isHidden: n === 'hidden',
      isOpenToPress: n === 'done',
    }))
    await db.agendaItem.createMany({ data: rows })
    const content = { items: rows.filter(r => !r.isHidden).map(r => ({ id: r.id, title: r.title, presenter: r.presenter, minutes: r.minutes, leadUnitId: c.home, leadUnitName: 'Sở Nội vụ', text: r.text, rank: r.rank })) }
    await db.agendaVersion.create({ data: { id: uuid(), meetingId, n: 1, content, changes: [], sha256: uuid(), issuedAt: now, issuedById: c.secretary.userId } })
    await db.storedFile.createMany({ data: names.map(n => ({ id: files[n], sha256: hash(files[n]), name: `${mark(n, 'file')}.pdf`, mime: 'application/pdf', size: 1000n, pages: 12, uploadedById: c.secretary.userId })) })
    await db.paper.createMany({ data: names.map(n => ({ id: papers[n], meetingId, itemId: items[n], fileId: files[n], title: mark(n, 'paper'), kind: 'main', addedById: c.secretary.userId })) })
    const ids = new Map<string, string>()
    const person = (actor: Actor, role: string, r: number, more: { substituteForId?: string; absenceReason?: string } = {}) => {
      const id = uuid()
      ids.set(actor.userId, id)
      return { id, meetingId, userId: actor.userId, role, label: actor.displayName, unitName: actor.unitName, rank: r, ...more }
    }
    const members = c.members.map((m, i) => person(m, i === 0 ? 'chair' : 'member', i + 1, m === absent ? { absenceReason: mark('absence', 'reason') } : {}))
    const gone = person(people['đã đưa ra'], 'member', 800)
    await db.meetingParticipant.createMany({
      data: [
        ...members,
        person(c.secretary, 'secretary', 900),
        person(c.substitute, 'substitute', 910, { substituteForId: ids.get(absent.userId) ?? '' }),
        person(people['khách, chưa đến nội dung'], 'guest', 920),
        person(people['khách, đang nội dung'], 'guest', 921),
        person(people['khách, xong nội dung'], 'guest', 922),
        person(people['báo chí'], 'observer', 930),
      ],
    })
    // Whoever was taken off the list was on it once, with the stream heads and rows that leaves behind.
    await db.participantRemoval.create({ data: { id: uuid(), meetingId, participantId: gone.id, userId: gone.userId, label: gone.label, snapshot: {}, reason: 'Mời nhầm', removedById: c.secretary.userId, removedAt: now } })
    ids.delete(gone.userId)
    const siteId = uuid()
    await db.site.create({ data: { id: siteId, meetingId, unitId: unit.commune, name: 'Điểm cầu xã Tân Trào' } })
    const villager = uuid()
    const villagerId = uuid()
    await db.user.create({ data: { id: villager, username: `ten-${villager}`, displayName: 'Hoàng Văn An', isNamedOnly: true } })
    await db.meetingParticipant.create({ data: { id: villagerId, meetingId, userId: villager, role: 'guest', label: mark('site', 'person'), rank: 940, siteId } })
    const idOf = (actor: Actor): string => {
      const id = ids.get(actor.userId)
      if (!id) throw new Error(`${actor.displayName} is not on the list`)
      return id
    }
    const s: Session = { meetingId, stage, items, papers, files, idOf, has: actor => ids.has(actor.userId), siteId, villagerId, voteId: uuid() }
    const on = { meetingId }
    await db.guestItem.createMany({
      data: [
        { participantId: idOf(people['khách, chưa đến nội dung']), itemId: items.next },
        { participantId: idOf(people['khách, đang nội dung']), itemId: items.now },
        { participantId: idOf(people['khách, xong nội dung']), itemId: items.done },
      ],
    })
    if (stage === 'invited') return s
    const here = [c.chairman, vice, second, third, c.substitute, people['khách, đang nội dung']]
    await db.attendanceInterval.createMany({ data: here.map(p => ({ id: uuid(), meetingId, participantId: idOf(p), arrivedAt: now, how: 'secretary', recordedById: c.secretary.userId })) })
    await must(c.chairman, meetingOpen, on)
    await must(c.chairman, meetingGoToItem, { ...on, itemId: items.done })
    await must(c.chairman, meetingGoToItem, { ...on, itemId: items.now })
    if (stage === 'voting') await must(c.chairman, voteOpen, { ...on, voteId: s.voteId, question: mark('now', 'question') })
    if (stage === 'paused') await must(c.chairman, meetingPause, on)
    if (stage === 'ended') await must(c.chairman, meetingEnd, on)
    return s
  }

  /** A session of somebody else's, so that "phiên khác" is in one. */
  const elsewhere = uuid()
  await db.meeting.create({ data: { id: elsewhere, title: 'Phiên họp khác', kind: 'other', status: 'running', startsAt: ground.clock.now, endsAt: ground.clock.now, openedAt: ground.clock.now, place: 'Phòng họp số 2', hostUnitId: c.province } })
  await db.meetingParticipant.create({ data: { id: uuid(), meetingId: elsewhere, userId: people['phiên khác'].userId, role: 'member', label: people['phiên khác'].displayName, rank: 1 } })

  return {
    ground,
    db,
    c,
    unit,
    people,
    vice,
    second,
    third,
    absent,
    admin,
    auditor,
    system: systemActor,
    must,
    session,
    /** the person of a role; null = nobody signed in */
    actorOf: (role: RoleName): Actor | null => (role === 'chưa đăng nhập' ? null : people[role]),
    newDisplay: () => createHallDisplay(db, ground.clock.now),
  }
}
