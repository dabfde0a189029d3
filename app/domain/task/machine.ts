import { refused, type Refused } from '#app/domain/verdict.ts'

/**
 * Trạng thái nhiệm vụ: nháp, chờ tiếp nhận, bị trả lại, đang thực hiện, chờ xác nhận, hoàn thành, tạm hoãn, đã thu hồi.
 * What the clock makes of a task (in time, overdue) is another axis: `deadline.ts`.
 */
export type TaskState =
  | 'draft'
  | 'assigned'
  | 'refused'
  | 'in_progress'
  | 'waiting_confirmation'
  | 'done'
  | 'paused'
  | 'recalled'

/**
 * Who a person is towards this task: the leader who gave it (of a sub-task: the head of the unit that gave it), a specialist
 * or leader of the Office, head or clerk of the lead unit, the person who has it in hand, head or clerk of a coordinating
 * unit, somebody of a unit that follows it, the program itself. Coordinating units have no act that moves the state.
 */
export type ActorRole = 'giver' | 'office' | 'office_leader' | 'unit_head' | 'unit_clerk' | 'assignee' | 'coordinator' | 'follower' | 'system'

export type TaskAct =
  | 'assign'
  | 'accept'
  | 'refuse'
  | 'reassign'
  | 'report'
  | 'requestExtension'
  | 'decideExtension'
  | 'submit'
  | 'confirm'
  | 'sendBack'
  | 'pause'
  | 'resume'
  | 'recall'
  | 'reopen'
  | 'urge'
  | 'amend'
  | 'delegate'
  | 'handOver'
  | 'transfer'
  | 'addChild'
  | 'extend'
  | 'explain'
  | 'answer'
  | 'comment'
  | 'setPart'
  | 'removePart'
  | 'setFollowers'
  | 'setMonitor'
  | 'attach'
  | 'acceptPart'
  | 'reportPart'
  | 'finishPart'
  | 'declinePart'

/** What an act cannot go without. `deadline` is given by a date or by the explicit word 'none' (không thời hạn). */
export type Must = 'reason' | 'deadline' | 'evidence' | 'note' | 'unit' | 'person'

export type TaskRefusal =
  | 'TASK_WRONG_STATE'
  | 'TASK_NOT_YOURS'
  | 'TASK_REASON_REQUIRED'
  | 'TASK_DEADLINE_REQUIRED'
  | 'TASK_EVIDENCE_REQUIRED'
  | 'TASK_NOTE_REQUIRED'
  | 'TASK_UNIT_REQUIRED'
  | 'TASK_PERSON_REQUIRED'

export type ActRule = {
  from: readonly TaskState[]
  to: TaskState | 'same'
  by: readonly ActorRole[]
  must: readonly Must[]
}

const leadUnit: readonly ActorRole[] = ['unit_head', 'unit_clerk']
const office: readonly ActorRole[] = ['giver', 'office', 'office_leader']
const underWay: readonly TaskState[] = ['assigned', 'in_progress', 'waiting_confirmation']
/** Not yet ended, whoever has to move next. */
const open: readonly TaskState[] = [...underWay, 'refused', 'paused']
/** Once given, also when it has ended: one can always ask, answer and speak. */
const given: readonly TaskState[] = [...open, 'done', 'recalled']
const everybody: readonly ActorRole[] = [...office, ...leadUnit, 'assignee', 'coordinator', 'follower']

