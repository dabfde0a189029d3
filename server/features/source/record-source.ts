import { sourceRecord } from '#app/contracts/source.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { checkSource, numberKey } from '#app/domain/source/document.ts'
import { secretLevelText } from '#app/text/files.ts'
import { sourceName } from '#app/text/sources.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { mayAssign } from '#server/policies/task.ts'

/** Ghi nhận văn bản, bút phê. The same number of the same day is one document: it is opened, not typed twice. */
export const recordSource = handler(sourceRecord, async (ctx, input) => {
  if (!mayAssign(ctx.actor)) throw new Refusal('FORBIDDEN')
  const verdict = checkSource({ ...input, today: civilDateInVietnam(ctx.now), now: ctx.now.getTime() })
  if (!verdict.ok) {
    const fields = Object.fromEntries((verdict.fields ?? []).map(f => [f, verdict.code]))
    throw new Refusal(verdict.code, verdict.level ? { level: secretLevelText[verdict.level] } : {}, fields)
  }
  const { documentId, baseVersion, secrecy: _said, ...given } = input
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "SourceDocument" WHERE id = $1::uuid FOR UPDATE`, documentId)
  const known = await ctx.tx.sourceDocument.findUnique({ where: { id: documentId } })
  if (known && baseVersion !== undefined && baseVersion !== known.version) throw new Refusal('CONFLICT')
  const key = numberKey(given.number)
  if (given.kind === 'document') {
    // Two desks recording the same paper at once: the second one finds the first.
    await ctx.tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext($1))`, `source:${key}:${given.issuedOn ?? ''}`)
    const twin = await ctx.tx.sourceDocument.findFirst({
      where: { kind: 'document', numberKey: key, issuedOn: given.issuedOn ? new Date(given.issuedOn) : null, id: { not: documentId } },
      select: { id: true },
    })
    if (twin) throw new Refusal('SOURCE_EXISTS', { number: given.number, documentId: twin.id }, { number: 'SOURCE_EXISTS' })
  }
  if (given.fileId && given.fileId !== known?.fileId) {
    const file = await ctx.tx.storedFile.findFirst({ where: { id: given.fileId, uploadedById: ctx.actor.userId }, select: { id: true } })
    if (!file) throw new Refusal('FILE_NOT_READY', {}, { fileId: 'FILE_NOT_READY' })
  }
  const data = {
    ...given,
    numberKey: key,
    issuedOn: given.issuedOn ? new Date(given.issuedOn) : null,
    notedAt: given.notedAt === null ? null : new Date(given.notedAt),
    updatedAt: ctx.now,
  }
  const row = await ctx.tx.sourceDocument.upsert({
    where: { id: documentId },
    create: { id: documentId, ...data, createdById: ctx.actor.userId, createdByLabel: ctx.actor.displayName, createdAt: ctx.now },
    update: { ...data, version: { increment: 1 } },
  })
  return { documentId: row.id, version: row.version, label: sourceName({ ...given, kind: given.kind }) }
})
