import type { Pool } from 'pg'
import * as Y from 'yjs'
import { readState } from './headless.ts'
import type { Projection } from './shape.ts'
import { CHANNEL, docOf, jsonText, kindOf, makeStore } from './store.ts'

export type Sealed = Projection & { state: Uint8Array; n: number; sealedAt: Date }

/**
 * Closes a document for good: what is stored at this moment is folded, shown and kept; every later edit is refused, in
 * every process. Edits still on their way are either in the returned state or were answered with DOC_SEALED.
 * Sealing again returns the same content. Null when there is no such document.
 */
export async function sealDoc(pool: Pool, docId: string, now: Date): Promise<Sealed | null> {
  // The first load seeds a document nobody has opened yet.
  if (!(await makeStore(pool, 'seal').load(docId))) return null
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<{ state: Buffer | null; stateN: number; lastN: number; sealedAt: Date | null }>(
      `SELECT state, "stateN", "lastN", "sealedAt" FROM "CollabDoc" WHERE id = $1 FOR UPDATE`,
      [docId],
    )
    const head = rows[0]
    if (!head) {
      await client.query('ROLLBACK')
      return null
    }
    const updates = await client.query<{ bytes: Buffer }>(
      `SELECT bytes FROM "CollabUpdate" WHERE "docId" = $1 AND n > $2 ORDER BY n`,
      [docId, head.stateN],
    )
    const doc = new Y.Doc()
    if (head.state) Y.applyUpdate(doc, head.state)
    for (const u of updates.rows) Y.applyUpdate(doc, u.bytes)
    const state = Y.encodeStateAsUpdate(doc)
    doc.destroy()
    const { title, text, json } = readState(state, kindOf(docId))
    const sealedAt = head.sealedAt ?? now
    if (!head.sealedAt) {
      await client.query(
        `UPDATE "CollabDoc" SET state = $2, "stateN" = $3, json = $4, text = $5, "sealedAt" = $6 WHERE id = $1`,
        [docId, Buffer.from(state), head.lastN, jsonText(json), text === '' ? title : `${title}\n${text}`, sealedAt],
      )
      const doc = docOf(docId)
      // The lines of a conclusion were rows at every stored edit already.
      if (doc?.kind === 'item') await client.query(`UPDATE "AgendaItem" SET title = $2, text = $3 WHERE id = $1`, [doc.itemId, title, text])
      await client.query(`SELECT pg_notify('${CHANNEL}', $1)`, [`seal ${docId} sealed`])
    }
    await client.query('COMMIT')
    return { title, text, state, n: head.lastN, sealedAt }
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}
