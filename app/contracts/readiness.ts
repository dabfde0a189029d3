import { z } from 'zod'
import type { VoteRule } from '#app/domain/voting/majority.ts'
import { event, Id } from './define.ts'

/** Đã mở tài liệu – a member opened a paper for the first time; desk:{id} only. */
export const paperOpened = event('paper.opened', { payload: z.object({ paperId: Id, userId: Id }) })

/** Sẵn sàng biểu quyết – what the session view does not carry: who opened which paper, and the majority a vote would need. Desk only. */
export const ReadinessView = z.object({
  openings: z.array(z.object({ paperId: Id, userId: Id })),
  /** votes in favour needed over all members in office, and the rule in words */
  votesNeeded: z.number().int(),
  ruleText: z.string(),
  /** the rule the warnings before opening are made of */
  voteRule: z.custom<VoteRule>().optional(),
})
