import { useFetcher } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { Button, ButtonLink, IconButton } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { Empty, Skeleton } from '#app/components/empty.tsx'
import { TextInput } from '#app/components/field.tsx'
import { CircleCheck, Minus, Monitor, Plus, Trash2, Users } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { siteAddCommunes, siteRemove, siteResetPin } from '#app/contracts/site.ts'
import { fold } from '#app/domain/search/fold.ts'
import { serverNow } from '#app/live/socket.ts'
import { reduceSites, type Site, type SitesState } from '#app/live/reducers/site.ts'
import { useStream } from '#app/live/use-stream.ts'
import type { Participant } from '#app/screens/session/derive.ts'
import { formatTime } from '#app/text/format.ts'
import { siteText } from '#app/text/site.ts'
import type { DeskRoom } from '../desk.ts'

const t = siteText.desk

type Loaded = { sites: readonly Site[]; seq: number; isManager: boolean }

/** Điểm cầu: which rooms take part, who sits in them; loaded when the tab is opened for the first time. */
export function SitesTab({ room }: { room: DeskRoom }) {
  const meetingId = room.view.meeting.id
  const { load, data } = useFetcher<Loaded>()
  useEffect(() => load(`/phien-hop/${meetingId}/diem-cau/danh-sach`), [load, meetingId])
  return <Card title={t.title}>{data ? <Sites room={room} loaded={data} /> : <Skeleton lines={6} />}</Card>
}

function Sites({ room, loaded }: { room: DeskRoom; loaded: Loaded }) {
  const { view, acts } = room
  const meetingId = view.meeting.id
  const { view: state } = useStream<SitesState>({ stream: `sites:${meetingId}`, seq: loaded.seq, view: loaded, reduce: reduceSites })
  const [query, setQuery] = useState('')
  const [isAsked, setAsked] = useState(false)
  const words = fold(query).split(/\s+/).filter(Boolean)
  const shown = state.sites.filter(s => words.every(w => fold(s.name).includes(w)))
  const bySite = new Map<string, Participant[]>()
  for (const p of view.participants) if (p.siteId) bySite.set(p.siteId, [...(bySite.get(p.siteId) ?? []), p])
  const present = view.participants.filter(p => p.siteId && p.isPresent).length
  const isOver = view.meeting.status === 'ended' || view.meeting.status === 'cancelled'
  const addAll = loaded.isManager && !isOver && (
    <Button icon={<Plus aria-hidden />} onClick={() => setAsked(true)}>
      {t.addAll}
    </Button>
  )
  return (
    <>
      {state.sites.length === 0 ? (
        <Empty icon={<Users aria-hidden />} title={siteText.none} action={addAll}>
          {siteText.noneHint}
        </Empty>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
            <TextInput label={t.find} placeholder={t.findHint} type="search" value={query} frameClassName="w-full max-w-sm" onChange={e => setQuery(e.target.value)} />
            {addAll}
          </div>
          <p role="status" className="mb-2 text-text-2">
            {t.summary(state.sites.length, bySite.size, present)}
          </p>
          {shown.length === 0 && <p className="py-4 text-text-3">{t.nothingFound}</p>}
          <ul className="divide-y divide-line">
            {shown.map(s => {
              const people = bySite.get(s.id) ?? []
              const here = people.filter(p => p.isPresent).length
              const facts = new Map(s.people.map(p => [p.participantId, p]))
              return (
                <li key={s.id} className="py-2 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]">
                  <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <span className="min-w-0 flex-1 font-semibold">{s.name}</span>
                    <Chip tone={here > 0 ? 'ok' : 'neutral'} icon={here > 0 ? <CircleCheck aria-hidden /> : <Minus aria-hidden />}>
                      {siteText.summary(here, people.length)}
                    </Chip>
                    <ButtonLink size="sm" variant="plain" icon={<Monitor aria-hidden />} aria-label={t.openOne(s.name)} to={`/phien-hop/${meetingId}/diem-cau?diem-cau=${s.id}`} target="_blank">
                      {t.open}
                    </ButtonLink>
                    {loaded.isManager && people.length === 0 && !isOver && (
                      <IconButton
                        label={t.removeSite(s.name)}
                        onClick={() => void acts.run(siteRemove, { meetingId, siteId: s.id }, s.id).then(a => a?.ok && toast(t.removed(s.name)))}
                      >
                        <Trash2 aria-hidden />
                      </IconButton>
                    )}
                  </div>
                  {people.length > 0 && (
                    <ul className="mt-1 pl-4">
                      {people.map(p => {
                        const pin = facts.get(p.id)
                        const lockedUntil = pin?.lockedUntil && pin.lockedUntil > serverNow() ? pin.lockedUntil : null
                        return (
                          <li key={p.id} className="flex flex-wrap items-center gap-x-3 py-1">
                            <span className="min-w-0 flex-1">{p.label}</span>
                            <span className="text-sm text-text-3">
                              {lockedUntil ? t.pinLocked(formatTime(lockedUntil)) : pin?.hasPin ? t.pinSet : t.pinNone}
                            </span>
                            {loaded.isManager && pin?.hasPin && !pin.isOwnPin && (
                              <Button size="sm" variant="plain" aria-label={t.resetPinOne(p.label)} onClick={() => void acts.run(siteResetPin, { meetingId, participantId: p.id }, `pin.${p.id}`)}>
                                {t.resetPin}
                              </Button>
                            )}
                          </li>
                        )
                      })}
                    </ul>
                  )}
                </li>
              )
            })}
          </ul>
        </>
      )}
      <ConfirmDialog
        isOpen={isAsked}
        title={t.addAllTitle}
        confirmLabel={t.addAllConfirm}
        isSending={acts.isBusy(siteAddCommunes.name)}
        onClose={() => setAsked(false)}
        onConfirm={() => void acts.run(siteAddCommunes, { meetingId }).then(() => setAsked(false))}
      >
        <p>{t.addAllBody}</p>
      </ConfirmDialog>
    </>
  )
}
