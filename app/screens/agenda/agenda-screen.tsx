import { closestCenter, DndContext, type DragEndEvent, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { useRevalidator } from '@remix-run/react'
import { useState } from 'react'
import { agendaHideItem } from '#app/contracts/audience.ts'
import { agendaAddItem, agendaMoveItem, agendaRemoveItem, agendaRestoreItem } from '#app/contracts/meeting.ts'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError } from '#app/components/field.tsx'
import { Landmark, Plus, Send } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { EditorToolbar, SaveLine, useDocsConnection } from '#app/editor/agenda-editor.tsx'
import { type DraftView, reduceDraft } from '#app/live/reducers/agenda.ts'
import { withHidden } from '#app/live/reducers/hidden.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { agendaText } from '#app/text/agenda.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { AgendaItemRow } from './agenda-item-row.tsx'
import { IssueDialog } from './issue-dialog.tsx'
import { type IssuedVersion, VersionList } from './version-list.tsx'

export type AgendaData = {
  meeting: { id: string; title: string; status: string; startsAt: number; endsAt: number; place: string; agendaVersion: number }
  view: DraftView
  versions: IssuedVersion[]
  units: Unit[]
  isEditor: boolean
  myUnitIds: string[]
  /** what is hidden, for editors; null for a lead unit, whose own hidden item stands in `view` */
  hidden: (DraftView & { seq: number }) | null
  seq: number
  stream: string
  me: { userId: string; name: string; unitName: string }
}

/** Hidden items of the draft: they travel on `desk:{id}`, which a lead unit may not follow. */
function useHiddenDraft(data: AgendaData): DraftView {
  const { view } = useStream({ stream: data.hidden ? `desk:${data.meeting.id}` : null, seq: data.hidden?.seq ?? 0, view: data.hidden ?? nothing, reduce: reduceDraft })
  return view
}
const nothing: DraftView = { items: [], papers: [] }

/** The agenda, written by several hands at once: secretaries everywhere, a department in its own items. */
export function AgendaScreen({ data }: { data: AgendaData }) {
  const { meeting, isEditor, me } = data
  const { view: open } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceDraft })
  const hidden = useHiddenDraft(data)
  const view = withHidden(open, hidden)
  const { peers } = useDocsConnection()
  const revalidator = useRevalidator()
  const [isIssuing, setIssuing] = useState(false)
  const add = useAct(agendaAddItem)
  const move = useAct(agendaMoveItem)
  const remove = useAct(agendaRemoveItem)
  const restore = useAct(agendaRestoreItem)
  const hide = useAct(agendaHideItem)
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const ids = view.items.map(i => i.id)
  const minutes = view.items.reduce((sum, i) => sum + i.minutes, 0)
  const planned = Math.round((meeting.endsAt - meeting.startsAt) / 60_000)
  const mine = new Set(data.myUnitIds)

  /** Puts an item at a place of the list as it is now; the server decides the keys. */
  const place = (id: string, index: number) => {
    const others = ids.filter(other => other !== id)
    void move.run({ meetingId: meeting.id, itemId: id, beforeId: others[index] ?? null })
  }
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) place(String(active.id), ids.indexOf(String(over.id)))
  }
  const takeOut = async (itemId: string) => {
    const answer = await remove.run({ meetingId: meeting.id, itemId })
    if (answer?.ok) toast(agendaText.removed, { label: agendaText.restore, run: () => void restore.run({ meetingId: meeting.id, itemId }) })
  }
  const refusal = add.refusal ?? move.refusal ?? remove.refusal ?? restore.refusal ?? hide.refusal

  return (
    <div className="flex flex-col gap-4">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 grow basis-full xl:basis-80">
          <h1 className="text-xl font-semibold text-balance md:text-2xl">{meeting.title}</h1>
          <p className="text-base text-text-2">
            {formatDateLong(meeting.startsAt)}, {agendaText.from(formatTime(meeting.startsAt), formatTime(meeting.endsAt))} · {meeting.place}
          </p>
        </div>
        <Chip>{meeting.agendaVersion === 0 ? agendaText.draft : agendaText.issued(meeting.agendaVersion)}</Chip>
        <SaveLine />
        <ul className="flex -space-x-1" aria-label={agendaText.people}>
          {peers.map(p => (
            <li key={p.userId} title={p.name} className="grid size-8 place-items-center rounded-full border border-line bg-surface-3 text-xs font-semibold">
              <span aria-hidden>{p.initials}</span>
              <span className="sr-only">{p.name}</span>
            </li>
          ))}
        </ul>
        <ButtonLink to={`/phien-hop/${meeting.id}`}>{agendaText.back}</ButtonLink>
        {isEditor && (
          <Button variant="primary" icon={<Send aria-hidden />} onClick={() => setIssuing(true)}>
            {meeting.agendaVersion === 0 ? agendaText.issue : agendaText.issueAgain}
          </Button>
        )}
      </header>

      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_21rem]">
        <section aria-label={agendaText.title} className="rounded-xl border border-line bg-surface">
          <div className="sticky top-0 z-10 flex flex-wrap items-center gap-3 rounded-t-xl border-b border-line bg-surface px-3 py-2 md:px-5">
            <EditorToolbar />
            {isEditor && <span className="text-sm text-text-3">{agendaText.keys}</span>}
          </div>
          {refusal && (
            <div className="px-5 pt-2">
              <FormError>{errorText(refusal.code, refusal.params)}</FormError>
            </div>
          )}
          {view.items.length === 0 && (
            <Empty icon={<Landmark aria-hidden />} title={agendaText.empty} className="m-5">
              {agendaText.emptyHint}
            </Empty>
          )}
          <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
            <SortableContext items={ids} strategy={verticalListSortingStrategy}>
              <ol>
                {view.items.map((item, i) => (
                  <AgendaItemRow
                    key={item.id}
                    meetingId={meeting.id}
                    item={item}
                    number={i + 1}
                    papers={view.papers.filter(p => p.itemId === item.id)}
                    units={data.units}
                    isEditor={isEditor}
                    canWrite={isEditor || (item.leadUnitId !== null && mine.has(item.leadUnitId))}
                    me={me}
                    isFirst={i === 0}
                    isLast={i === ids.length - 1}
                    onMove={by => place(item.id, i + by)}
                    onRemove={() => void takeOut(item.id)}
                    onHide={() => void hide.run({ meetingId: meeting.id, itemId: item.id, isHidden: !item.isHidden })}
                  />
                ))}
              </ol>
            </SortableContext>
          </DndContext>
          {isEditor && (
            <div className="p-3 md:p-5">
              <button
                type="button"
                className="flex min-h-12 w-full items-center justify-center gap-2 rounded-lg border border-dashed border-act-line font-semibold text-act hover:bg-act-soft"
                onClick={() => void add.run({ meetingId: meeting.id, itemId: newId() })}
              >
                <Plus aria-hidden />
                {agendaText.add}
              </button>
            </div>
          )}
        </section>

        <div className="flex flex-col gap-4">
          <Card title={agendaText.time}>
            <p className="text-md">{agendaText.minutesTotal(minutes, planned - minutes)}</p>
          </Card>
          <Card title={agendaText.versions}>
            <VersionList versions={data.versions} />
          </Card>
        </div>
      </div>
      {isIssuing && (
        <IssueDialog
          meetingId={meeting.id}
          issued={meeting.agendaVersion}
          itemCount={view.items.length}
          minutes={minutes}
          onClose={() => setIssuing(false)}
          onIssued={() => revalidator.revalidate()}
        />
      )}
    </div>
  )
}
