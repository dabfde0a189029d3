import { notifyTaskAct, taskActed } from '#app/contracts/task.ts'
import { taskCommented } from '#app/contracts/task-tree.ts'
import { actTitle, partTitle } from '#app/text/notices.ts'
import { commandIdFrom } from '#server/command/command-id.ts'
import { handler } from '#server/command/handler.ts'
import { notify } from '#server/features/notification/notify.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { holdersOf } from '#server/features/alert/holders.ts'
import { tellComment } from './discuss.ts'
import { involvedPeople } from './choices.ts'

/** Whom an act concerns: the lead unit for what the Office did, the Office for what the unit did. */
const audiences: Record<string, readonly string[]> = {
  assign: ['clerk', 'head'],
  reassign: ['clerk', 'head'],
  confirm: ['clerk', 'head'],
  sendBack: ['clerk', 'head'],
  transfer: ['clerk', 'head'],
  extend: ['clerk', 'head'],
  undo: ['clerk', 'head'],
  reportPart: ['clerk'],
  finishPart: ['clerk', 'head'],
  declinePart: ['clerk', 'head', 'office'],
  answer: ['office'],
  amend: ['clerk', 'head'],
  recall: ['clerk', 'head'],
  decideExtension: ['clerk', 'head'],
  pause: ['clerk', 'head'],
  resume: ['clerk', 'head'],
  reopen: ['clerk', 'head'],
  requestExtension: ['office'],
  submit: ['office'],
  refuse: ['office'],
}

/** Acts that are about one unit or one person: these are told, whoever leads. */
const toTarget = new Set(['urge', 'explain', 'setPart', 'removePart', 'delegate', 'handOver', 'setMonitor'])
/** What the units that only coordinate have to know too. */
const toCoordinators = new Set(['assign', 'recall', 'confirm', 'transfer'])

export const tellTaskAct = handler(notifyTaskAct, async (ctx, { eventId }) => {
  const row = await ctx.tx.eventLog.findUnique({ where: { id: BigInt(eventId) } })
  if (row?.name === taskCommented.name) await tellComment(ctx, row)
  if (!row || row.name !== taskActed.name) return {}
  const { line, card } = taskActed.payload.parse(row.payload)
  const title = actTitle(line.act, line.unitName, line.byLabel)
  if (!title) return {}
  const { target } = line
  const byTarget = !toTarget.has(line.act) || !target ? null : target.kind === 'person' ? [target.id] : (await involvedPeople(ctx.tx, [target.id], ctx.now, false)).map(p => p.id)
  const concerned = byTarget ?? (await holdersOf(ctx, [card]))(card, audiences[line.act] ?? [])
  const notice = { dedupeKey: `event:${eventId}`, body: `${card.code} · ${card.title}`, link: `/nhiem-vu/${card.id}` }
  await notify(ctx, concerned.filter(id => id !== row.actorId), { ...notice, kind: line.act === 'assign' || line.act === 'reassign' ? 'task_assigned' : 'task_act', title })
  if (toCoordinators.has(line.act) && card.coordinatorIds.length > 0) {
    const others = (await involvedPeople(ctx.tx, card.coordinatorIds, ctx.now, false)).map(p => p.id)
    await notify(ctx, others.filter(id => id !== row.actorId), { ...notice, kind: line.act === 'assign' ? 'task_assigned' : 'task_act', title: line.act === 'assign' ? partTitle : title })
  }
  return {}
})

export const tellThoseConcerned: Reaction = {
  name: 'notifyTaskAct',
  on: [taskActed.name],
  // A morning's alerts are acts on thousands of tasks that concern nobody here.
  wants: event => (event.payload as { line?: { act?: string } }).line?.act !== 'alert',
  run: async ({ runAsSystem }, event) => {
    const answer = await runAsSystem(notifyTaskAct.name, { eventId: event.id }, commandIdFrom(`notify:${event.id}`))
    if (!answer.ok) throw new Error(`notify ${event.id}: ${answer.code}`)
  },
}
