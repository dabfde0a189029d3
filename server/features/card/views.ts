import type { z } from 'zod'
import type { CardDesk, CardMemberView, CardResultView, CardRow, CardView, MyCard } from '#app/contracts/card.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { ruleSentence, sourceText } from '#app/domain/voting/sentence.ts'
import type { Db, Tx } from '#server/command/context.ts'
import { inForce } from '#server/db/in-force.ts'
import { civil } from '#server/db/civil.ts'
import type { Prisma } from '#server/db/generated/client.ts'

type Reader = Tx | Db
export type View<T extends z.ZodType> = z.output<T>

/** Everything of a card but its members: a fixed number of statements. */
export const withCard = {
  papers: { where: { removedAt: null }, include: { file: true }, orderBy: { addedAt: 'asc' } },
  extensions: { orderBy: { n: 'asc' } },
  replaces: { select: { id: true, code: true } },
  replacedBy: { select: { id: true, code: true } },
  tasks: { include: { leadUnit: { select: { name: true } } }, orderBy: { createdAt: 'asc' } },
} satisfies Prisma.OpinionCardInclude
export const withMembers = { members: { include: { file: true }, orderBy: { rank: 'asc' } } } satisfies Prisma.OpinionCardInclude

export type CardRecord = Prisma.OpinionCardGetPayload<{ include: typeof withCard }>
export type MemberRecord = Prisma.OpinionCardMemberGetPayload<{ include: { file: true } }>

const ms = (d: Date | null): number | null => d?.getTime() ?? null
type FileRow = { id: string; name: string; size: bigint; mime: string }
const fileOf = (f: FileRow) => ({ id: f.id, name: f.name, size: Number(f.size), mime: f.mime })
const fileView = (f: FileRow | null) => f && fileOf(f)
export const frozenRules = (c: { rule: unknown }): MeetingRuleSet | null => c.rule as MeetingRuleSet | null

/** Name of the unit that asks. */
export async function unitName(db: Reader, id: string | null): Promise<string | null> {
  return id ? ((await db.orgUnit.findUnique({ where: { id }, select: { name: true } }))?.name ?? null) : null
}

function common(c: CardRecord, leadUnitName: string | null) {
  const rules = frozenRules(c)
  const silenceSource = rules?.sources.silenceIsAgreement
  return {
    id: c.id,
    code: c.code,
    title: c.title,
    question: c.question,
    summary: c.summary,
    basis: c.basis,
    leadUnitName,
    isCollective: c.isCollective,
    status: c.status as 'draft',
    days: c.days,
    isOthersShown: c.isOthersShown,
    sentAt: ms(c.sentAt),
    deadlineOn: civil(c.deadlineOn),
    closesAt: ms(c.closesAt),
    closedAt: ms(c.closedAt),
    concludedAt: ms(c.concludedAt),
    conclusion: c.conclusion,
    recalledAt: ms(c.recalledAt),
    recallReason: c.recallReason,
    base: c.base,
    ruleText: rules && c.base !== null ? ruleSentence(rules.voteRule, c.base) : null,
    silence: rules && { isAgreement: rules.silenceIsAgreement && !rules.voteRule.isConsultative, source: silenceSource ? sourceText(silenceSource) : '' },
    isChangeAllowed: rules?.changeBallotAllowed ?? true,
    papers: c.papers.map(p => ({ ...fileOf(p.file), paperId: p.id, title: p.title })),
    extensions: c.extensions.map(e => ({ n: e.n, fromOn: civil(e.fromOn) ?? '', toOn: civil(e.toOn) ?? '', reason: e.reason, byLabel: e.byLabel, at: e.at.getTime() })),
    replaces: c.replaces,
    replacedBy: c.replacedBy,
    result: c.result as View<typeof CardResultView> | null,
  }
}

export const cardView = (c: CardRecord, leadUnitName: string | null): View<typeof CardView> => ({
  ...common(c, leadUnitName),
  version: c.version,
  leadUnitId: c.leadUnitId,
  draftedLabel: c.draftedLabel,
  draftedAt: c.draftedAt.getTime(),
  submittedAt: ms(c.submittedAt),
  submittedLabel: c.submittedLabel,
  returnReason: c.returnReason,
  approvedAt: ms(c.approvedAt),
  approvedLabel: c.approvedLabel,
  sentLabel: c.sentLabel,
  closedHow: c.closedHow as 'desk' | null,
  concludedLabel: c.concludedLabel,
  tasks: c.tasks.map(t => ({ id: t.id, code: t.code, title: t.title, leadUnitName: t.leadUnit.name, deadlineOn: civil(t.deadlineOn) })),
})

export const memberView = (m: MemberRecord): View<typeof CardMemberView> => ({
  userId: m.userId,
  label: m.label,
  unitName: m.unitName,
  isChair: m.isChair,
  choice: m.choice as 'for' | null,
  text: m.text,
  file: fileView(m.file),
  answeredAt: ms(m.answeredAt),
  changes: m.changes,
  remindedAt: ms(m.remindedAt),
  isLapsed: m.isLapsed,
  explanation: m.explanation as View<typeof CardMemberView>['explanation'],
})

/** One member's own card; `isOwn` false = for the staff who prepare it, without what the member is typing. */
export const myCard = (c: CardRecord, m: MemberRecord, leadUnitName: string | null, isOwn: boolean): View<typeof MyCard> => ({
  ...common(c, leadUnitName),
  // The count is the desk's until it is concluded.
  result: c.status === 'concluded' ? (c.result as View<typeof CardResultView> | null) : null,
  memberId: m.userId,
  memberLabel: m.label,
  choice: m.choice as 'for' | null,
  text: m.text,
  file: fileView(m.file),
  answeredAt: ms(m.answeredAt),
  receipt: isOwn ? m.receipt : null,
  draft: isOwn ? (m.draft as View<typeof MyCard>['draft']) : null,
  proposal: m.proposal as View<typeof MyCard>['proposal'],
  explanation: m.explanation as View<typeof MyCard>['explanation'],
})

export const cardRow = (c: Prisma.OpinionCardGetPayload<{ include: { members: { select: { choice: true } } } }>, leadUnitName: string | null): View<typeof CardRow> => ({
  id: c.id,
  code: c.code,
  title: c.title,
  status: c.status as 'draft',
  leadUnitName,
  draftedAt: c.draftedAt.getTime(),
  sentAt: ms(c.sentAt),
  deadlineOn: civil(c.deadlineOn),
  closesAt: ms(c.closesAt),
  total: c.members.length,
  answered: c.members.filter(m => m.choice !== null).length,
  outcome: (c.result as View<typeof CardResultView> | null)?.outcome ?? null,
  updatedAt: c.updatedAt.getTime(),
})

export type Desk = View<typeof CardDesk>

/** Members of the list still in office on a day, by user. */
export async function inOffice(db: Reader, userIds: readonly string[], now: Date): Promise<Set<string>> {
  const rows = await db.committeeMembership.findMany({
    where: { userId: { in: [...userIds] }, ...inForce(now) },
    select: { userId: true },
  })
  return new Set(rows.map(r => r.userId))
}
