import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { taskComment } from '#app/contracts/task-tree.ts'
import { fold } from '#app/domain/search/fold.ts'
import { Button } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { FormError, TextArea } from '#app/components/field.tsx'
import { Send } from '#app/components/icon.tsx'
import { newId } from '#app/live/new-id.ts'
import type { FullTask } from '#app/live/reducers/task.ts'
import { useAct } from '#app/live/use-command.ts'
import { useRead } from '#app/live/use-read.ts'
import { errorText } from '#app/text/errors.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { Section } from './section.tsx'
import { momentOf } from './timeline.tsx'
import { useDraft } from './use-draft.ts'

type Named = { kind: 'unit' | 'person'; id: string; label: string }
const SHOWN = 8

/** Trao đổi: who said what, oldest first; "@" names a unit or a person the task concerns, who is then told. */
export function Discussion({ view, now, mayWrite }: { view: FullTask; now: number; mayWrite: boolean }) {
  return (
    <Section id="trao-doi" title={x.talk}>
      {view.comments.length === 0 && <p className="text-text-3">{x.talkNone}</p>}
      <ol aria-live="polite" className="flex flex-col gap-3">
        {view.comments.map(c => (
          <li key={c.id} className="rounded-xl border border-line bg-surface px-3 py-2">
            <p className="text-sm text-text-3">
              <strong className="font-semibold text-text">{c.byLabel}</strong>
              {c.unitName && c.unitName !== c.byLabel ? `, ${c.unitName}` : ''} · {momentOf(c.at, now)}
            </p>
            <p className="break-words whitespace-pre-line">{withNames(c.text, c.mentions)}</p>
          </li>
        ))}
      </ol>
      {mayWrite && <Write taskId={view.card.id} />}
    </Section>
  )
}

/** The names somebody was called by stand out in the sentence. */
function withNames(text: string, mentions: readonly Named[]) {
  const labels = mentions.map(m => `@${m.label}`).sort((a, b) => b.length - a.length)
  if (labels.length === 0) return text
  const parts = text.split(new RegExp(`(${labels.map(l => l.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`))
  return parts.map((part, i) => (labels.includes(part) ? <strong key={i} className="font-semibold text-act">{part}</strong> : part))
}

function Write({ taskId }: { taskId: string }) {
  const listId = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const { value, set, clear } = useDraft(`task.${taskId}.talk`, { text: '', named: [] as Named[] })
  const send = useAct(taskComment)
  const [isNear, setNear] = useState(false)
  const [all, setAll] = useState<Named[]>([])
  const [query, setQuery] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const found = query === null ? [] : all.filter(m => fold(m.label).includes(fold(query))).slice(0, SHOWN)

  /** What stands between the last @ before the caret and the caret. */
  const look = () => {
    const el = field.current
    const before = el?.value.slice(0, el.selectionStart) ?? ''
    setQuery(/(?:^|\s)@([^\s@][^@\n]{0,30}|)$/.exec(before)?.[1] ?? null)
    setAt(0)
  }
  const pick = (m: Named) => {
    const el = field.current
    if (!el || query === null) return
    const start = el.selectionStart - query.length - 1
    const text = `${value.text.slice(0, start)}@${m.label} ${value.text.slice(el.selectionStart)}`
    set({ text, named: [...value.named.filter(n => n.id !== m.id), m] })
    setQuery(null)
    const caret = start + m.label.length + 2
    requestAnimationFrame(() => {
      el.focus()
      el.setSelectionRange(caret, caret)
    })
  }
  const onKey = (e: KeyboardEvent) => {
    if (found.length === 0) {
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) void submit()
      return
    }
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      setAt(n => (n + (e.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length)
    } else if (e.key === 'Enter' || e.key === 'Tab') {
      e.preventDefault()
      const hit = found[at]
      if (hit) pick(hit)
    } else if (e.key === 'Escape') {
      e.preventDefault()
      e.stopPropagation()
      setQuery(null)
    }
  }
  const submit = async () => {
    const text = value.text.trim()
    if (text === '') return
    // Whoever was picked and then wiped out of the sentence is not told.
    const mentions = value.named.filter(n => text.includes(`@${n.label}`)).map(({ kind, id }) => ({ kind, id }))
    const answer = await send.run({ taskId, commentId: newId(), text, mentions })
    if (!answer?.ok) return
    set({ text: '', named: [] })
    clear()
  }
  return (
    <form
      className="mt-3 flex flex-col gap-2"
      onSubmit={e => {
        e.preventDefault()
        void submit()
      }}
    >
      {isNear && <Mentionable taskId={taskId} onData={setAll} />}
      <div className="relative">
        <TextArea
          ref={field}
          label={x.talkWrite}
          hint={x.talkHint}
          rows={3}
          maxLength={3000}
          value={value.text}
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
          onFocus={() => setNear(true)}
          onChange={e => {
            set({ text: e.target.value })
            look()
          }}
          onClick={look}
          onKeyDown={onKey}
          onBlur={() => setQuery(null)}
        />
        <ul id={listId} role="listbox" aria-label={x.mentions} hidden={found.length === 0} className="absolute inset-x-0 top-full z-30 mt-1 max-h-72 overflow-y-auto rounded-lg border border-line bg-surface shadow-e3">
          {found.map((m, i) => (
            <li
              key={m.id}
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === at}
              className={cx('flex min-h-11 cursor-pointer items-center px-3 py-1.5', i === at && 'bg-act-soft')}
              // Before the field loses the focus, so that the caret stays where the name goes.
              onMouseDown={e => {
                e.preventDefault()
                pick(m)
              }}
            >
              {m.label}
            </li>
          ))}
        </ul>
      </div>
      <FormError>{send.refusal && errorText(send.refusal.code, send.refusal.params)}</FormError>
      <p>
        <Button type="submit" icon={<Send aria-hidden />} isSending={send.isSending} disabled={value.text.trim() === ''}>
          {x.talkSend}
        </Button>
      </p>
    </form>
  )
}

/** Reads whom the task concerns once somebody is about to write. */
function Mentionable({ taskId, onData }: { taskId: string; onData: (all: Named[]) => void }) {
  const { data } = useRead<{ mentions: Named[] }>(`/nhiem-vu/${taskId}/lua-chon`)
  useEffect(() => {
    if (data) onData(data.mentions)
  }, [data, onData])
  return null
}

