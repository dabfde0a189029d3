import type { Pool, PoolClient } from 'pg'
import { v5 as uuidv5, v7 as uuid } from 'uuid'
import { ranksFor } from '#app/domain/conclusion/order.ts'
import type { DocKind } from '#app/editor/nodes.ts'
import { seedLines, seedState } from './headless.ts'
import type { Projection } from './shape.ts'

/** One edit as it came from a browser, with its author for the record. */
export type Entry = { bytes: Uint8Array; actorId: string }
export type StoredUpdate = { n: number; bytes: Uint8Array; actorId: string }
export type Loaded = {
  state: Uint8Array | null
  /** number of the last edit inside `state` */
  stateN: number
  updates: StoredUpdate[]
  /** number of the last edit known */
  n: number
  isSealed: boolean
  updatedAt: Date
}
export type Appended = { outcome: 'stored'; n: number; at: Date } | { outcome: 'sealed' } | { outcome: 'missing' }

/** Channel on which processes tell each other what they stored: "<process> <docId> <n>"; n is "sealed" for a seal. */
export const CHANNEL = 'collab'

export type CollabStore = ReturnType<typeof makeStore>

/** Kinds of shared documents: the text of an agenda item, the conclusion on it. */
export const DOC_KINDS = ['item', 'conclusion'] as const
const DOC_ID = new RegExp(`^(${DOC_KINDS.join('|')}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$`)

/** What a document is: the agenda item itself or its conclusion; null for any other text. */
export function docOf(docId: string): { kind: DocKind; itemId: string } | null {
  const [, kind, itemId] = DOC_ID.exec(docId) ?? []
  return kind && itemId ? { kind: kind as DocKind, itemId } : null
}
export const kindOf = (docId: string): DocKind => docOf(docId)?.kind ?? 'item'

type DocRow = { state: Buffer | null; stateN: number; lastN: number; sealedAt: Date | null; updatedAt: Date }
type UpdateRow = { n: number; bytes: Buffer; actorId: string }

/**
 * Edits are appended, never rewritten: what was acknowledged is a row. `processId` marks what this process announces,
 * so that it does not fetch its own edits again.
 */
