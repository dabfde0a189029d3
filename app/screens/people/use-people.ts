import { useMemo, useState } from 'react'
import type { z } from 'zod'
import type { PeopleDeskView } from '#app/contracts/people.ts'
import { presenceChanged } from '#app/contracts/people.ts'
import { type MyPart, type PeopleDesk, type Presence, reduceMyPart, reducePeopleDesk } from '#app/live/reducers/people.ts'
import { useSignal, useStream } from '#app/live/use-stream.ts'

export type PeopleData = { view: z.output<typeof PeopleDeskView>; seq: number; may: { people: boolean; absence: boolean } }
const withPresence = new WeakMap<object, PeopleDesk>()

/** The people's side of the desk, followed: requests for leave, corrections, the assignment, who is on the line. */
export function usePeopleDesk(meetingId: string, data: PeopleData): PeopleDesk {
  const stream = `desk:${meetingId}`
  // One object for one answer of the loader: a new one at each picture would look like a new answer.
  let start = withPresence.get(data.view)
  if (!start) {
    start = { ...data.view, presence: null }
    withPresence.set(data.view, start)
  }
  const { view } = useStream<PeopleDesk>({ stream, seq: data.seq, view: start, reduce: reducePeopleDesk })
  // Beside the view: the server tells it on change only, so an answer of the loader that comes later must not wipe it.
  const [presence, setPresence] = useState<Presence | null>(null)
  useSignal(presenceChanged, stream, setPresence)
  return useMemo(() => ({ ...view, presence }), [view, presence])
}

export type MineData = Omit<MyPart, 'meetingId'> & { seq: number; colleagues: { userId: string; name: string }[] }
const mine = new WeakMap<object, MyPart>()

/** What concerns this person alone: own requests for leave, being named to preside. */
export function useMyPart(userId: string, meetingId: string, data: MineData): MyPart {
  let start = mine.get(data)
  if (!start) {
    start = { meetingId, requests: data.requests, assignment: data.assignment, chairLostAt: data.chairLostAt }
    mine.set(data, start)
  }
  return useStream<MyPart>({ stream: `user:${userId}`, seq: data.seq, view: start, reduce: reduceMyPart }).view
}
