import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { useState } from 'react'
import type { z } from 'zod'
import { meetingMarkUndisputed } from '#app/contracts/flow.ts'
import { type ItemView, paperAdd, paperRemove, type PaperView, agendaUpdateItem } from '#app/contracts/meeting.ts'
import { IconButton } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { FilePicker } from '#app/components/file-picker.tsx'
import { ArrowDown, ArrowUp, Eye, EyeOff, GripVertical, Paperclip, Trash2, X } from '#app/components/icon.tsx'
import { UnitPicker, type Unit } from '#app/components/unit-picker.tsx'
import { AgendaItemEditor, peerColor, SaveMark, type DocStatus } from '#app/editor/agenda-editor.tsx'
import { useAct } from '#app/live/use-command.ts'
import { newId } from '#app/live/new-id.ts'
import { agendaText } from '#app/text/agenda.ts'
import { audienceText } from '#app/text/audience.ts'
import { flowText } from '#app/text/flow.ts'
import { errorText } from '#app/text/errors.ts'
import { initials } from '#app/text/format.ts'

type Item = z.output<typeof ItemView>
type Paper = z.output<typeof PaperView>
type Props = {
  meetingId: string
  item: Item
  number: number
  papers: Paper[]
  units: Unit[]
  /** may change order, particulars and who leads */
  isEditor: boolean
  /** may write the text and bring papers */
  canWrite: boolean
  me: { userId: string; name: string }
  isFirst: boolean
  isLast: boolean
  onMove: (by: -1 | 1) => void
  onRemove: () => void
  /** hidden from everybody but the desk until its turn, or shown again */
  onHide: () => void
}

