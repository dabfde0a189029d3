import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { ArrowLeft } from '#app/components/icon.tsx'
import { TaskDetail } from '#app/screens/tasks/task-detail.tsx'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'

export const loader = ({ params, context }: LoaderFunctionArgs) => context.query('task.view', { taskId: params.taskId ?? '' })

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.view.card.title} – ${shellText.product}` : shellText.product }]

/** One task on a page of its own: what a link in a message or a notification opens. */
export default function TaskPage() {
  const data = useLoaderData<typeof loader>()
  return (
    <article className="mx-auto max-w-6xl">
      <Link to="/nhiem-vu" className="mb-3 inline-flex min-h-9 items-center gap-1.5 font-semibold text-act hover:underline">
        <ArrowLeft aria-hidden />
        {taskText.back}
      </Link>
      <TaskDetail
        key={data.view.card.id}
        data={data}
        heading={(title, code) => (
          <>
            {code}
            <h1 className="mt-1 text-xl font-semibold text-balance md:text-2xl">{title}</h1>
          </>
        )}
      />
    </article>
  )
}
