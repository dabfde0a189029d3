import { useEffect, useRef, useState } from 'react'
import { taskReport, taskSubmit } from '#app/contracts/task.ts'
import { taskAnswer } from '#app/contracts/task-tree.ts'
import { FormDialog } from '#app/components/dialog.tsx'
import { FormError, TextArea, TextInput } from '#app/components/field.tsx'
import { Check } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { cx } from '#app/components/cx.ts'
import { canCloseWith } from '#app/domain/task/evidence.ts'
import { newId } from '#app/live/new-id.ts'
import { enqueue, stopWaiting } from '#app/live/outbox.ts'
import type { Card } from '#app/live/reducers/board.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { useOutbox } from '#app/live/use-command.ts'
import type { LocalFile } from '#app/live/away/waiting-files.ts'
import type { Answer } from '#app/contracts/define.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { workText as w } from '#app/text/my-work.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { noteOf, type Obstacle, OBSTACLES, STEPS } from './derive.ts'
import { LocalFiles } from './local-files.tsx'

export type Demand = { id: string; taskId: string; title: string; kind: 'urge' | 'explain'; text: string; dueAt: number | null; askedByLabel: string; unitId: string; code: string }
/** `kept`: what an earlier try had typed. */
export type Sheet = { kind: 'report' | 'submit'; card: Card; evidence: string; kept?: Partial<Report> } | { kind: 'answer'; demand: Demand; kept?: Partial<Report> }
export type Report = { percent: number | null; obstacles: Obstacle[]; words: string; productRef: string; files: LocalFile[] }

/**
 * Report, hand in, answer: from below, with one thumb, without leaving the list. What is typed and photographed stays on this
 * device until the server has it; without a line the sheet closes at once and the act waits where everybody sees it.
 */
