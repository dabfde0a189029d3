import { notifyTaskAct, taskActed } from '#app/contracts/task.ts'
import { actTitle } from '#app/text/notices.ts'
import { commandIdFrom } from '#server/command/command-id.ts'
import { handler } from '#server/command/handler.ts'
import { notify } from '#server/features/notification/notify.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { audienceOf } from './deliver-alert.ts'

/** Whom an act concerns: the lead unit for what the Office did, the Office for what the unit did. */
const audiences: Record<string, readonly string[]> = {
  assign: ['clerk', 'head'],
  reassign: ['clerk', 'head'],
  confirm: ['clerk', 'head'],
  sendBack: ['clerk', 'head'],
  urge: ['clerk', 'head'],
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

export const tellTaskAct = handler(notifyTaskAct, async (ctx, { eventId }) => {
  const row = await ctx.tx.eventLog.findUnique({ where: { id: BigInt(eventId) } })
  if (!row || row.name !== taskActed.name) return {}
  const { line, card } = taskActed.payload.parse(row.payload)
  const title = actTitle(line.act, line.unitName, line.byLabel)
  if (!title) return {}
  const concerned = await audienceOf(ctx, card, audiences[line.act] ?? [])
  await notify(ctx, concerned.filter(id => id !== row.actorId), {
    dedupeKey: `event:${eventId}`,
    kind: line.act === 'assign' || line.act === 'reassign' ? 'task_assigned' : 'task_act',
    title,
    body: `${card.code} · ${card.title}`,
    link: `/nhiem-vu/${card.id}`,
  })
  return {}
})

export const tellThoseConcerned: Reaction = {
  name: 'notifyTaskAct',
  on: [taskActed.name],
  run: async ({ runAsSystem }, event) => {
    const answer = await runAsSystem(notifyTaskAct.name, { eventId: event.id }, commandIdFrom(`notify:${event.id}`))
    if (!answer.ok) throw new Error(`notify ${event.id}: ${answer.code}`)
  },
}
