import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, Select, TextArea } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { votePlanSave } from '#app/contracts/vote-plan.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { numberOf, type Session } from '#app/screens/session/derive.ts'
import { FormChoice, type VoteForm } from '#app/screens/session/secret/form-choice.tsx'
import { isWishComplete, noWish, OpenVoteFields, wished, wishOf } from '#app/screens/session/voting/open-vote-fields.tsx'
import { errorText } from '#app/text/errors.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { planText as t } from '#app/text/vote-plan.ts'
import { itemsToPlan, type Planned } from './derive.ts'

/** Thêm, sửa một nội dung biểu quyết. A refusal leaves the form open with all that was typed. */
export function PlannedForm({ view, planned, onClose }: { view: Session; planned: Planned | null; onClose: () => void }) {
  const save = useAct(votePlanSave)
  // One id for the form: pressed twice on a slow line it is one row.
  const [plannedId] = useState(() => planned?.id ?? newId())
  const items = itemsToPlan(view)
  const [itemId, setItem] = useState(planned?.itemId ?? '')
  const [question, setQuestion] = useState(planned?.question ?? '')
  const [form, setForm] = useState<VoteForm>(planned?.form ?? 'open')
  const [wish, setWish] = useState(planned ? wishOf(planned) : noWish)
  const choose = (id: string) => {
    setItem(id)
    const item = items.find(i => i.id === id)
    if (item && question.trim() === '') setQuestion(sessionText.chair.questionFor(item.title))
  }
  const submit = async () => {
    const { againOfId: _againOfId, againReason: _againReason, ...fields } = wished(wish) as ReturnType<typeof wished> & { againOfId?: string; againReason?: string }
    const answer = await save.run({ meetingId: view.meeting.id, plannedId, itemId, question, form, ...fields })
    if (!answer?.ok) return
    toast(t.saved)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={planned ? t.editTitle : t.addTitle}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" disabled={itemId === '' || question.trim() === '' || !isWishComplete(wish)} isSending={save.isSending} onClick={() => void submit()}>
            {t.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Select label={t.item} value={itemId} onChange={e => choose(e.target.value)}>
          <option value="">{t.chooseItem}</option>
          {items.map(i => (
            <option key={i.id} value={i.id}>
              {numberOf(view, i.id)}. {i.title || sessionText.untitled}
            </option>
          ))}
        </Select>
        <TextArea label={t.question} hint={t.questionHint} rows={3} required maxLength={1000} value={question} onChange={e => setQuestion(e.target.value)} />
        <FormChoice view={view} form={form} onForm={setForm} isAhead />
      </div>
      <OpenVoteFields value={wish} onChange={setWish} />
      {save.refusal && <FormError>{errorText(save.refusal.code, save.refusal.params)}</FormError>}
    </Dialog>
  )
}
