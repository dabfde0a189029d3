// The people and screens around a session, in the numbers a bench asks for.
import { randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { tokenHash } from '#server/auth/actor.ts'
import type { Services } from '#server/boot/services.ts'

type Ground = { services: Services; meetingId: string; items: string[]; province: string; signIn: (userId: string) => Promise<string> }
type Device = { kind: string; cookie: string; stream: string }

export function makeCrowd({ services, meetingId, signIn }: Ground) {
  const { db } = services
  const stream = `meeting:${meetingId}`
  const people = async (kind: string, role: string, n: number): Promise<Device[]> => {
    const users = Array.from({ length: n }, (_, i) => ({ id: uuid(), username: `${kind}.${i}.${uuid()}`, displayName: `${kind} ${i + 1}`, searchText: '' }))
    await db.user.createMany({ data: users })
    await db.meetingParticipant.createMany({ data: users.map((u, i) => ({ id: uuid(), meetingId, userId: u.id, role, label: u.displayName, rank: 1000 + i })) })
    // Guests follow the part of the session they are invited to, everybody else the room.
    return Promise.all(users.map(async u => ({ kind, cookie: await signIn(u.id), stream: role === 'guest' ? `part:${meetingId}` : stream })))
  }
  return {
    guests: (n: number) => people('guest', 'guest', n),
    rooms: (n: number) => people('room', 'member', n),
    displays: async (n: number): Promise<Device[]> => {
      const rows = Array.from({ length: n }, (_, i) => ({ id: uuid(), token: randomBytes(32).toString('base64url'), code: `bench${i}` }))
      const now = new Date()
      await db.hallDisplay.createMany({
        data: rows.map(r => ({ id: r.id, code: r.code, tokenHash: tokenHash(r.token), meetingId, codeExpiresAt: now, pairedAt: now, createdAt: now })),
      })
      return rows.map(r => ({ kind: 'display', cookie: `${services.cookies.hall}=${r.token}`, stream }))
    },
  }
}

/** More members in office, on the list of a session and in the room, like everybody on it by then; their user ids. */
export async function addVoters({ db }: Services, meetingId: string, n: number): Promise<string[]> {
  const users = Array.from({ length: n }, (_, i) => ({ id: uuid(), username: `voter.${i}.${uuid()}`, displayName: `Ủy viên ${i + 1}`, searchText: '' }))
  await db.user.createMany({ data: users })
  const validFrom = new Date('2025-07-01')
  await db.committeeMembership.createMany({ data: users.map((u, i) => ({ id: uuid(), userId: u.id, title: u.displayName, rank: i + 2, validFrom })) })
  await db.meetingParticipant.createMany({ data: users.map((u, i) => ({ id: uuid(), meetingId, userId: u.id, role: 'member', label: u.displayName, rank: i + 2 })) })
  const arrivedAt = new Date()
  const listed = await db.meetingParticipant.findMany({ where: { meetingId, role: { in: ['chair', 'member'] } }, select: { id: true, userId: true } })
  await db.attendanceInterval.createMany({ data: listed.map(p => ({ id: uuid(), meetingId, participantId: p.id, arrivedAt, how: 'secretary', recordedById: p.userId })) })
  return users.map(u => u.id)
}

/** A session cookie for each, in one statement. */
export async function signInAll({ db, cookies }: Services, userIds: string[]): Promise<string[]> {
  const now = new Date()
  const rows = userIds.map(userId => ({ userId, token: uuid() }))
  await db.session.createMany({ data: rows.map(r => ({ id: uuid(), tokenHash: tokenHash(r.token), userId: r.userId, createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + 3_600_000) })) })
  return rows.map(r => `${cookies.session}=${r.token}`)
}