/** One item of the draft: its shared text, its particulars, its papers, and whether all of it is stored. */
export function AgendaItemRow({ meetingId, item, number, papers, units, isEditor, canWrite, me, isFirst, isLast, onMove, onRemove, onHide }: Props) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: item.id, disabled: !isEditor })
  const [status, setStatus] = useState<DocStatus | null>(null)
  const update = useAct(agendaUpdateItem)
  const add = useAct(paperAdd)
  const remove = useAct(paperRemove)
  const mark = useAct(meetingMarkUndisputed)
  const set = (fields: { presenter?: string; minutes?: number; leadUnitId?: string | null; isCollective?: boolean }) =>
    void update.run({ meetingId, itemId: item.id, ...fields })
  const refusal = update.refusal ?? add.refusal ?? remove.refusal ?? mark.refusal

  return (
    <li
      ref={setNodeRef}
      data-item={item.id}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className={`border-b border-line bg-surface px-3 py-4 md:px-5 ${isDragging ? 'relative z-10 shadow-e3' : ''}`}
      onKeyDown={e => {
        if (!e.altKey || (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') || !isEditor) return
        e.preventDefault()
        onMove(e.key === 'ArrowUp' ? -1 : 1)
      }}
    >
      <div className="flex items-start gap-2 md:gap-3">
        <div className="flex w-7 shrink-0 flex-col items-center gap-1 pt-1">
          <span className="text-card font-semibold text-text-2">{number}</span>
          {status && <SaveMark status={status} />}
        </div>
        <div className="grid min-w-0 grow gap-3 lg:grid-cols-[minmax(0,1fr)_17rem]">
          <div className="min-w-0">
            {item.isHidden && (
              <p className="mb-1.5 flex flex-wrap items-center gap-2 text-sm text-text-3">
                <Chip tone="soon" icon={<EyeOff aria-hidden />}>
                  {audienceText.hidden}
                </Chip>
                {audienceText.draft.hint}
              </p>
            )}
            <AgendaItemEditor
              itemId={item.id}
              number={number}
              readOnly={!canWrite}
              initial={{ title: item.title, text: item.text }}
              user={{ userId: me.userId, name: me.name, initials: initials(me.name), color: peerColor(me.userId) }}
              onStatus={setStatus}
            />
            <ul className="mt-2 flex flex-wrap gap-2" aria-label={agendaText.papers}>
              {papers.map(p => (
                <li key={p.id} className="flex items-center">
                  <a className="inline-flex min-h-8 items-center gap-1.5 rounded-md px-1 text-base text-text-2 hover:text-act hover:underline" href={`/tai-lieu/${p.id}`} target="_blank" rel="noreferrer">
                    <Paperclip aria-hidden className="shrink-0" />
                    {agendaText.paperPages(p.title, p.pages)}
                  </a>
                  {canWrite && (
                    <IconButton label={agendaText.removePaper(p.title)} variant="plain" size="sm" onClick={() => void remove.run({ meetingId, paperId: p.id })}>
                      <X aria-hidden />
                    </IconButton>
                  )}
                </li>
              ))}
              {papers.length === 0 && (
                <li>
                  <Chip tone="soon">{agendaText.noPaper}</Chip>
                </li>
              )}
            </ul>
            {canWrite && (
              <div className="mt-2">
                <FilePicker
                  label={agendaText.addPaper}
                  purpose="paper"
                  isTransient
                  onReceived={f =>
                    void add.run({ meetingId, itemId: item.id, paperId: newId(), fileId: f.fileId, title: f.name.replace(/\.pdf$/i, ''), kind: 'main' })
                  }
                />
              </div>
            )}
            {refusal && <FormError>{errorText(refusal.code, refusal.params)}</FormError>}
          </div>
          <div className="flex flex-col gap-2">
            <div className="grid grid-cols-[minmax(0,1fr)_5rem] gap-2">
              <TextInput key={`p-${item.presenter}`} label={agendaText.presenter} defaultValue={item.presenter} disabled={!canWrite} onBlur={e => e.target.value !== item.presenter && set({ presenter: e.target.value })} />
              <TextInput
                key={`m-${item.minutes}`}
                label={agendaText.minutes}
                type="number"
                inputMode="numeric"
                min={1}
                max={600}
                defaultValue={item.minutes}
                disabled={!canWrite}
                onBlur={e => Number(e.target.value) !== item.minutes && set({ minutes: Number(e.target.value) })}
              />
            </div>
            <UnitPicker label={agendaText.leadUnit} units={units} value={item.leadUnitId} disabled={!isEditor} onChange={id => set({ leadUnitId: id })} />
            <label className="flex min-h-8 items-center gap-2 text-sm">
              <input type="checkbox" className="size-5 accent-(--act)" checked={item.isCollective} disabled={!isEditor} onChange={e => set({ isCollective: e.target.checked })} />
              {agendaText.collective}
            </label>
            {isEditor && (
              <label className="flex min-h-8 items-center gap-2 text-sm">
                <input
                  type="checkbox"
                  className="size-5 accent-(--act)"
                  checked={item.isUndisputed ?? false}
                  onChange={e => void mark.run({ meetingId, itemIds: [item.id], isUndisputed: e.target.checked })}
                />
                {flowText.block.mark}
              </label>
            )}
          </div>
        </div>
        {isEditor && (
          <div className="flex shrink-0 flex-col items-center">
            <button type="button" ref={setActivatorNodeRef} {...attributes} {...listeners} aria-label={agendaText.drag(number)} className="grid size-9 cursor-grab touch-none place-items-center rounded-md hover:bg-surface-2">
              <GripVertical aria-hidden />
            </button>
            <IconButton label={agendaText.moveUp(number)} variant="plain" size="sm" disabled={isFirst} onClick={() => onMove(-1)}>
              <ArrowUp aria-hidden />
            </IconButton>
            <IconButton label={agendaText.moveDown(number)} variant="plain" size="sm" disabled={isLast} onClick={() => onMove(1)}>
              <ArrowDown aria-hidden />
            </IconButton>
            <IconButton label={item.isHidden ? audienceText.draft.show(number) : audienceText.draft.hide(number)} variant="plain" size="sm" onClick={onHide}>
              {item.isHidden ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            </IconButton>
            <IconButton label={agendaText.remove(number)} variant="plain" size="sm" onClick={onRemove}>
              <Trash2 aria-hidden />
            </IconButton>
          </div>
        )}
      </div>
    </li>
  )
}