export function makeStore(pool: Pool, processId: string) {
  async function since(docId: string, n: number): Promise<StoredUpdate[]> {
    const { rows } = await pool.query<UpdateRow>(
      `SELECT n, bytes, "actorId" FROM "CollabUpdate" WHERE "docId" = $1 AND n > $2 ORDER BY n`,
      [docId, n],
    )
    return rows
  }

  /** Loads a document; the first load of an item seeds it from title and text. Null when there is no such item. */
  async function load(docId: string): Promise<Loaded | null> {
    const doc = (await findDoc(docId)) ?? (await seed(docId))
    if (!doc) return null
    const updates = await since(docId, doc.stateN)
    const n = updates.at(-1)?.n ?? doc.stateN
    return { state: doc.state, stateN: doc.stateN, updates, n, isSealed: doc.sealedAt !== null, updatedAt: doc.updatedAt }
  }

  async function findDoc(docId: string): Promise<DocRow | null> {
    const { rows } = await pool.query<DocRow>(
      `SELECT state, "stateN", "lastN", "sealedAt", "updatedAt" FROM "CollabDoc" WHERE id = $1`,
      [docId],
    )
    return rows[0] ?? null
  }

  async function seed(docId: string): Promise<DocRow | null> {
    const { kind, itemId } = docOf(docId) ?? {}
    if (!itemId) return null
    if (kind === 'conclusion') return seedConclusion(docId, itemId)
    const { rows } = await pool.query<Projection>(`SELECT title, text FROM "AgendaItem" WHERE id = $1`, [itemId])
    const item = rows[0]
    if (!item) return null
    // Two processes may seed at the same moment; only one seed may ever count, or every line would stand twice.
    await pool.query(`INSERT INTO "CollabDoc" (id, state, text) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, [
      docId,
      Buffer.from(seedState(item)),
      plain(item),
    ])
    return findDoc(docId)
  }

  /** A conclusion begins with the lines written without the editor; nobody writes one while it is made. */
  async function seedConclusion(docId: string, itemId: string): Promise<DocRow | null> {
    return inTransaction(async client => {
      await client.query(LOCK_CONCLUSION, [itemId])
      const item = await client.query(`SELECT 1 FROM "AgendaItem" WHERE id = $1`, [itemId])
      if (item.rowCount === 0) return
      const { rows } = await client.query<{ id: string; text: string; rank: string }>(
        `SELECT id, text FROM "ConclusionLine" WHERE "itemId" = $1 AND "removedAt" IS NULL ORDER BY rank COLLATE "C", id`,
        [itemId],
      )
      await client.query(`INSERT INTO "CollabDoc" (id, state, text) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, [
        docId,
        Buffer.from(seedLines(rows, uuid())),
        rows.map(r => r.text).join('\n'),
      ])
    }).then(() => findDoc(docId))
  }

  async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const done = await work(client)
      await client.query('COMMIT')
      return done
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    } finally {
      client.release()
    }
  }

  /** Edits and rows of a conclusion in one transaction; the document's row is locked first, as commands lock it. */
  function appendLines(docId: string, itemId: string, entries: Entry[], projection: Projection): Promise<Appended> {
    return inTransaction(async (client): Promise<Appended> => {
      const head = await client.query<{ n: number; at: Date }>(
        `UPDATE "CollabDoc" SET "lastN" = "lastN" + $2, text = $3, "updatedAt" = now()
          WHERE id = $1 AND "sealedAt" IS NULL RETURNING "lastN" AS n, "updatedAt" AS at`,
        [docId, entries.length, projection.text],
      )
      const [stored] = head.rows
      if (!stored) return { outcome: (await findDoc(docId)) ? 'sealed' : 'missing' }
      await client.query(
        `INSERT INTO "CollabUpdate" ("docId", n, bytes, "actorId", at)
         SELECT $1, $2::int + u.i, u.bytes, u.actor, $3 FROM unnest($4::bytea[], $5::uuid[]) WITH ORDINALITY AS u(bytes, actor, i)`,
        [docId, stored.n - entries.length, stored.at, entries.map(e => Buffer.from(e.bytes)), entries.map(e => e.actorId)],
      )
      await showLines(client, itemId, projection.lines ?? [], entries.at(-1)?.actorId ?? null)
      await client.query(`SELECT pg_notify('${CHANNEL}', $1)`, [`${processId} ${docId} ${stored.n}`])
      return { outcome: 'stored', n: stored.n, at: stored.at }
    })
  }

  /**
   * Stores edits and what lists show of them in one statement: both are there or neither.
   * The row of the document is locked by the update, so numbers have no holes and a seal cannot slip in between.
   */
  async function append(docId: string, entries: Entry[], projection: Projection): Promise<Appended> {
    const doc = docOf(docId)
    if (doc?.kind === 'conclusion') return appendLines(docId, doc.itemId, entries, projection)
    const { rows } = await pool.query<{ n: number; at: Date }>(
      `WITH head AS (
         UPDATE "CollabDoc" SET "lastN" = "lastN" + $2, text = $3, "updatedAt" = now()
          WHERE id = $1 AND "sealedAt" IS NULL RETURNING "lastN", "updatedAt"
       ), stored AS (
         INSERT INTO "CollabUpdate" ("docId", n, bytes, "actorId", at)
         SELECT $1, head."lastN" - $2 + u.i, u.bytes, u.actor, head."updatedAt"
           FROM head, unnest($4::bytea[], $5::uuid[]) WITH ORDINALITY AS u(bytes, actor, i)
       ), shown AS (
         UPDATE "AgendaItem" SET title = $6, text = $7 WHERE id = $8 AND EXISTS (SELECT 1 FROM head)
       )
       SELECT "lastN" AS n, "updatedAt" AS at, pg_notify('${CHANNEL}', $9 || ' ' || $1 || ' ' || "lastN") FROM head`,
      [
        docId,
        entries.length,
        plain(projection),
        entries.map(e => Buffer.from(e.bytes)),
        entries.map(e => e.actorId),
        projection.title,
        projection.text,
        doc?.itemId ?? null,
        processId,
      ],
    )
    const head = rows[0]
    if (head) return { outcome: 'stored', n: head.n, at: head.at }
    return { outcome: (await findDoc(docId)) ? 'sealed' : 'missing' }
  }

  /** Shows title and text again after edits of another process were taken in; only while `n` is still the last. */
  async function project(docId: string, n: number, projection: Projection): Promise<void> {
    const doc = docOf(docId)
    if (doc?.kind === 'conclusion') {
      await inTransaction(async client => {
        const head = await client.query(`SELECT 1 FROM "CollabDoc" WHERE id = $1 AND "lastN" = $2 AND "sealedAt" IS NULL FOR UPDATE`, [docId, n])
        if (head.rowCount) await showLines(client, doc.itemId, projection.lines ?? [], null)
      })
      return
    }
    await pool.query(
      `WITH head AS (
         UPDATE "CollabDoc" SET text = $3 WHERE id = $1 AND "lastN" = $2 AND "sealedAt" IS NULL RETURNING id
       )
       UPDATE "AgendaItem" SET title = $4, text = $5 WHERE id = $6 AND EXISTS (SELECT 1 FROM head)`,
      [docId, n, plain(projection), projection.title, projection.text, doc?.itemId ?? null],
    )
  }

  /** Folds edits up to `n` into one state, so that the next load is short. The edits themselves stay: they name authors. */
  async function fold(docId: string, n: number, state: Uint8Array, json: unknown): Promise<void> {
    await pool.query(`UPDATE "CollabDoc" SET state = $3, "stateN" = $2, json = $4 WHERE id = $1 AND "stateN" < $2`, [
      docId,
      n,
      Buffer.from(state),
      jsonText(json),
    ])
  }

  return { since, load, append, project, fold }
}

