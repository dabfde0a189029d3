import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { TaskList } from '#app/screens/tasks/task-list.tsx'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const text = (name: string) => params.get(name)?.slice(0, 200) || undefined
  const role = params.get('vai-tro')
  const chosenId = text('chon')
  const [list, chosen] = await Promise.all([
    context.query('task.list', {
      unitId: text('don-vi'),
      q: text('q'),
      state: text('buoc'),
      deadline: text('han'),
      source: text('nguon'),
      role: role === 'lead' || role === 'coordinate' ? role : undefined,
    }),
    chosenId ? context.query('task.view', { taskId: chosenId }) : null,
  ])
  return { list, chosen }
}

export const meta: MetaFunction = () => [{ title: `${taskText.listTitleAll} – ${shellText.product}` }]

export default function Tasks() {
  const { list, chosen } = useLoaderData<typeof loader>()
  return <TaskList key={list.stream} data={list} chosen={chosen} />
}