export default function ReportSheet({ sheet, owner, onClose }: { sheet: Sheet; owner: string; onClose: () => void }) {
  const [{ id, reportId }] = useState(() => ({ id: newId(), reportId: newId() }))
  const subject = sheet.kind === 'answer' ? sheet.demand.id : sheet.card.id
  const title = sheet.kind === 'answer' ? sheet.demand.title : sheet.card.title
  const start = sheet.kind === 'submit' ? 100 : sheet.kind === 'report' && STEPS.some(s => s === sheet.card.progress && s < 100) ? sheet.card.progress : null
  const { value, set, clear } = useDraft<Report>(`work.${subject}.${sheet.kind}`, { percent: start, obstacles: [], words: '', productRef: '', files: [], ...sheet.kept })
  const [isAsked, setAsked] = useState(false)
  const [sentId, setSentId] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<Extract<Answer, { ok: false }> | null>(null)
  const isCut = useConnection().state !== 'online'
  const percentSent = useOutbox().percent[sentId ?? '']
  const isDone = sheet.kind !== 'answer' && value.percent === 100
  const evidence = isDone ? canCloseWith(sheet.evidence, { files: value.files.length, productRef: value.productRef }) : { ok: true as const }
  const wrong = {
    percent: sheet.kind !== 'answer' && value.percent === null ? w.choosePercent : undefined,
    words: sheet.kind === 'answer' && value.words.trim() === '' ? t.required : undefined,
    evidence: evidence.ok ? undefined : errorText(evidence.code),
  }
  const shown: Partial<typeof wrong> = isAsked ? wrong : {}

  // What is taken up by an earlier try is this sheet's now.
  const kept = useRef(sheet.kept)
  useEffect(() => {
    if (kept.current) set(kept.current)
  }, [set])

  /** The act waits by itself from here on: the sheet is not needed, a refusal is told at the task. */
  const leave = (commandId: string) => {
    stopWaiting(commandId)
    clear()
    onClose()
  }
  const leaveRef = useRef(leave)
  leaveRef.current = leave
  useEffect(() => {
    if (!isCut || sentId === null) return
    toast(w.keptHere)
    leaveRef.current(sentId)
  }, [isCut, sentId])

  const submit = async () => {
    setAsked(true)
    if (sentId !== null || Object.values(wrong).some(Boolean)) return
    setRefusal(null)
    const { files } = value
    const percent = value.percent ?? 0
    const note = noteOf({ percent, obstacles: value.obstacles, words: value.words })
    // A try that was refused is over; the next one is another act.
    const commandId = refusal ? newId() : id
    const [def, input] =
      sheet.kind === 'answer'
        ? [taskAnswer, { taskId: sheet.demand.taskId, demandId: sheet.demand.id, note: value.words.trim() }]
        : isDone
          ? [taskSubmit, { taskId: sheet.card.id, reportId: refusal ? newId() : reportId, note, ...(value.productRef.trim() ? { productRef: value.productRef.trim() } : {}) }]
          : [taskReport, { taskId: sheet.card.id, reportId: refusal ? newId() : reportId, percent, note }]
    setSentId(commandId)
    const answer = await enqueue(def.name, input, commandId, { as: title, files })
    setSentId(null)
    if (!answer.ok) return setRefusal(answer)
    toast(`${t.recorded}: ${sheet.kind === 'answer' ? sheet.demand.code : sheet.card.code}`)
    clear()
    onClose()
  }

  return (
    <FormDialog
      title={sheet.kind === 'answer' ? w.answerTitle : isDone ? w.submitTitle : w.reportTitle}
      submitLabel={isCut ? w.keep : sheet.kind === 'answer' ? w.answer : isDone ? w.sendResult : w.send}
      isSending={sentId !== null && !isCut}
      cancelLabel={t.cancel}
      onSubmit={() => void submit()}
      onClose={() => (sentId === null ? onClose() : leave(sentId))}
    >
      <p className="font-semibold text-text">{title}</p>
      {sheet.kind === 'answer' ? (
        <p className="rounded-md border border-line bg-surface-2 px-3 py-2 whitespace-pre-line">
          <strong className="font-semibold">{x.demandKind[sheet.demand.kind]}:</strong> {sheet.demand.text}
          <span className="block text-sm text-text-3">
            {sheet.demand.askedByLabel}
            {sheet.demand.dueAt !== null && ` · ${w.answerBy(formatDateTime(sheet.demand.dueAt))}`}
          </span>
        </p>
      ) : (
        <>
          <fieldset>
            <legend className="mb-2 font-semibold text-text">
              {w.doneSoFar} {sheet.card.progress > 0 && <span className="font-normal text-text-3">{w.lastTime(sheet.card.progress)}</span>}
            </legend>
            <div className="grid grid-cols-5 gap-2">
              {STEPS.map(step => (
                <label key={step} className={cx(touch, value.percent === step && chosen, 'min-h-14 flex-col px-1')}>
                  <input type="radio" name="percent" className="sr-only" checked={value.percent === step} onChange={() => set({ percent: step })} />
                  {value.percent === step && <Check aria-hidden className="text-base" />}
                  {step === 100 ? w.all : w.percent(step)}
                </label>
              ))}
            </div>
            <FormError>{shown.percent}</FormError>
          </fieldset>
          {!isDone && (
            <fieldset>
              <legend className="mb-2 font-semibold text-text">
                {w.obstacles} <span className="font-normal text-text-3">{w.obstaclesHint}</span>
              </legend>
              <div className="flex flex-wrap gap-2">
                {OBSTACLES.map(o => {
                  const is = value.obstacles.includes(o)
                  return (
                    <label key={o} className={cx(touch, is && chosen, 'min-h-11 gap-1.5 rounded-full! px-4')}>
                      <input type="checkbox" className="sr-only" checked={is} onChange={() => set({ obstacles: toggled(value.obstacles, o) })} />
                      {is && <Check aria-hidden />}
                      {w.obstacle[o]}
                    </label>
                  )
                })}
              </div>
            </fieldset>
          )}
        </>
      )}
      <TextArea
        label={sheet.kind === 'answer' ? w.answerWords : isDone ? `${w.wordsDone} (${w.optional})` : `${w.words} (${w.optional})`}
        rows={sheet.kind === 'answer' ? 4 : 2}
        maxLength={4000}
        value={value.words}
        onChange={e => set({ words: e.target.value })}
        error={shown.words}
      />
      {isDone && <TextInput label={t.productLabel} hint={sheet.evidence === 'any' ? t.productHint : x.typeEvidence[sheet.evidence]} value={value.productRef} onChange={e => set({ productRef: e.target.value })} error={shown.evidence} />}
      <LocalFiles owner={owner} files={value.files} onFiles={files => set({ files })} />
      <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      <p role="status" className={cx('text-sm', isCut ? 'text-soon' : 'text-text-3')}>
        {percentSent !== undefined ? w.sendingFiles(percentSent) : isCut ? w.clockCut : w.clock}
      </p>
    </FormDialog>
  )
}

const touch = 'flex cursor-pointer items-center justify-center rounded-lg border border-line-strong bg-surface text-md font-semibold text-text select-none has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-act'
const chosen = 'border-2 border-act! bg-act-soft text-act'

/** "Không vướng" and an obstacle exclude each other. */
function toggled(now: readonly Obstacle[], o: Obstacle): Obstacle[] {
  if (now.includes(o)) return now.filter(x => x !== o)
  return o === 'none' ? ['none'] : [...now.filter(x => x !== 'none'), o]
}

