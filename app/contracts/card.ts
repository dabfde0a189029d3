import { z } from 'zod'
import { CivilDate, command, event, Id, Moment, Text } from './define.ts'
import { FileView } from './task.ts'

// Phiếu lấy ý kiến thành viên UBND (khoản 3 Điều 40 Luật 72/2025/QH15): asked between sessions.

/** Trạng thái phiếu (domain/card/machine.ts). */
export const CardStatus = z.enum(['draft', 'submitted', 'approved', 'sent', 'closed', 'concluded', 'recalled', 'replaced'])
/** Đồng ý, Không đồng ý, Ý kiến khác. */
export const CardChoice = z.enum(['for', 'against', 'other'])

export const CardPaperView = FileView.extend({ paperId: Id, title: z.string() })
export const CardExtensionView = z.object({ n: z.number().int(), fromOn: CivilDate, toOn: CivilDate, reason: z.string(), byLabel: z.string(), at: Moment })
const OtherCard = z.object({ id: Id, code: z.string().nullable() })
const Outcome = z.enum(['passed', 'not_passed', 'passed_by_chair', 'not_passed_by_chair', 'undecided'])

/** Kết quả: the arithmetic and its sentence of law, as the rule set frozen at sending gives it. */
export const CardResultView = z.object({
  outcome: Outcome,
  for: z.number().int(),
  against: z.number().int(),
  other: z.number().int(),
  silent: z.number().int(),
  /** silent cards counted in favour by the rule of silence; within `silent` */
  countedAsAgreed: z.number().int(),
  /** silent members whose term had ended */
  lapsed: z.number().int(),
  base: z.number().int(),
  needed: z.number().int(),
  missing: z.number().int(),
  sentence: z.string(),
  needsLegalConfirmation: z.boolean(),
})

/** What everybody who has to do with a card sees of it. */
const Common = {
  id: Id,
  code: z.string().nullable(),
  title: z.string(),
  question: z.string(),
  summary: z.string(),
  basis: z.string(),
  leadUnitName: z.string().nullable(),
  isCollective: z.boolean(),
  status: CardStatus,
  days: z.number().int(),
  isOthersShown: z.boolean(),
  sentAt: Moment.nullable(),
  deadlineOn: CivilDate.nullable(),
  closesAt: Moment.nullable(),
  closedAt: Moment.nullable(),
  concludedAt: Moment.nullable(),
  conclusion: z.string().nullable(),
  recalledAt: Moment.nullable(),
  recallReason: z.string().nullable(),
  base: z.number().int().nullable(),
  /** "Cần 14/27 tổng số thành viên tán thành (…)" */
  ruleText: z.string().nullable(),
  /** what silence means by the frozen rule set, and where that is written */
  silence: z.object({ isAgreement: z.boolean(), source: z.string() }).nullable(),
  isChangeAllowed: z.boolean(),
  papers: z.array(CardPaperView),
  extensions: z.array(CardExtensionView),
  replaces: OtherCard.nullable(),
  replacedBy: OtherCard.nullable(),
  /** for members once it is concluded; for the desk once it is closed */
  result: CardResultView.nullable(),
}

export const CardTaskView = z.object({ id: Id, code: z.string(), title: z.string(), leadUnitName: z.string(), deadlineOn: CivilDate.nullable() })

/** Phiếu trên bàn Văn phòng. */
export const CardView = z.object({
  ...Common,
  version: z.number().int(),
  leadUnitId: Id.nullable(),
  draftedLabel: z.string(),
  draftedAt: Moment,
  submittedAt: Moment.nullable(),
  submittedLabel: z.string().nullable(),
  returnReason: z.string().nullable(),
  approvedAt: Moment.nullable(),
  approvedLabel: z.string().nullable(),
  sentLabel: z.string().nullable(),
  closedHow: z.enum(['deadline', 'desk']).nullable(),
  concludedLabel: z.string().nullable(),
  tasks: z.array(CardTaskView),
})

