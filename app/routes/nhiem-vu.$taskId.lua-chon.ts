import type { LoaderFunctionArgs } from '@remix-run/node'

/** What the forms of a task choose from, read when one of them opens. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  if (!context.actor) return Response.json({ code: 'NOT_SIGNED_IN' }, { status: 401 })
  return Response.json(await context.query('task.choices', { taskId: params.taskId ?? '' }), { headers: { 'Cache-Control': 'no-store' } })
}
