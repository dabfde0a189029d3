import type { Pool } from 'pg'
import { seedState } from './headless.ts'
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

/** The agenda item whose document this is; null for any other text. */
export function itemIdOf(docId: string): string | null {
  const match = /^item:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(docId)
  return match?.[1] ?? null
}

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
    const itemId = itemIdOf(docId)
    if (!itemId) return null
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

  /**
   * Stores edits and what lists show of them in one statement: both are there or neither.
   * The row of the document is locked by the update, so numbers have no holes and a seal cannot slip in between.
   */
  async function append(docId: string, entries: Entry[], projection: Projection): Promise<Appended> {
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
        itemIdOf(docId),
        processId,
      ],
    )
    const head = rows[0]
    if (head) return { outcome: 'stored', n: head.n, at: head.at }
    return { outcome: (await findDoc(docId)) ? 'sealed' : 'missing' }
  }

  /** Shows title and text again after edits of another process were taken in; only while `n` is still the last. */
  async function project(docId: string, n: number, projection: Projection): Promise<void> {
    await pool.query(
      `WITH head AS (
         UPDATE "CollabDoc" SET text = $3 WHERE id = $1 AND "lastN" = $2 AND "sealedAt" IS NULL RETURNING id
       )
       UPDATE "AgendaItem" SET title = $4, text = $5 WHERE id = $6 AND EXISTS (SELECT 1 FROM head)`,
      [docId, n, plain(projection), projection.title, projection.text, itemIdOf(docId)],
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

const plain = (p: Projection): string => (p.text === '' ? p.title : `${p.title}\n${p.text}`)

/** Postgres keeps no NUL inside jsonb. */
export const jsonText = (json: unknown): string => JSON.stringify(json).replaceAll('\\u0000', '')

/** Faults of the data itself: trying again would fail for ever. */
export function isLasting(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^(22|23|42)/.test(code)
}
