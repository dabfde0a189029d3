import { useState } from 'react'
import type { z } from 'zod'
import type { Answer } from '#app/contracts/define.ts'
import { type BulkAct, taskBulk, taskBulkUndo } from '#app/contracts/task-tree.ts'
import { atTimeInVietnam } from '#app/domain/calendar/working-days.ts'
import { Button } from '#app/components/button.tsx'
import { FormDialog } from '#app/components/dialog.tsx'
import { DateInput, FormError, Select, TextArea } from '#app/components/field.tsx'
import { CalendarClock, Check, Eye, type LucideIcon, Megaphone, TriangleAlert, Undo2 } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { newId } from '#app/live/new-id.ts'
import { useCommand } from '#app/live/use-command.ts'
import { useRead } from '#app/live/use-read.ts'
import { errorText } from '#app/text/errors.ts'
import { formatTime } from '#app/text/format.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { treeText as x } from '#app/text/task-tree.ts'

type Act = z.output<typeof BulkAct>
type Preview = { items: { taskId: string; code: string; title: string; leadUnitName: string; refusal: string | null }[]; can: number }

const order: readonly { act: Act; Icon: LucideIcon }[] = [
  { act: 'urge', Icon: Megaphone },
  { act: 'confirm', Icon: Check },
  { act: 'extend', Icon: CalendarClock },
  { act: 'setMonitor', Icon: Eye },
  { act: 'recall', Icon: Undo2 },
]
/** An answer to an urging is due at the end of office hours. */
const END_OF_DAY = { hours: 17, minutes: 0 }

/**
 * What the Office may do on the chosen tasks as one: first shown on which it can be done and why not on the others, done by one
 * command, taken back by one touch while the house allows it. `onDone` once something was done.
 */
export function BulkActs({ taskIds, onDone }: { taskIds: readonly string[]; onDone: () => void }) {
  const [act, setAct] = useState<Act | null>(null)
  return (
    <>
      {order.map(({ act: name, Icon }) => (
        <Button key={name} size="sm" icon={<Icon aria-hidden />} onClick={() => setAct(name)}>
          {x.bulkAct[name]}
        </Button>
      ))}
      {act && <BulkDialog act={act} taskIds={taskIds} onClose={() => setAct(null)} onDone={onDone} />}
    </>
  )
}

