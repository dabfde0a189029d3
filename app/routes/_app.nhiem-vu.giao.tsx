import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AssignTask } from '#app/screens/tasks/assign-task.tsx'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'

export const loader = ({ context }: LoaderFunctionArgs) => context.query('task.assignForm', {})

export const meta: MetaFunction = () => [{ title: `${taskText.newTitle} – ${shellText.product}` }]

export default function Assign() {
  const data = useLoaderData<typeof loader>()
  return <AssignTask {...data} />
}
