import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AssignDesk } from '#app/screens/tasks/assign-desk.tsx'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'

/** ?van-ban=id opens a document recorded before, to give more from it. */
export const loader = ({ context, request }: LoaderFunctionArgs) =>
  context.query('task.assignForm', { documentId: new URL(request.url).searchParams.get('van-ban') ?? undefined })

export const meta: MetaFunction = () => [{ title: `${taskText.newTitle} – ${shellText.product}` }]

export default function Assign() {
  const data = useLoaderData<typeof loader>()
  return <AssignDesk key={data.document?.id ?? 'new'} {...data} />
}
