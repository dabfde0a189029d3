import type { BatchHandler, Handler } from '#server/command/handler.ts'
import type { Reaction } from './reaction.ts'
import * as account from './account/index.ts'
import * as agenda from './agenda/index.ts'
import * as alert from './alert/index.ts'
import * as attendance from './attendance/index.ts'
import * as audience from './audience/index.ts'
import * as card from './card/index.ts'
import * as conclusion from './conclusion/index.ts'
import * as decided from './decided/index.ts'
import * as directory from './directory/index.ts'
import * as discussion from './discussion/index.ts'
import * as duty from './duty/index.ts'
import * as hall from './hall/index.ts'
import * as meeting from './meeting/index.ts'
import * as note from './note/index.ts'
import * as notification from './notification/index.ts'
import * as pack from './pack/index.ts'
import * as paper from './paper/index.ts'
import * as people from './people/index.ts'
import * as plan from './plan/index.ts'
import * as presentation from './presentation/index.ts'
import * as record from './record/index.ts'
import * as rehearsal from './rehearsal/index.ts'
import * as ruleSet from './rule-set/index.ts'
import * as savings from './savings/index.ts'
import * as seating from './seating/index.ts'
import * as site from './site/index.ts'
import * as source from './source/index.ts'
import * as speaking from './speaking/index.ts'
import * as statistics from './statistics/index.ts'
import * as task from './task/index.ts'
import * as typed from './typed/index.ts'
import * as unit from './unit/index.ts'
import * as video from './video/index.ts'
import * as voting from './voting/index.ts'

/** Every noun of the house; a new feature folder is named here and nowhere else. */
const nouns = [account, agenda, alert, attendance, audience, card, conclusion, decided, directory, discussion, duty, hall, meeting, note, notification, pack, paper, people, plan, presentation, record, rehearsal, ruleSet, savings, seating, site, source, speaking, statistics, task, typed, unit, video, voting]

type Part = { handlers?: Handler[]; batchHandlers?: BatchHandler[]; reactions?: Reaction[] }
const parts: Part[] = nouns

const byName = <T extends { def: { name: string } }>(list: T[]): Map<string, T> => {
  const map = new Map<string, T>()
  for (const h of list) {
    if (map.has(h.def.name)) throw new Error(`two handlers for ${h.def.name}`)
    map.set(h.def.name, h)
  }
  return map
}

export const handlers = byName(parts.flatMap(p => p.handlers ?? []))
export const batchHandlers = byName(parts.flatMap(p => p.batchHandlers ?? []))
export const reactions: Reaction[] = parts.flatMap(p => p.reactions ?? [])

/** Reads, by name: routes get their types from here. */
export const queries = {
  ...account.queries,
  ...agenda.queries,
  ...alert.queries,
  ...attendance.queries,
  ...audience.queries,
  ...card.queries,
  ...conclusion.queries,
  ...decided.queries,
  ...directory.queries,
  ...discussion.queries,
  ...duty.queries,
  ...hall.queries,
  ...meeting.queries,
  ...note.queries,
  ...notification.queries,
  ...pack.queries,
  ...paper.queries,
  ...people.queries,
  ...plan.queries,
  ...presentation.queries,
  ...record.queries,
  ...rehearsal.queries,
  ...ruleSet.queries,
  ...savings.queries,
  ...seating.queries,
  ...site.queries,
  ...source.queries,
  ...speaking.queries,
  ...statistics.queries,
  ...task.queries,
  ...typed.queries,
  ...unit.queries,
  ...video.queries,
  ...voting.queries,
}
export type Queries = typeof queries
