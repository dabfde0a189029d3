import { cardSave, cardSubmit } from '#app/contracts/card.ts'
import type { PrismaClient } from '#server/db/generated/client.ts'
import type { Acting } from './acting.ts'
import { seedId } from './province.ts'

const HOUR_MS = 3_600_000
export const demoCardId = seedId('opinion-card/1')

/** One opinion card, drafted by a secretary, that waits for the Office's leader: approving and sending it is what a demonstration begins with. */
export async function seedCards(db: PrismaClient, acting: Acting, units: ReadonlyMap<string, { id: string }>, now: Date): Promise<void> {
  if (await db.opinionCard.findUnique({ where: { id: demoCardId }, select: { id: true } })) return
  acting.at(new Date(now.getTime() - HOUR_MS))
  const on = { cardId: demoCardId }
  await acting.must('thuky1', cardSave, {
    ...on,
    title: 'Phiếu lấy ý kiến về dự thảo Quy chế phối hợp tiếp công dân giữa các sở và UBND cấp xã',
    question: 'Đồng chí có đồng ý thông qua dự thảo Quy chế phối hợp tiếp công dân không?',
    summary: 'Dự thảo quy định đầu mối, thời hạn chuyển đơn và trách nhiệm trả lời khi đơn liên quan nhiều cơ quan.',
    basis: 'Khoản 3 Điều 40 Luật Tổ chức chính quyền địa phương số 72/2025/QH15',
    leadUnitId: units.get('Sở Nội vụ')?.id ?? null,
    isCollective: false,
    days: 3,
    isOthersShown: false,
  })
  await acting.must('thuky1', cardSubmit, on)
}
