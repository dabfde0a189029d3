import type { LoaderFunctionArgs } from '@remix-run/node'
import { BulkAct } from '#app/contracts/task-tree.ts'
import { isCivilDate } from '#app/domain/calendar/working-days.ts'

const MAX_CHOSEN = 100

/** On which of the chosen tasks an act can be done, and why not on the others. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!context.actor) return Response.json({ code: 'NOT_SIGNED_IN' }, { status: 401 })
  const params = new URL(request.url).searchParams
  const act = BulkAct.safeParse(params.get('viec'))
  if (!act.success) return Response.json({ code: 'BAD_INPUT' }, { status: 422 })
  const until = params.get('han') ?? ''
  const answer = await context.query('task.bulkPreview', { act: act.data, taskIds: params.getAll('id').slice(0, MAX_CHOSEN), deadlineOn: isCivilDate(until) ? until : undefined })
  return Response.json(answer, { headers: { 'Cache-Control': 'no-store' } })
}
