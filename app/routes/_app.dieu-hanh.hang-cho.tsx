import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { readQueue } from '#app/domain/task/queue.ts'
import { QueuePage } from '#app/screens/direction/queue-page.tsx'
import { queueText } from '#app/text/queues.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${queueText.title} – ${shellText.product}` }]

export const loader = ({ request, context }: LoaderFunctionArgs) => context.query('direction.queues', { queue: readQueue(new URL(request.url).searchParams) })

export default function Queues() {
  return <QueuePage data={useLoaderData<typeof loader>()} />
}
