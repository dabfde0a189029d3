import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { BOARD_KEYS, readBoard } from '#app/domain/task/view.ts'
import { readFilter } from '#app/domain/task/filter.ts'
import type { Warnings } from '#app/screens/tasks/early-warning.tsx'
import { TaskList } from '#app/screens/tasks/task-list.tsx'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const text = (name: string) => params.get(name)?.slice(0, 200) || undefined
  const chosenId = text('chon')
  const [list, chosen] = await Promise.all([
    context.query('task.list', { ...readFilter(params), ...readBoard(params), after: params.get(BOARD_KEYS.after) ?? undefined }),
    chosenId ? context.query('task.view', { taskId: chosenId }) : null,
  ])
  // Not waited for: the list stands first, what points to a task coming late joins it.
  const warnings = context.query('warning.list', { taskIds: list.items.map(i => i.card.id) })
  // Their failure is the reader's to see (`useWarnings`); nobody may be listening yet when it comes.
  warnings.catch(() => undefined)
  return { list, chosen, warnings }
}

export const meta: MetaFunction = () => [{ title: `${taskText.listTitleAll} – ${shellText.product}` }]

export default function Tasks() {
  const { list, chosen, warnings } = useLoaderData<typeof loader>()
  return <TaskList key={list.stream} data={list} chosen={chosen} warnings={warnings as Promise<Warnings>} />
}
