import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Card } from '#app/components/card.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { CardForm } from '#app/screens/card/card-form.tsx'
import { BackToList } from '#app/screens/card/parts.tsx'
import { useCalendar } from '#app/screens/tasks/deadline.ts'
import { cardText } from '#app/text/cards.ts'
import { shellText } from '#app/text/shell.ts'

export const loader = ({ context }: LoaderFunctionArgs) => context.query('card.form', {})

export const meta: MetaFunction = () => [{ title: `${cardText.form.newTitle} – ${shellText.product}` }]

/** Soạn phiếu lấy ý kiến. Papers are added once the draft stands on the server. */
export default function NewCard() {
  const data = useLoaderData<typeof loader>()
  const calendar = useCalendar(data.calendar)
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-2">
      <BackToList />
      <PageTitle title={cardText.form.newTitle}>{cardText.form.intro}</PageTitle>
      <Card>
        <CardForm card={null} units={data.units} rules={data.silenceNow} calendar={calendar} now={data.now} />
      </Card>
    </div>
  )
}
