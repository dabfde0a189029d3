import type { CommandDef, EventDef, JobDef, SignalDef } from './define.ts'
import * as account from './account.ts'
import * as alert from './alert.ts'
import * as audience from './audience.ts'
import * as card from './card.ts'
import * as conclusion from './conclusion.ts'
import * as decided from './decided.ts'
import * as discussion from './discussion.ts'
import * as duty from './duty.ts'
import * as flow from './flow.ts'
import * as hall from './hall.ts'
import * as history from './history.ts'
import * as meeting from './meeting.ts'
import * as note from './note.ts'
import * as pack from './pack.ts'
import * as people from './people.ts'
import * as plan from './plan.ts'
import * as presentation from './presentation.ts'
import * as readiness from './readiness.ts'
import * as record from './record.ts'
import * as rehearsal from './rehearsal.ts'
import * as ruleSet from './rule-set.ts'
import * as savings from './savings.ts'
import * as seating from './seating.ts'
import * as secret from './secret.ts'
import * as site from './site.ts'
import * as source from './source.ts'
import * as speaking from './speaking.ts'
import * as task from './task.ts'
import * as taskTree from './task-tree.ts'
import * as taskView from './task-view.ts'
import * as typed from './typed.ts'
import * as unit from './unit.ts'
import * as video from './video.ts'
import * as voteActs from './vote-acts.ts'
import * as votePlan from './vote-plan.ts'

/** The registry: every name once. Collected from the noun files, so adding a declaration there is enough. */
const all: unknown[] = [account, alert, audience, card, conclusion, decided, discussion, duty, flow, hall, history, meeting, note, pack, people, plan, presentation, readiness, record, rehearsal, ruleSet, savings, seating, secret, site, source, speaking, task, taskTree, taskView, typed, unit, video, voteActs, votePlan].flatMap(m => Object.values(m))
const ofKind = <T extends { kind: string; name: string }>(kind: T['kind']): Map<string, T> => {
  const map = new Map<string, T>()
  for (const d of all) {
    if (typeof d !== 'object' || d === null || !('kind' in d) || d.kind !== kind) continue
    const def = d as T
    if (map.has(def.name)) throw new Error(`declared twice: ${kind} ${def.name}`)
    map.set(def.name, def)
  }
  return map
}

export const commands = ofKind<CommandDef>('command')
export const events = ofKind<EventDef>('event')
export const signals = ofKind<SignalDef>('signal')
export const jobs = ofKind<JobDef>('job')
