import { useState } from 'react'
import { cardPropose } from '#app/contracts/card.ts'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { FormError, Select, TextArea } from '#app/components/field.tsx'
import { CircleCheck, Send } from '#app/components/icon.tsx'
import type { CardChoice } from '#app/domain/card/answer.ts'
import type { Mine } from '#app/live/reducers/card.ts'
import { serverNow } from '#app/live/socket.ts'
import { useAct } from '#app/live/use-command.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { cardText as t } from '#app/text/cards.ts'
import { errorText } from '#app/text/errors.ts'
import { choices } from './parts.tsx'

/** Đề xuất ý kiến, by the staff to their head: counts for nothing until the head answers. */
export function Propose({ card, isOpen }: { card: Mine; isOpen: boolean }) {
  const { value, set, clear } = useDraft<{ choice: CardChoice; text: string }>(`card.${card.id}.proposal`, { choice: card.proposal?.choice ?? 'for', text: card.proposal?.text ?? '' })
  const { run, isSending, refusal } = useAct(cardPropose)
  const [sentAt, setSentAt] = useState(card.proposal?.at ?? null)
  const [isAsked, setAsked] = useState(false)
  const submit = async () => {
    setAsked(true)
    if (value.choice === 'other' && value.text.trim() === '') return
    const answer = await run({ cardId: card.id, memberId: card.memberId, ...value })
    if (!answer?.ok) return
    clear()
    setSentAt(serverNow())
  }
  return (
    <Card title={t.staff.title(card.memberLabel)}>
      <div className="flex flex-col gap-3">
        <p className="text-text-2">{t.staff.hint}</p>
        {card.choice && <p className="font-semibold">{t.staff.answered}</p>}
        {sentAt !== null && (
          <p role="status" className="flex items-center gap-2 text-ok">
            <CircleCheck aria-hidden />
            {t.staff.sent(sentAt)}
          </p>
        )}
        {isOpen && (
          <>
            <Select label={t.mine.choose} value={value.choice} onChange={e => set({ choice: e.target.value as CardChoice })}>
              {choices.map(c => (
                <option key={c} value={c}>
                  {t.choice[c]}
                </option>
              ))}
            </Select>
            <TextArea label={t.mine.text} rows={5} maxLength={10_000} value={value.text} error={isAsked && value.choice === 'other' && value.text.trim() === '' ? errorText('CARD_TEXT_REQUIRED') : undefined} onChange={e => set({ text: e.target.value })} />
            <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
            <Button size="lg" variant="primary" icon={<Send aria-hidden />} isSending={isSending} onClick={() => void submit()}>
              {t.staff.send}
            </Button>
          </>
        )}
      </div>
    </Card>
  )
}
