import { z } from 'zod'

/**
 * The four kinds of names that cross a wall. Each is declared once, in this folder, and nowhere else:
 * handlers, sockets, reducers and tests infer their types from these declarations.
 */

/** Which door a command may come through: `live` = socket and form, `system` = only the program itself. */
export type Door = 'live' | 'system'

export type CommandDef<N extends string = string, I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  kind: 'command'
  name: N
  door: Door
  input: I
  output: O
}

export type EventDef<N extends string = string, P extends z.ZodType = z.ZodType> = {
  kind: 'event'
  name: N
  v: number
  payload: P
}

export type SignalDef<N extends string = string, P extends z.ZodType = z.ZodType> = {
  kind: 'signal'
  name: N
  payload: P
}

export type JobDef<N extends string = string, P extends z.ZodType = z.ZodType> = { kind: 'job'; name: N; payload: P }

/** A change somebody asks for: browser → server, answered always. */
export const command = <N extends string, I extends z.ZodType, O extends z.ZodType = z.ZodObject>(
  name: N,
  def: { door?: Door; input: I; output?: O },
): CommandDef<N, I, O> => ({
  kind: 'command',
  name,
  door: def.door ?? 'live',
  input: def.input,
  output: (def.output ?? z.object({})) as O,
})

/** A fact that happened: stored, numbered per stream, seen by everyone who may follow the stream. */
export const event = <N extends string, P extends z.ZodType>(name: N, def: { v?: number; payload: P }): EventDef<N, P> => ({
  kind: 'event',
  name,
  v: def.v ?? 1,
  payload: def.payload,
})

/** A volatile hint to screens: never stored, may be lost. */
export const signal = <N extends string, P extends z.ZodType>(name: N, payload: P): SignalDef<N, P> => ({
  kind: 'signal',
  name,
  payload,
})

/** Work carried by the queue; the row in Postgres owns the truth. */
export const job = <N extends string, P extends z.ZodType>(name: N, payload: P): JobDef<N, P> => ({ kind: 'job', name, payload })

export const Id = z.uuid()
export const CivilDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** Moments travel as epoch milliseconds: no time zone can be lost on the way. */
export const Moment = z.number().int()
/**
 * Text people type: trimmed, one spelling of Vietnamese (NFC), no control characters, bounded. Marks that turn the direction of
 * writing go too: one of them in a name makes the rest of a line on every screen read backwards.
 */
export const Text = (max: number, min = 0) =>
  z
    .string()
    .transform(s =>
      s
        .normalize('NFC')
        // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed here
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
        .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
        // half of an emoji that a field cut in two: no store takes it
        .replace(/\p{Surrogate}/gu, '')
        .trim(),
    )
    .pipe(z.string().min(min).max(max))

export type InputOf<C extends CommandDef> = z.input<C['input']>
export type ParsedOf<C extends CommandDef> = z.output<C['input']>
export type OutputOf<C extends CommandDef> = z.output<C['output']>
export type PayloadOf<E extends EventDef | SignalDef | JobDef> = z.output<E['payload']>

/** The answer of every command, by socket or form. Internal detail never travels. */
export type Answer<T = unknown> =
  | { ok: true; data: T; replayed?: boolean }
  | { ok: false; code: string; fields?: Record<string, string>; params?: Record<string, string | number> }

/** One event on the wire and in the log. */
export type StreamEvent = { stream: string; seq: number; name: string; v: number; payload: unknown; at: number; actorId: string | null }
