import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { Check } from '#app/components/icon.tsx'
import { conclusionComment, conclusionSettleComment } from '#app/contracts/conclusion.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { errorText } from '#app/text/errors.ts'
import { formatTime } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import type { Comment } from './read.ts'

/** What the room says to a conclusion, for chair and desk; what was seen goes. */
export function Comments({ meetingId, comments, numbers, acts }: { meetingId: string; comments: readonly Comment[]; numbers: ReadonlyMap<string, number>; acts: Acts }) {
  const open = comments.filter(c => c.settledAt === null)
  if (open.length === 0) return null
  return (
    <section aria-label={t.comments(open.length)} className="rounded-lg border border-act-line bg-act-soft p-3">
      <h3 role="status" className="font-semibold text-act">
        {t.comments(open.length)}
      </h3>
      <ul className="mt-1 flex flex-col gap-2">
        {open.map(c => {
          const n = c.lineId ? numbers.get(c.lineId) : undefined
          return (
            <li key={c.id} className="flex flex-wrap items-start gap-x-3 gap-y-1">
              <p className="min-w-0 flex-1">
                <span className="font-semibold">{c.byLabel}</span>
                <span className="text-sm text-text-2">
                  {' '}
                  {formatTime(c.at)}
                  {n ? `, ${t.commentOn(n)}` : ''}
                </span>
                <span className="block whitespace-pre-line">{c.text}</span>
              </p>
              <Button size="sm" className="pointer-coarse:min-h-11" icon={<Check aria-hidden />} aria-label={t.settleOne(c.byLabel)} onClick={() => void acts.run(conclusionSettleComment, { meetingId, commentId: c.id }, c.id)}>
                {t.settle}
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** A member's or a named unit's word to the desk. */
export function CommentButton({ meetingId, itemId, lineId, label, text }: { meetingId: string; itemId: string; lineId: string | null; label: string; text?: string }) {
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [isSent, setSent] = useState(false)
  const [commentId, setCommentId] = useState(newId)
  const { run, isSending, refusal } = useAct(conclusionComment)
  const send = async () => {
    const answer = await run({ meetingId, itemId, commentId, lineId, text: typed })
    if (!answer?.ok) return
    setCommentId(newId())
    setTyped('')
    setOpen(false)
    setSent(true)
  }
  return (
    <>
      <Button className="min-h-11 self-start" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <p role="status" className="text-sm text-ok empty:hidden">
        {isSent && t.commentSent}
      </p>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t.commentTitle}
        footer={
          <>
            <Button size="lg" onClick={() => setOpen(false)}>
              {shellText.button.cancel}
            </Button>
            <Button variant="primary" size="lg" isSending={isSending} disabled={typed.trim() === ''} onClick={() => void send()}>
              {t.commentSend}
            </Button>
          </>
        }
      >
        {text && <blockquote className="mb-3 border-l-3 border-line-strong pl-3 text-text-2">{text}</blockquote>}
        <TextArea label={t.commentText} hint={t.commentHint} rows={3} maxLength={1000} value={typed} onChange={e => setTyped(e.target.value)} />
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      </Dialog>
    </>
  )
}
