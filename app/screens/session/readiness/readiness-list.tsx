import { useFetcher } from '@remix-run/react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { CircleAlert, CircleCheck, Hourglass, Scale, TriangleAlert, Users, VoteIcon } from '#app/components/icon.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { paperOpened, type ReadinessView } from '#app/contracts/readiness.ts'
import { warningsBeforeOpening } from '#app/domain/voting/majority.ts'
import { readinessSummary } from '#app/domain/voting/readiness.ts'
import type { Presence } from '#app/live/reducers/people.ts'
import { useStream } from '#app/live/use-stream.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { formatTime } from '#app/text/format.ts'
import { readinessText as t } from '#app/text/readiness.ts'
import { openingWarning, votingText } from '#app/text/voting.ts'
import { type Openings, type VoterRow, voterRows } from './derive.ts'

type Ready = z.output<typeof ReadinessView>
type Loaded = { view: Ready; seq: number } | { code: string }
type Filter = 'all' | 'ready' | 'notReady'

const reduce = (view: Ready, e: StreamEvent): Ready =>
  e.name === paperOpened.name ? { ...view, openings: [...view.openings, e.payload as PayloadOf<typeof paperOpened>] } : view
const NOTHING: Ready = { openings: [], votesNeeded: 0, ruleText: '' }

/**
 * Sẵn sàng biểu quyết: who would get the ballot now and why not, what is missing for the quorum and for the majority.
 * Presence and attendance come with the console; openings are asked for once and then follow the desk's stream.
 * `isSecret`: what secrecy adds to the dangers stands with the choice of the form, and ties follow nobody there.
 * `isShort`: the figures and the names that are missing, for the question before a vote.
 */
