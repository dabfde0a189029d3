import { useEffect, useState } from 'react'
import { FormError, TextInput } from '#app/components/field.tsx'
import { findEverywhere, type FoundLine } from '#app/live/find.ts'
import { treeText as x } from '#app/text/task-tree.ts'

export type PickedTask = { id: string; label: string }

const ASK_AFTER_MS = 250
const idOf = (line: FoundLine): string => line.to.slice(line.to.lastIndexOf('/') + 1)

/** Chooses one task by words of its title or its code, without marks; what the person may not see is not found. */
export function TaskPicker({ label, value, excludeIds, onChange, error }: { label: string; value: PickedTask | null; excludeIds: readonly string[]; onChange: (task: PickedTask | null) => void; error?: string | undefined }) {
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<{ text: string; lines: FoundLine[] | null } | null>(null)
  const text = typed.trim()
  useEffect(() => {
    if (text.length < 2) return
    let isOver = false
    const timer = setTimeout(() => {
      findEverywhere(text).then(
        lines => !isOver && setFound({ text, lines: lines.filter(l => l.kind === 'task') }),
        () => !isOver && setFound({ text, lines: null }),
      )
    }, ASK_AFTER_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [text])
  const lines = (text.length >= 2 && found?.lines ? found.lines : []).filter(l => !excludeIds.includes(idOf(l)) && idOf(l) !== value?.id)
  const shown: PickedTask[] = [...(value ? [value] : []), ...lines.map(l => ({ id: idOf(l), label: [l.aside, l.label].filter(Boolean).join(' · ') }))]
  return (
    <div className="flex flex-col gap-2">
      <TextInput label={label} hint={x.pickTaskHint} type="search" value={typed} onChange={e => setTyped(e.target.value)} />
      {shown.length > 0 && (
        <fieldset className="max-h-64 overflow-y-auto rounded-md border border-line px-3">
          <legend className="sr-only">{label}</legend>
          {shown.map(task => (
            <label key={task.id} className="flex min-h-11 cursor-pointer items-center gap-2 py-1">
              <input type="radio" name="picked-task" className="size-5 shrink-0 accent-act" checked={task.id === value?.id} onChange={() => onChange(task)} />
              <span className="min-w-0 text-text">{task.label}</span>
            </label>
          ))}
        </fieldset>
      )}
      <p role="status" className="text-sm text-text-3">
        {text.length >= 2 && found?.text === text && lines.length === 0 ? (found.lines === null ? x.pickTaskFailed : x.pickTaskNone) : ''}
      </p>
      <FormError>{error}</FormError>
    </div>
  )
}