function BulkDialog({ act, taskIds, onClose, onDone }: { act: Act; taskIds: readonly string[]; onClose: () => void; onDone: () => void }) {
  const command = useCommand()
  const [batchId] = useState(newId)
  const [note, setNote] = useState('')
  const [day, setDay] = useState<string | null>(null)
  const [personId, setPersonId] = useState('')
  const [isAsked, setAsked] = useState(false)
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<Extract<Answer, { ok: false }> | null>(null)
  const [first = ''] = taskIds
  const query = new URLSearchParams([['viec', act], ...(act === 'extend' && day ? [['han', day]] : []), ...taskIds.map(id => ['id', id])])
  const preview = useRead<Preview>(`/nhiem-vu/xem-truoc?${query.toString()}`)
  const can = preview.data?.can ?? 0
  const needsNote = act !== 'confirm' && act !== 'setMonitor'
  const wrong = {
    note: needsNote && note.trim() === '' ? t.required : undefined,
    day: act === 'extend' && day === null ? t.newDeadlineMissing : undefined,
    person: act === 'setMonitor' && personId === '' ? x.personMissing : undefined,
  }
  const shown: Partial<typeof wrong> = isAsked ? wrong : {}
  const at = (name: string) => (refusal?.fields?.[name] ? errorText(refusal.code, refusal.params) : undefined)

  const undo = async () => {
    const back = await command(taskBulkUndo, { batchId })
    toast(back.ok ? x.bulkUndone(back.data.undone, back.data.kept) : errorText(back.code, back.params))
  }
  const submit = async () => {
    setAsked(true)
    if (isSending || can === 0 || Object.values(wrong).some(Boolean)) return
    setSending(true)
    setRefusal(null)
    const answer = await command(taskBulk, {
      batchId,
      act,
      taskIds: [...taskIds],
      ...(note.trim() ? { note } : {}),
      ...(act === 'extend' && day ? { deadlineOn: day } : {}),
      ...(act === 'urge' && day ? { dueAt: atTimeInVietnam(day, END_OF_DAY.hours, END_OF_DAY.minutes) } : {}),
      ...(act === 'setMonitor' ? { personId } : {}),
    })
    setSending(false)
    if (!answer.ok) return setRefusal(answer)
    toast(`${x.bulkDone(x.bulkAct[act], answer.data.done.length)}. ${x.bulkUndoUntil(formatTime(answer.data.undoUntil))}`, { label: x.bulkUndo, run: () => void undo() })
    onClose()
    onDone()
  }
  return (
    <FormDialog
      isWide
      title={x.bulkTitle(x.bulkAct[act], taskIds.length)}
      submitLabel={x.bulkDo(x.bulkAct[act], can)}
      isSending={isSending}
      disabled={can === 0}
      cancelLabel={t.cancel}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {act === 'setMonitor' && <Monitors taskId={first} value={personId} onChange={setPersonId} error={shown.person ?? at('personId')} />}
      {act === 'extend' && <DateInput label={t.newDeadline} value={day} onValue={setDay} error={shown.day ?? at('deadlineOn')} />}
      {act !== 'setMonitor' && <TextArea label={act === 'urge' ? t.noteUrge : act === 'confirm' ? x.note : t.reason} rows={3} value={note} onChange={e => setNote(e.target.value)} error={shown.note ?? at('note')} />}
      {act === 'urge' && <DateInput label={x.dueDay} hint={x.dueOptional} value={day} onValue={setDay} error={at('dueAt')} />}
      <div aria-live="polite" className="flex flex-col gap-3">
        {!preview.data && !preview.isFailed && <p className="text-text-3">{x.previewing}</p>}
        {preview.isFailed && (
          <p className="flex flex-wrap items-center gap-3 text-late">
            {x.previewFailed}
            <Button size="sm" onClick={preview.again}>
              {x.again}
            </Button>
          </p>
        )}
        {preview.data && <Shown items={preview.data.items} can={can} />}
      </div>
      <FormError>{refusal && Object.keys(refusal.fields ?? {}).length === 0 && errorText(refusal.code, refusal.params)}</FormError>
    </FormDialog>
  )
}

/** Which ones can, and which can't and why. */
function Shown({ items, can }: { items: Preview['items']; can: number }) {
  const not = items.filter(i => i.refusal !== null)
  return (
    <>
      <p className="flex items-center gap-2 font-semibold">
        {can > 0 ? <Check aria-hidden className="text-ok" /> : <TriangleAlert aria-hidden className="text-soon" />}
        {can > 0 ? x.bulkCan(can) : x.bulkNothing}
      </p>
      {can > 0 && <p className="text-sm text-text-3">{items.filter(i => i.refusal === null).map(i => i.code).join(', ')}</p>}
      {not.length > 0 && (
        <div>
          <p className="flex items-center gap-2 font-semibold text-soon">
            <TriangleAlert aria-hidden />
            {x.bulkCannot(not.length)}
          </p>
          <ul className="mt-1 flex flex-col divide-y divide-line rounded-md border border-line">
            {not.map(i => (
              <li key={i.taskId} className="px-3 py-2">
                <span className="line-clamp-1 font-semibold text-text">
                  {i.code} · {i.title}
                </span>
                <span className="block text-sm">{errorText(i.refusal ?? '')}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function Monitors({ taskId, value, onChange, error }: { taskId: string; value: string; onChange: (id: string) => void; error?: string | undefined }) {
  const { data, isFailed, again } = useRead<{ office: { id: string; name: string }[] }>(`/nhiem-vu/${taskId}/lua-chon`)
  if (isFailed)
    return (
      <p role="alert" className="flex flex-wrap items-center gap-3 text-late">
        {x.choicesFailed}
        <Button size="sm" onClick={again}>
          {x.again}
        </Button>
      </p>
    )
  return (
    <Select label={x.person} value={value} onChange={e => onChange(e.target.value)} error={error}>
      <option value="">{x.choosePerson}</option>
      {(data?.office ?? []).map(p => (
        <option key={p.id} value={p.id}>
          {p.name}
        </option>
      ))}
    </Select>
  )
}