export const ExplanationView = z.object({ kind: z.enum(['accepted', 'partly', 'explained']), text: z.string(), byLabel: z.string(), at: Moment })

/** Phiếu của một thành viên, as the desk sees it. */
export const CardMemberView = z.object({
  userId: Id,
  label: z.string(),
  unitName: z.string(),
  isChair: z.boolean(),
  choice: CardChoice.nullable(),
  text: z.string(),
  file: FileView.nullable(),
  answeredAt: Moment.nullable(),
  changes: z.number().int(),
  remindedAt: Moment.nullable(),
  isLapsed: z.boolean(),
  explanation: ExplanationView.nullable(),
})

/** Một việc trong diễn biến của phiếu. */
export const CardActLine = z.object({
  act: z.enum(['draft', 'submit', 'return', 'approve', 'send', 'answer', 'remind', 'extend', 'close', 'explain', 'conclude', 'assign', 'recall', 'replace']),
  byLabel: z.string(),
  at: Moment,
  note: z.string().nullable(),
})

/** Phiếu, đủ cho bàn tổng hợp. */
export const CardDesk = z.object({ card: CardView, members: z.array(CardMemberView), acts: z.array(CardActLine.extend({ seq: z.number().int() })) })

/** Một dòng trong danh sách phiếu của Văn phòng. */
export const CardRow = z.object({
  id: Id,
  code: z.string().nullable(),
  title: z.string(),
  status: CardStatus,
  leadUnitName: z.string().nullable(),
  draftedAt: Moment,
  sentAt: Moment.nullable(),
  deadlineOn: CivilDate.nullable(),
  closesAt: Moment.nullable(),
  total: z.number().int(),
  answered: z.number().int(),
  outcome: Outcome.nullable(),
  updatedAt: Moment,
})

/** Phiếu gửi đồng chí: one member's own, or as the staff who prepare it see it. */
export const MyCard = z.object({
  ...Common,
  /** whose card it is */
  memberId: Id,
  memberLabel: z.string(),
  choice: CardChoice.nullable(),
  text: z.string(),
  file: FileView.nullable(),
  answeredAt: Moment.nullable(),
  receipt: z.string().nullable(),
  /** what this member was typing; never for anybody else */
  draft: z.object({ choice: CardChoice.nullable(), text: z.string(), at: Moment }).nullable(),
  proposal: z.object({ choice: CardChoice, text: z.string(), byLabel: z.string(), at: Moment }).nullable(),
  explanation: ExplanationView.nullable(),
})

/** Ý kiến của thành viên khác, where the card lets members see them. */
export const OpinionView = z.object({ userId: Id, label: z.string(), choice: CardChoice, text: z.string(), answeredAt: Moment })

const OnCard = z.object({ cardId: Id })
const Reasoned = OnCard.extend({ reason: Text(2000, 1) })

/** Soạn phiếu lấy ý kiến: makes the draft, or writes it anew. baseVersion guards against overwriting what another wrote. */
export const cardSave = command('card.save', {
  input: OnCard.extend({
    baseVersion: z.number().int().optional(),
    title: Text(500, 1),
    question: Text(3000, 1),
    summary: Text(10000),
    basis: Text(3000),
    leadUnitId: Id.nullable(),
    isCollective: z.boolean(),
    days: z.number().int().min(1).max(60),
    isOthersShown: z.boolean(),
  }),
  output: z.object({ version: z.number().int() }),
})
/** Đính tài liệu vào phiếu after the file arrived whole. */
export const cardAddPaper = command('card.addPaper', { input: OnCard.extend({ paperId: Id, fileId: Id, title: Text(300, 1) }) })
/** Gỡ tài liệu khỏi phiếu. */
export const cardRemovePaper = command('card.removePaper', { input: OnCard.extend({ paperId: Id }) })
/** Trình duyệt. */
export const cardSubmit = command('card.submit', { input: OnCard })
/** Trả lại, nêu lý do. */
export const cardReturn = command('card.return', { input: Reasoned })
/** Duyệt phiếu. */
export const cardApprove = command('card.approve', { input: OnCard })
/** Gửi phiếu: freezes the members in office of this day, the rule set, and the last day to answer. */
export const cardSend = command('card.send', { input: OnCard, output: z.object({ code: z.string(), members: z.number().int(), deadlineOn: CivilDate }) })