/** Held by whoever makes a conclusion's document or writes its lines without one (server/features/conclusion). */
const LOCK_CONCLUSION = `SELECT pg_advisory_xact_lock(hashtextextended('conclusion:' || $1, 0))`

type LineRow = { id: string; text: string; rank: string; isGone: boolean }

/**
 * Lines of the document → rows. A row changes only when its line did; a line taken out keeps its row, marked removed,
 * because a task or an agreement may hang on it.
 */
async function showLines(client: PoolClient, itemId: string, written: { id: string; text: string }[], actorId: string | null): Promise<void> {
  const { rows } = await client.query<LineRow>(
    `SELECT id, text, rank, "removedAt" IS NOT NULL AS "isGone" FROM "ConclusionLine" WHERE "itemId" = $1 ORDER BY id FOR UPDATE`,
    [itemId],
  )
  const known = new Map(rows.map(r => [r.id, r]))
  const unknown = written.filter(l => !known.has(l.id)).map(l => l.id)
  // An id that is another conclusion's row (a line pasted by other means than ours) gets a row of its own here.
  const foreign = unknown.length === 0 ? null : await client.query<{ id: string }>(`SELECT id FROM "ConclusionLine" WHERE id = ANY($1::uuid[]) AND "itemId" <> $2`, [unknown, itemId])
  const elsewhere = new Set(foreign?.rows.map(r => r.id))
  const lines = elsewhere.size === 0 ? written : written.map(l => (elsewhere.has(l.id) ? { ...l, id: uuidv5(l.id, itemId) } : l))
  const ranks = ranksFor(lines.map(l => l.id), new Map(rows.filter(r => !r.isGone).map(r => [r.id, r.rank])))
  const changed = lines.filter(l => {
    const row = known.get(l.id)
    return !row || row.isGone || row.text !== l.text || row.rank !== ranks.get(l.id)
  })
  const standing = new Set(lines.map(l => l.id))
  const gone = rows.filter(r => !r.isGone && !standing.has(r.id)).map(r => r.id)
  if (changed.length > 0)
    await client.query(
      `INSERT INTO "ConclusionLine" (id, "meetingId", "itemId", rank, text, "updatedById", "updatedAt")
       SELECT l.id, i."meetingId", i.id, l.rank, l.text, COALESCE($4::uuid, '00000000-0000-4000-8000-000000000000'), now()
         FROM "AgendaItem" i, unnest($2::uuid[], $3::text[], $5::text[]) AS l(id, text, rank) WHERE i.id = $1
       ON CONFLICT (id) DO UPDATE SET text = EXCLUDED.text, rank = EXCLUDED.rank, version = "ConclusionLine".version + 1, "removedAt" = NULL,
         "updatedById" = COALESCE($4::uuid, "ConclusionLine"."updatedById"), "updatedAt" = now()
       WHERE "ConclusionLine"."itemId" = $1`,
      [itemId, changed.map(l => l.id), changed.map(l => l.text), actorId, changed.map(l => ranks.get(l.id))],
    )
  if (gone.length > 0)
    await client.query(
      `UPDATE "ConclusionLine" SET "removedAt" = now(), version = version + 1, "updatedAt" = now(), "updatedById" = COALESCE($2::uuid, "updatedById")
       WHERE id = ANY($1::uuid[])`,
      [gone, actorId],
    )
}

const plain = (p: Projection): string => (p.text === '' ? p.title : `${p.title}\n${p.text}`)

/** Postgres keeps no NUL inside jsonb. */
export const jsonText = (json: unknown): string => JSON.stringify(json).replaceAll('\\u0000', '')

/** Faults of the data itself: trying again would fail for ever. */
export function isLasting(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^(22|23|42)/.test(code)
}
