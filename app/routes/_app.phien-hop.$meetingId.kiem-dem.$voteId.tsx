import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { RecountScreen } from '#app/screens/record/recount-screen.tsx'
import { recountText } from '#app/text/recount.ts'

/** The ballots themselves come as the file anybody can take along; the page asks for no other way to them. */
export const loader = async ({ params, context }: LoaderFunctionArgs) => {
  const { meeting, question, form, file } = await context.query('voting.ballots', { meetingId: params.meetingId ?? '', voteId: params.voteId ?? '' })
  return { meeting, voteId: params.voteId ?? '', question, form, hasFile: file !== null }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${recountText.title}: ${data?.question ?? ''} – Tân Trào` }]

export default function RecountPage() {
  const data = useLoaderData<typeof loader>()
  return <RecountScreen key={data.voteId} data={data} />
}
