import type { EmittedEvent, Tx } from '#server/command/context.ts'

export type AppendMeta = { actorId: string; unitId: string | null; commandId: string; now: Date; ip: string | null }

/**
 * Appends the events of one command inside its transaction.
 * Stream heads are locked last and in sorted order, so two commands can't deadlock; a stream gets no holes, because
 * its head is counted up in the same transaction. Audit-only events (stream prefix `audit:`, seq null) take no lock.
 */
export async function appendEvents(tx: Tx, emitted: EmittedEvent[], m: AppendMeta): Promise<void> {
  if (emitted.length === 0) return
  const perStream = new Map<string, number>()
  for (const e of emitted) if (e.stream) perStream.set(e.stream, (perStream.get(e.stream) ?? 0) + 1)
  const streams = [...perStream.keys()].sort()
  const next = new Map<string, number>()
  if (streams.length > 0) {
    const heads = await tx.$queryRawUnsafe<{ stream: string; seq: number }[]>(
      `INSERT INTO "StreamHead"(stream, seq)
       SELECT s, c FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS t(s, c, o) ORDER BY o
       ON CONFLICT (stream) DO UPDATE SET seq = "StreamHead".seq + EXCLUDED.seq
       RETURNING stream, seq`,
      streams,
      streams.map(s => perStream.get(s)),
    )
    for (const h of heads) next.set(h.stream, h.seq - (perStream.get(h.stream) ?? 0) + 1)
  }
  const rows = emitted.map((e, o) => {
    const seq = e.stream ? (next.get(e.stream) ?? 1) : null
    if (e.stream && seq !== null) next.set(e.stream, seq + 1)
    return {
      o,
      stream: e.stream ?? (e.meta.about as string),
      seq,
      name: e.def.name,
      v: e.def.v,
      payload: e.def.payload.parse(e.payload),
      meta: { ...e.meta, ...(m.ip ? { ip: m.ip } : {}) },
    }
  })
  await tx.$executeRawUnsafe(
    `WITH ins AS (
       INSERT INTO "EventLog"(stream, seq, name, v, payload, meta, "actorId", "unitId", "commandId", "occurredAt")
       SELECT x.stream, x.seq, x.name, x.v, x.payload, x.meta, $2::uuid, $3::uuid, $4::uuid, $5::timestamptz
       FROM jsonb_to_recordset($1::jsonb) AS x(stream text, seq int, name text, v int, payload jsonb, meta jsonb, o int)
       ORDER BY x.o
       RETURNING id)
     SELECT pg_notify('events', count(*)::text) FROM ins`,
    JSON.stringify(rows),
    m.actorId,
    m.unitId,
    m.commandId,
    m.now,
  )
}
