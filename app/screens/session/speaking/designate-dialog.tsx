import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { Select, TextInput } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { speakingDesignate } from '#app/contracts/speaking.ts'
import { fold } from '#app/domain/search/fold.ts'
import { newId } from '#app/live/new-id.ts'
import type { Session, Speaking } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { shellText } from '#app/text/shell.ts'
import { speakingText } from '#app/text/speaking.ts'

const t = speakingText.designate

/** The chair's word: anybody present is called. `question` makes it an answer to that question. */
export function useDesignate(view: Session, acts: Acts | undefined) {
  return async (participantId: string, label: string, kind: 'speech' | 'present' | 'answer', question?: Speaking) => {
    const itemId = view.meeting.currentItemId
    if (!acts || !itemId) return
    const answer = await acts.run(
      speakingDesignate,
      { meetingId: view.meeting.id, itemId, requestId: newId(), participantId, kind, ...(question ? { questionId: question.id } : {}) },
      `${speakingDesignate.name}.${participantId}`,
    )
    if (answer?.ok) toast(t.done(label))
  }
}

export function DesignateDialog({ view, acts, isOpen, question, onClose }: { view: Session; acts: Acts; isOpen: boolean; question: Speaking | null; onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [kind, setKind] = useState<'speech' | 'present'>('speech')
  const designate = useDesignate(view, acts)
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const present = isOpen ? view.participants.filter(p => p.isPresent && p.role !== 'observer') : []
  const found = present.filter(p => {
    const text = fold(`${p.label} ${p.unitName ?? ''}`)
    return words.every(w => text.includes(w))
  })
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={question ? speakingText.answerTo(question.label) : t.title} footer={<Button onClick={onClose}>{shellText.button.close}</Button>}>
      <p className="mb-3">{t.lead}</p>
      <div className="flex flex-col gap-3">
        <TextInput label={t.find} hint={t.findHint} value={typed} autoComplete="off" onChange={e => setTyped(e.target.value)} />
        {!question && (
          <Select label={t.as} value={kind} onChange={e => setKind(e.target.value as 'speech')}>
            <option value="speech">{speakingText.kind.speech}</option>
            <option value="present">{speakingText.kind.present}</option>
          </Select>
        )}
        {found.length === 0 ? (
          <p role="status">{present.length === 0 ? t.none : t.nobody}</p>
        ) : (
          <ul className="divide-y divide-line border-t border-line">
            {found.map(p => (
              <li key={p.id} className="flex items-center gap-3 py-2">
                <span className="min-w-0 flex-1">
                  <span className="block font-semibold text-text">{p.label}</span>
                  <span className="block text-sm">{[p.unitName, t.role[p.role]].filter(Boolean).join(' · ')}</span>
                </span>
                <Button
                  aria-label={t.name(p.label)}
                  onClick={() => {
                    onClose()
                    void designate(p.id, p.label, question ? 'answer' : kind, question ?? undefined)
                  }}
                >
                  {t.confirm}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  )
}
