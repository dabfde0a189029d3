import * as Y from 'yjs'
import { ROOT_NAME } from '#app/editor/nodes.ts'
import type { CommandContext } from '#server/command/context.ts'

/**
 * The rows of a conclusion and its shared document are one thing. Whoever writes rows by a command takes this lock, and
 * writes the same change into the document when there is one; whoever types gets the rows from server/collab.
 */
export async function lockConclusion(ctx: CommandContext, itemId: string): Promise<void> {
  await ctx.tx.$queryRawUnsafe(`SELECT 1 AS ok FROM (SELECT pg_advisory_xact_lock(hashtextextended('conclusion:' || $1, 0))) AS l`, itemId)
  await ctx.tx.$queryRawUnsafe(`SELECT 1 FROM "CollabDoc" WHERE id = $1 FOR UPDATE`, `conclusion:${itemId}`)
}

/** Khóa hồ sơ: the texts of all conclusions take no more edits, in every process, from this commit on. */
export async function sealConclusions(ctx: CommandContext, meetingId: string): Promise<void> {
  await ctx.tx.$queryRawUnsafe(
    `WITH sealed AS (
       UPDATE "CollabDoc" d SET "sealedAt" = $2 FROM "AgendaItem" i
        WHERE i."meetingId" = $1::uuid AND d.id = 'conclusion:' || i.id AND d."sealedAt" IS NULL RETURNING d.id)
     SELECT pg_notify('collab', 'seal ' || id || ' sealed')::text AS ok FROM sealed`,
    meetingId,
    ctx.now,
  )
}

type Line = Y.XmlText
export type DocLines = {
  insert: (id: string, text: string, afterId: string | null) => void
  setText: (id: string, text: string) => void
  remove: (id: string) => void
}

/** Changes the document, if somebody has ever opened it; open editors get the change like any other edit. Lock first. */
export async function changeDocument(ctx: CommandContext, itemId: string, change: (lines: DocLines) => void): Promise<void> {
  const docId = `conclusion:${itemId}`
  const head = await ctx.tx.collabDoc.findUnique({ where: { id: docId }, select: { state: true, stateN: true, lastN: true } })
  if (!head) return
  const updates = await ctx.tx.collabUpdate.findMany({ where: { docId, n: { gt: head.stateN } }, orderBy: { n: 'asc' }, select: { bytes: true } })
  const doc = new Y.Doc()
  if (head.state) Y.applyUpdate(doc, head.state)
  for (const u of updates) Y.applyUpdate(doc, u.bytes)
  const before = Y.encodeStateVector(doc)
  doc.transact(() => change(linesOf(doc)))
  const bytes = Y.encodeStateAsUpdate(doc, before)
  const text = blocks(doc.get(ROOT_NAME, Y.XmlText)).map(b => letters(b.line)).join('\n')
  doc.destroy()
  const n = head.lastN + 1
  await ctx.tx.collabUpdate.create({ data: { docId, n, bytes: new Uint8Array(bytes), actorId: ctx.actor.userId, at: ctx.now } })
  await ctx.tx.collabDoc.update({ where: { id: docId }, data: { lastN: n, text, updatedAt: ctx.now } })
  await ctx.tx.$queryRawUnsafe(`SELECT pg_notify('collab', $1)::text AS ok`, `command ${docId} ${n}`)
}

function linesOf(doc: Y.Doc): DocLines {
  const root = doc.get(ROOT_NAME, Y.XmlText)
  const find = (id: string) => blocks(root).find(b => b.id === id)
  return {
    insert(id, text, afterId) {
      const after = afterId === null ? undefined : find(afterId)
      const at = after ? after.at + 1 : root.length
      root.insertEmbed(at, makeLine(id, text))
    },
    setText(id, text) {
      const found = find(id)
      if (!found) return
      const old = letters(found.line)
      const runs = found.line.toDelta() as { insert: unknown }[]
      const first = runs[0]?.insert
      if (runs.length === 2 && first instanceof Y.Map && first.get('__type') === 'text') {
        // One run of letters: only what differs is touched, so carets of others stay.
        let [from, end] = [0, 0]
        while (from < Math.min(old.length, text.length) && old[from] === text[from]) from += 1
        while (end < Math.min(old.length, text.length) - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1
        if (text !== '') {
          if (old.length - from - end > 0) found.line.delete(1 + from, old.length - from - end)
          if (text.length - from - end > 0) found.line.insert(1 + from, text.slice(from, text.length - end))
          return
        }
      }
      found.line.delete(0, found.line.length)
      if (text !== '') fill(found.line, text)
    },
    remove(id) {
      const found = find(id)
      if (found) root.delete(found.at, 1)
    },
  }
}

const blocks = (root: Y.XmlText): { at: number; id: string; line: Line }[] => {
  let at = 0
  const found: { at: number; id: string; line: Line }[] = []
  for (const { insert } of root.toDelta() as { insert: unknown }[]) {
    if (insert instanceof Y.XmlText) found.push({ at, id: String(insert.getAttribute('__lineId') as unknown), line: insert })
    at += typeof insert === 'string' ? insert.length : 1
  }
  return found
}

const letters = (line: Line): string =>
  (line.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : insert instanceof Y.Map && insert.get('__type') === 'linebreak' ? ' ' : ''))
    .join('')

/** The shared structure of a line as the editor writes it (a test compares it with a real editor's). */
function makeLine(id: string, text: string): Line {
  const line = new Y.XmlText()
  const set = (name: string, value: unknown): void => line.setAttribute(name, value as string)
  set('__type', 'line')
  set('__lineId', id)
  set('__format', 0)
  set('__style', '')
  set('__indent', 0)
  set('__dir', null)
  set('__textFormat', 0)
  set('__textStyle', '')
  if (text !== '') fill(line, text)
  return line
}
function fill(line: Line, text: string): void {
  const run = new Y.Map<unknown>()
  run.set('__type', 'text')
  run.set('__format', 0)
  run.set('__style', '')
  run.set('__mode', 0)
  run.set('__detail', 0)
  line.insertEmbed(0, run)
  line.insert(1, text)
}
