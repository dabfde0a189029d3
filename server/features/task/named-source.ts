import { sourceName } from '#app/text/sources.ts'
import { type CommandContext, Refusal } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'

type Given = { sourceLabel: string; sourceQuote?: string | undefined; documentId?: string | undefined; place: string }

/** How a task given by hand names what it rests on: a recorded document names itself and wants its sentence. */
export async function namedSource(ctx: CommandContext, t: Given) {
  if (!t.documentId) {
    if (t.sourceLabel === '') throw new Refusal('BAD_INPUT', {}, { sourceLabel: 'too_small' })
    return { sourceLabel: t.sourceLabel, sourceQuote: t.sourceQuote || null }
  }
  const d = await ctx.tx.sourceDocument.findUnique({ where: { id: t.documentId } })
  if (!d) throw new Refusal('SOURCE_UNKNOWN')
  if (!t.sourceQuote) throw new Refusal('SOURCE_QUOTE_REQUIRED', {}, { sourceQuote: 'SOURCE_QUOTE_REQUIRED' })
  return {
    sourceLabel: sourceName({ ...d, kind: d.kind as 'document', issuedOn: civil(d.issuedOn), notedAt: d.notedAt?.getTime() ?? null }),
    sourceQuote: t.sourceQuote,
    source: { documentId: d.id, place: t.place },
  }
}