/** Giữ chữ đang soạn của thành viên; counts for nothing. */
export const cardKeepDraft = command('card.keepDraft', { input: OnCard.extend({ choice: CardChoice.nullable(), text: Text(10000) }), output: z.object({ at: Moment }) })
/** Trả lời phiếu – the member's own act, the last one before the end counts. */
export const cardAnswer = command('card.answer', {
  input: OnCard.extend({ choice: CardChoice, text: Text(10000), fileId: Id.nullable() }),
  output: z.object({ answeredAt: Moment, receipt: z.string() }),
})
/** Đề xuất ý kiến: staff to their head, counts for nothing until the head answers. */
export const cardPropose = command('card.propose', { input: OnCard.extend({ memberId: Id, choice: CardChoice, text: Text(10000) }) })

/** Nhắc thành viên chưa trả lời. */
export const cardRemind = command('card.remind', { input: OnCard, output: z.object({ reminded: z.number().int() }) })
/** Gia hạn: working days after the last day; before the end only. */
export const cardExtend = command('card.extend', { input: Reasoned.extend({ days: z.number().int().min(1).max(60) }), output: z.object({ deadlineOn: CivilDate }) })
/** Thu hồi phiếu. */
export const cardRecall = command('card.recall', { input: Reasoned })
/** Thay bằng phiếu khác: the first stays as it was, the new one is a draft with its text and papers. */
export const cardReplace = command('card.replace', { input: Reasoned.extend({ newCardId: Id }) })
/** Kết thúc lấy ý kiến: by the desk once all have answered, by the program at the end. */
export const cardClose = command('card.close', { input: OnCard })
/** Nhắc trước hạn, by the program. */
export const cardRemindDue = command('card.remindDue', { door: 'system', input: OnCard })
/** Tiếp thu, giải trình một ý kiến. */
export const cardExplain = command('card.explain', { input: OnCard.extend({ memberId: Id, kind: z.enum(['accepted', 'partly', 'explained']), text: Text(5000, 1) }) })
/** Kết luận phiếu lấy ý kiến. */
export const cardConclude = command('card.conclude', { input: OnCard.extend({ conclusion: Text(5000) }), output: z.object({ sentence: z.string() }) })
/** Giao nhiệm vụ từ kết quả phiếu. */
export const cardAssign = command('card.assign', {
  input: OnCard.extend({ taskId: Id, content: Text(5000, 1), leadUnitId: Id, coordinatorIds: z.array(Id).max(150).default([]), deadlineOn: CivilDate.nullable() }),
  output: z.object({ taskId: Id, code: z.string() }),
})

/** Phiếu đổi – stream card:{id} (the desk). */
export const cardChanged = event('card.changed', { payload: z.object({ card: CardView, line: CardActLine.nullable() }) })
/** Phiếu của các thành viên đổi: sent, answered, reminded, explained – stream card:{id}. */
export const cardMembersChanged = event('card.membersChanged', { payload: z.object({ members: z.array(CardMemberView), line: CardActLine.nullable() }) })
/** Dòng trong danh sách của Văn phòng đổi – stream cards:office. */
export const cardRowChanged = event('card.rowChanged', { payload: z.object({ row: CardRow }) })
/** Phiếu gửi đồng chí đổi – stream user:{id}. */
export const cardMine = event('card.mine', { payload: z.object({ card: MyCard }) })
/** Một thành viên đã cho ý kiến, where members see each other's – stream opinions:{id}. */
export const cardOpinionGiven = event('card.opinionGiven', { payload: z.object({ opinion: OpinionView }) })
