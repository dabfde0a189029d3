import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { type ShouldRevalidateFunctionArgs, useLoaderData } from '@remix-run/react'
import { BOARD_KEYS, readBoard } from '#app/domain/task/view.ts'
import { readFilter } from '#app/domain/task/filter.ts'
import { TaskBoard } from '#app/screens/tasks/board/board.tsx'
import type { Warnings } from '#app/screens/tasks/early-warning.tsx'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const saved = await context.query('task.savedViews', {})
  // The page by its bare name opens what the person put first; every link of the board itself says more.
  if (params.size === 0 && saved.first) throw redirect(`/nhiem-vu?${saved.first}`)
  const chosenId = params.get(BOARD_KEYS.chosen)?.slice(0, 200)
  const [list, chosen] = await Promise.all([
    context.query('task.list', { ...readFilter(params), ...readBoard(params), after: params.get(BOARD_KEYS.after) ?? undefined }),
    chosenId ? context.query('task.view', { taskId: chosenId }) : null,
  ])
  // Not waited for: the list stands first, what points to a task coming late joins it.
  const warnings = context.query('warning.list', { taskIds: list.items.map(i => i.card.id) })
  // Their failure is the reader's to see (`useWarnings`); nobody may be listening yet when it comes.
  warnings.catch(() => undefined)
  return { list, chosen, saved, warnings }
}

/** Opening a task beside the list is no reason to read the list again, nor is the choice of columns. */
export function shouldRevalidate({ currentUrl, nextUrl, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  const list = (url: URL) => [...url.searchParams].filter(([k]) => k !== BOARD_KEYS.chosen && k !== BOARD_KEYS.columns).join('&')
  const isOther = currentUrl.search !== nextUrl.search
  return isOther && currentUrl.pathname === nextUrl.pathname && list(currentUrl) === list(nextUrl) ? false : defaultShouldRevalidate
}

export const meta: MetaFunction = () => [{ title: `${taskText.listTitleAll} – ${shellText.product}` }]

export default function Tasks() {
  const { list, chosen, saved, warnings } = useLoaderData<typeof loader>()
  return <TaskBoard key={list.stream} data={list} opened={chosen} saved={saved} warnings={warnings as Promise<Warnings>} />
}
