import type { EmittedEvent, Tx } from '#server/command/context.ts'

export type AppendMeta = { actorId: string; unitId: string | null; commandId: string; now: Date; ip: string | null }

/** The stored answer of the command, written by the same statement as its events; absent where no command is answered. */
export type ReceiptAnswer = { commandId: string; answer: string }

/**
 * Appends the events of one command inside its transaction, and stores its answer: one statement, because each further
 * trip to the database is felt on every screen. Stream heads are locked last and in sorted order, so two commands can't
 * deadlock; a stream gets no holes, because its head is counted up in the same transaction. Audit-only events (stream
 * prefix `audit:`, seq null) take no lock.
 */
export async function appendEvents(tx: Tx, emitted: EmittedEvent[], m: AppendMeta, receipt: ReceiptAnswer | null = null): Promise<void> {
  if (emitted.length === 0) {
    if (receipt) await tx.$executeRawUnsafe(`UPDATE "CommandReceipt" SET answer = $2::jsonb WHERE "commandId" = $1::uuid`, receipt.commandId, receipt.answer)
    return
  }
  const perStream = new Map<string, number>()
  const rows = emitted.map((e, o) => {
    const n = e.stream ? (perStream.get(e.stream) ?? 0) + 1 : null
    if (e.stream && n !== null) perStream.set(e.stream, n)
    return {
      o,
      /** place among this command's events of the same stream, from 1 */
      n,
      stream: e.stream ?? (e.meta.about as string),
      name: e.def.name,
      v: e.def.v,
      payload: e.def.payload.parse(e.payload),
      meta: { ...e.meta, ...(m.ip ? { ip: m.ip } : {}) },
    }
  })
  const streams = [...perStream.keys()].sort()
  await tx.$executeRawUnsafe(
    `WITH answered AS (
       UPDATE "CommandReceipt" SET answer = $9::jsonb WHERE "commandId" = $8::uuid),
     heads AS (
       INSERT INTO "StreamHead"(stream, seq)
       SELECT s, c FROM unnest($6::text[], $7::int[]) WITH ORDINALITY AS t(s, c, o) ORDER BY o
       ON CONFLICT (stream) DO UPDATE SET seq = "StreamHead".seq + EXCLUDED.seq
       RETURNING stream, seq),
     ins AS (
       INSERT INTO "EventLog"(stream, seq, name, v, payload, meta, "actorId", "unitId", "commandId", "occurredAt")
       SELECT x.stream, h.seq - c.count + x.n, x.name, x.v, x.payload, x.meta, $2::uuid, $3::uuid, $4::uuid, $5::timestamptz
       FROM jsonb_to_recordset($1::jsonb) AS x(stream text, n int, name text, v int, payload jsonb, meta jsonb, o int)
       LEFT JOIN heads h ON h.stream = x.stream AND x.n IS NOT NULL
       LEFT JOIN unnest($6::text[], $7::int[]) AS c(stream, count) ON c.stream = h.stream
       ORDER BY x.o
       RETURNING id)
     SELECT pg_notify('events', count(*)::text) FROM ins`,
    JSON.stringify(rows),
    m.actorId,
    m.unitId,
    m.commandId,
    m.now,
    streams,
    streams.map(s => perStream.get(s)),
    receipt?.commandId ?? null,
    receipt?.answer ?? null,
  )
}
