// Opinion cards as far as asked for, for those who try their hands on them.
import { v7 as uuid } from 'uuid'
import { cardAddPaper, cardApprove, cardClose, cardAnswer, cardConclude, cardRecall, cardSave, cardSend, cardSubmit } from '#app/contracts/card.ts'
import type { World } from './world.ts'

export type CardStage = 'draft' | 'submitted' | 'approved' | 'sent' | 'closed' | 'concluded' | 'recalled'
const order: CardStage[] = ['draft', 'submitted', 'approved', 'sent', 'closed', 'concluded']

export const draftOf = (cardId: string, words = 'Xin ý kiến về dự thảo Kế hoạch') => ({
  cardId,
  title: words,
  question: words,
  summary: words,
  basis: words,
  leadUnitId: null as string | null,
  isCollective: true,
  days: 5,
  isOthersShown: false,
})

/** A card of the Office with one paper; approved by the Chairman; closed because all have answered. */
export async function cardOf(w: Pick<World, 'c' | 'db' | 'must'>, upTo: CardStage, more: { words?: string; isOthersShown?: boolean; leadUnitId?: string | null } = {}): Promise<string> {
  const cardId = uuid()
  const { c, db, must } = w
  const at = { cardId }
  const reaches = (stage: CardStage) => upTo === 'recalled' ? order.indexOf(stage) <= order.indexOf('sent') : order.indexOf(stage) <= order.indexOf(upTo)
  await must(c.secretary, cardSave, { ...draftOf(cardId, more.words), isOthersShown: more.isOthersShown ?? false, leadUnitId: more.leadUnitId ?? null })
  const fileId = uuid()
  await db.storedFile.create({ data: { id: fileId, sha256: uuid(), name: `${more.words ?? 'to-trinh'}.pdf`, mime: 'application/pdf', size: 1000n, uploadedById: c.secretary.userId } })
  await must(c.secretary, cardAddPaper, { ...at, paperId: uuid(), fileId, title: more.words ?? 'Tờ trình' })
  if (reaches('submitted')) await must(c.secretary, cardSubmit, at)
  if (reaches('approved')) await must(c.chairman, cardApprove, at)
  if (reaches('sent')) await must(c.secretary, cardSend, at)
  if (upTo === 'recalled') await must(c.chairman, cardRecall, { ...at, reason: 'Hồ sơ chưa đủ' })
  if (!reaches('closed') || upTo === 'recalled') return cardId
  for (const m of c.members) await must(m, cardAnswer, { ...at, choice: 'for', text: '', fileId: null })
  await must(c.secretary, cardClose, at)
  if (reaches('concluded')) await must(c.chairman, cardConclude, { ...at, conclusion: '' })
  return cardId
}