export default function ReadinessList({ view, presence, isShort, isSecret = false }: { view: Session; presence: Presence | null; isShort?: boolean; isSecret?: boolean }) {
  const { load, data, state } = useFetcher<Loaded>()
  const address = `/phien-hop/${view.meeting.id}/san-sang`
  const ask = useCallback(() => load(address), [load, address])
  useEffect(ask, [ask])
  const loaded = data && 'view' in data ? data : null
  const { view: ready } = useStream<Ready>({ stream: loaded ? `desk:${view.meeting.id}` : null, seq: loaded?.seq ?? 0, view: loaded?.view ?? NOTHING, reduce, onReload: ask })
  const openings = useMemo<Openings | null>(() => {
    if (!loaded) return null
    const byUser = new Map<string, Set<string>>()
    for (const o of ready.openings) byUser.set(o.userId, (byUser.get(o.userId) ?? new Set()).add(o.paperId))
    return byUser
  }, [loaded, ready])
  const rows = voterRows(view, presence, openings)
  const isReadyCount = rows.filter(r => r.isReady).length
  const present = rows.filter(r => r.participant.isPresent).length
  const summary = readinessSummary({ ready: isReadyCount, present, total: Math.max(rows.length, present), quorumNeeded: view.quorum.needed, votesNeeded: ready.votesNeeded })
  const aside = new Set((view.recusals ?? []).filter(r => r.itemId === view.meeting.currentItemId).map(r => r.participantId))
  const withBallot = rows.filter(r => r.participant.isPresent && !aside.has(r.participant.id))
  const warnings = ready.voteRule
    ? warningsBeforeOpening({
        N: Math.max(view.meeting.membersInOffice - aside.size, withBallot.length),
        present: withBallot.length,
        presentVoters: withBallot.length,
        chairPresent: withBallot.some(r => r.participant.isCommitteeChair),
        secret: isSecret,
        rule: ready.voteRule,
      }).filter(w => !isSecret || w.code === 'VOTE_NO_QUORUM' || w.code === 'VOTE_CANNOT_PASS')
    : []
  const [filter, setFilter] = useState<Filter>('all')
  const shown = rows.filter(r => filter === 'all' || r.isReady === (filter === 'ready'))
  const isFailed = state === 'idle' && data !== undefined && !loaded

  return (
    <div className="flex flex-col gap-3">
      <ul className="mt-2 flex flex-col gap-2 rounded-lg border border-line bg-surface-2 px-3 py-2.5 text-text" aria-live="polite">
        <li className="flex items-start gap-2">
          <VoteIcon className="mt-1 shrink-0" aria-hidden />
          <span className="font-semibold">{t.summary(isReadyCount, rows.length)}</span>
        </li>
        {view.quorum.needed > 0 && (
          <li className={cx('flex items-start gap-2', summary.missingForQuorum > 0 && 'text-soon')}>
            <Users className="mt-1 shrink-0" aria-hidden />
            <span>
              {summary.missingForQuorum > 0 ? t.quorumShort(summary.missingForQuorum, present, view.quorum.total, view.quorum.needed) : t.quorumMet(present, view.quorum.total, view.quorum.needed)}
              {view.quorum.source && <span className="text-text-2"> ({view.quorum.source})</span>}
            </span>
          </li>
        )}
        {loaded && (
          <li className={cx('flex items-start gap-2', summary.missingToPass > 0 && 'text-soon')}>
            <Scale className="mt-1 shrink-0" aria-hidden />
            <span>
              {summary.missingToPass > 0 ? t.majorityShort(summary.missingToPass, isReadyCount) : t.majorityEnough}
              <span className="text-text-2">. {ready.ruleText}</span>
            </span>
          </li>
        )}
        {isShort && warnings.length > 0 && (
          <li className="flex items-start gap-2 text-soon">
            <TriangleAlert className="mt-1 shrink-0" aria-hidden />
            <div>
              <p className="font-semibold">{votingText.warnings}</p>
              <ul className="list-disc pl-5">
                {warnings.map(w => (
                  <li key={w.code}>{openingWarning(w)}</li>
                ))}
              </ul>
            </div>
          </li>
        )}
        {isShort && rows.some(r => !r.isReady) && (
          <li>
            <details>
              <summary className="cursor-pointer py-1 font-semibold text-act">
                {t.who} {summary.notReady}
              </summary>
              <Rows rows={rows.filter(r => !r.isReady)} />
            </details>
          </li>
        )}
      </ul>
      {isFailed && (
        <p role="alert" className="flex flex-wrap items-center gap-3 text-soon">
          <CircleAlert aria-hidden />
          {t.failed}
          <Button size="sm" onClick={ask}>
            {t.again}
          </Button>
        </p>
      )}
      {!isShort && (
        <>
          <p className="text-sm text-text-3">{t.lead}</p>
          <Tabs
            label={t.filter}
            value={filter}
            onChange={setFilter}
            className="max-md:[&_button]:gap-1 max-md:[&_button]:px-2 max-md:[&_button]:text-sm"
            tabs={[
              { key: 'all', label: t.all, count: rows.length },
              { key: 'ready', label: t.ready, count: isReadyCount },
              { key: 'notReady', label: t.notReady, count: rows.length - isReadyCount },
            ]}
          >
            {shown.length === 0 ? <p>{t.none[filter]}</p> : <Rows rows={shown} />}
          </Tabs>
        </>
      )}
    </div>
  )
}

function Rows({ rows }: { rows: readonly VoterRow[] }) {
  return (
    <ul className="divide-y divide-line">
      {rows.map(r => (
        <li key={r.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5 py-2.5">
          <span className="min-w-0 flex-[1_1_15rem]">
            <span className="block font-semibold text-text">{r.label}</span>
            <span className="block text-sm text-text-3">{aside(r)}</span>
          </span>
          <span className="flex flex-wrap gap-1.5">
            <Chip tone={r.isReady ? 'ok' : 'soon'} icon={r.isReady ? <CircleCheck aria-hidden /> : <Hourglass aria-hidden />}>
              {r.isReady ? t.ready : t.notReady}
            </Chip>
            {r.notes.map(note => (
              <Chip key={note}>{note === 'line_lost' && r.lostSince ? t.lostSince(formatTime(r.lostSince)) : t.notes[note]}</Chip>
            ))}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Unit, how and by whom the arrival was recorded, papers opened. */
function aside(r: VoterRow): string {
  const p = r.participant
  const stay = p.intervals.find(i => i.leftAt === null)
  const how = stay && (r.byLabel ? t.by(t.how[stay.how], r.byLabel) : t.how[stay.how])
  return [
    r.unitName,
    stay && how && t.checkedIn(formatTime(stay.arrivedAt), how),
    !stay && p.absenceReason,
    r.papers > 0 && stay && t.opened(r.opened, r.papers),
  ]
    .filter(Boolean)
    .join(' · ')
}