/** The whole machine as data: from where, to where, by whom, with what. */
export const acts: Readonly<Record<TaskAct, ActRule>> = {
  assign: { from: ['draft'], to: 'assigned', by: office, must: ['unit', 'deadline'] },
  accept: { from: ['assigned'], to: 'in_progress', by: [...leadUnit, 'system'], must: [] },
  refuse: { from: ['assigned'], to: 'refused', by: leadUnit, must: ['reason'] },
  reassign: { from: ['refused'], to: 'assigned', by: office, must: ['unit', 'reason'] },
  report: { from: ['in_progress'], to: 'same', by: leadUnit, must: ['note'] },
  requestExtension: { from: ['in_progress'], to: 'same', by: leadUnit, must: ['reason', 'deadline'] },
  decideExtension: { from: ['in_progress'], to: 'same', by: office, must: [] },
  submit: { from: ['in_progress'], to: 'waiting_confirmation', by: leadUnit, must: ['evidence'] },
  confirm: { from: ['waiting_confirmation'], to: 'done', by: office, must: [] },
  sendBack: { from: ['waiting_confirmation'], to: 'in_progress', by: office, must: ['reason'] },
  pause: { from: underWay, to: 'paused', by: office, must: ['reason'] },
  resume: { from: ['paused'], to: 'in_progress', by: office, must: [] },
  recall: { from: open, to: 'recalled', by: office, must: ['reason'] },
  reopen: { from: ['done'], to: 'in_progress', by: ['giver', 'office_leader'], must: ['reason'] },
  urge: { from: ['assigned', 'in_progress'], to: 'same', by: office, must: ['note'] },
  /** the conclusion behind the task was changed and agreed to again */
  amend: { from: open, to: 'same', by: office, must: ['note'] },
  /** phân công: the head gives it to a person of the own unit */
  delegate: { from: ['assigned', 'in_progress'], to: 'same', by: ['unit_head'], must: ['person'] },
  /** bàn giao: whoever has it in hand passes it on, with what is done and what is left */
  handOver: { from: ['assigned', 'in_progress'], to: 'same', by: ['unit_head', 'assignee'], must: ['person', 'reason'] },
  /** chuyển chủ trì: another unit takes it up anew */
  transfer: { from: ['assigned', 'in_progress'], to: 'assigned', by: office, must: ['unit', 'reason'] },
  addChild: { from: ['in_progress'], to: 'same', by: leadUnit, must: ['unit'] },
  /** gia hạn without having been asked */
  extend: { from: ['assigned', 'in_progress'], to: 'same', by: office, must: ['reason', 'deadline'] },
  explain: { from: [...open, 'done'], to: 'same', by: office, must: ['note', 'deadline'] },
  answer: { from: given, to: 'same', by: [...leadUnit, 'coordinator'], must: ['note'] },
  comment: { from: given, to: 'same', by: everybody, must: ['note'] },
  setPart: { from: open, to: 'same', by: [...office, ...leadUnit], must: ['unit'] },
  removePart: { from: open, to: 'same', by: office, must: ['unit', 'reason'] },
  setFollowers: { from: open, to: 'same', by: office, must: [] },
  setMonitor: { from: open, to: 'same', by: office, must: ['person'] },
  attach: { from: open, to: 'same', by: office, must: [] },
  /** What a coordinating unit does with its own part; from which state of the part: `part.ts`. */
  acceptPart: { from: underWay, to: 'same', by: ['coordinator'], must: [] },
  reportPart: { from: underWay, to: 'same', by: ['coordinator'], must: ['note'] },
  finishPart: { from: underWay, to: 'same', by: ['coordinator'], must: ['note'] },
  declinePart: { from: underWay, to: 'same', by: ['coordinator'], must: ['reason'] },
}

const codeOf: Record<Must, TaskRefusal> = {
  reason: 'TASK_REASON_REQUIRED',
  deadline: 'TASK_DEADLINE_REQUIRED',
  evidence: 'TASK_EVIDENCE_REQUIRED',
  note: 'TASK_NOTE_REQUIRED',
  unit: 'TASK_UNIT_REQUIRED',
  person: 'TASK_PERSON_REQUIRED',
}

/** What was handed in with the act; blank text, an empty list, null and undefined are not given. */
export type Given = Partial<Record<Must, string | readonly unknown[] | boolean | null>>

const isGiven = (value: Given[Must]): boolean => {
  if (typeof value === 'string') return value.trim() !== ''
  return Array.isArray(value) ? value.length > 0 : value === true
}

/**
 * Decides one act. `roles` = all the roles the person has towards the task. `pausedFrom` brings a resumed task back
 * to where it stood. Refusals name the first thing missing; `missing` lists them all.
 */
export const decideAct = (facts: {
  state: TaskState
  act: TaskAct
  roles: readonly ActorRole[]
  given?: Given
  pausedFrom?: TaskState | null
}): { ok: true; to: TaskState } | (Refused<TaskRefusal> & { missing?: Must[] }) => {
  const rule = acts[facts.act]
  if (!facts.roles.some(role => rule.by.includes(role))) return refused('TASK_NOT_YOURS')
  if (!rule.from.includes(facts.state)) return refused('TASK_WRONG_STATE')
  const missing = rule.must.filter(what => !isGiven(facts.given?.[what]))
  const [first] = missing
  if (first) return { ...refused(codeOf[first]), missing }
  if (facts.act === 'resume' && facts.pausedFrom && underWay.includes(facts.pausedFrom))
    return { ok: true, to: facts.pausedFrom }
  return { ok: true, to: rule.to === 'same' ? facts.state : rule.to }
}

/** The acts somebody with these roles may do now, in the order of the table: the buttons of the task page. */
export const availableActs = (state: TaskState, roles: readonly ActorRole[]): TaskAct[] =>
  (Object.keys(acts) as TaskAct[]).filter(
    act => acts[act].from.includes(state) && acts[act].by.some(role => roles.includes(role)),
  )

/** States in which the deadline clock runs; a refused task still has its deadline. */
export const isClockRunning = (state: TaskState): boolean =>
  state === 'assigned' || state === 'refused' || state === 'in_progress'
