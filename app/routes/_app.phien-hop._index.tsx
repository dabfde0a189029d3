import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, type Tone } from '#app/components/chip.tsx'
import { Empty } from '#app/components/empty.tsx'
import { ChartColumn, ChevronRight, Landmark, Plus, Radio } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { CreateMeeting } from '#app/screens/meetings/create-meeting.tsx'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { rehearsalText } from '#app/text/rehearsal.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'

const t = sessionText.list

export const meta: MetaFunction = () => [{ title: `${t.title} – Tân Trào` }]

export const loader = ({ context }: LoaderFunctionArgs) => context.query('meeting.list', {})

const tone = (status: string): Tone => (status === 'running' ? 'ok' : status === 'paused' ? 'soon' : status === 'ended' || status === 'cancelled' ? 'neutral' : 'act')

export default function Meetings() {
  const { meetings, canCreate, calendar } = useLoaderData<typeof loader>()
  const [isCreating, setCreating] = useState(false)
  const real = meetings.filter(m => !m.isRehearsal)
  const groups = [
    { title: t.now, rows: real.filter(m => m.status === 'running' || m.status === 'paused') },
    { title: t.coming, rows: real.filter(m => m.status === 'draft' || m.status === 'invited').reverse() },
    { title: t.past, rows: real.filter(m => m.status === 'ended' || m.status === 'cancelled') },
    { title: rehearsalText.list, rows: meetings.filter(m => m.isRehearsal) },
  ].filter(g => g.rows.length > 0)
  return (
    <div className="mx-auto max-w-4xl">
      <PageTitle
        title={t.title}
        actions={
          <>
            <ButtonLink to="/thong-ke" icon={<ChartColumn aria-hidden />}>
              {shellText.nav.statistics}
            </ButtonLink>
            {canCreate && (
              <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
                {t.create}
              </Button>
            )}
          </>
        }
      />
      {isCreating && <CreateMeeting calendar={calendar} onClose={() => setCreating(false)} />}
      {groups.length === 0 && (
        <Empty icon={<Landmark aria-hidden />} title={t.none}>
          {t.noneHint}
        </Empty>
      )}
      <div className="flex flex-col gap-4">
        {groups.map(g => (
          <Card key={g.title} title={g.title} isFlush>
            <ul className="divide-y divide-line">
              {g.rows.map(m => (
                <li key={m.id}>
                  <Link to={`/phien-hop/${m.id}`} className="flex items-center gap-4 px-4 py-3 hover:bg-surface-2">
                    <span className="min-w-0 flex-1">
                      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                        <span className="text-md font-semibold">{m.title}</span>
                        <Chip tone={tone(m.status)} icon={m.status === 'running' ? <Radio aria-hidden /> : undefined}>
                          {sessionText.status[m.status as keyof typeof sessionText.status]}
                        </Chip>
                      </span>
                      <span className="mt-0.5 block text-text-2">
                        {formatTime(m.startsAt)}, {formatDateLong(m.startsAt)} · {m.place}
                      </span>
                      <span className="block text-sm text-text-3">
                        {m.itemCount !== null && t.items(m.itemCount)}
                        {m.myRole && `${m.itemCount !== null ? ' · ' : ''}${t.mine(sessionText.role[m.myRole as keyof typeof sessionText.role])}`}
                      </span>
                    </span>
                    <ChevronRight className="text-text-3" aria-hidden />
                  </Link>
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </div>
  )
}
