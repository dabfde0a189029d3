import type { Pool } from 'pg'
import type { z } from 'zod'
import type { VideoSetup } from '#app/contracts/video.ts'
import type { VideoKind } from '#app/domain/meeting/video.ts'
import type { Db, Tx } from '#server/command/context.ts'

/** Key of the province's own setting, written at start from the environment; never holds a secret. */
export const VIDEO_SETTING = 'video'

/** What the province has: the rooms that are set up, and what a session has until a secretary says otherwise. */
export type VideoProvince = { rooms: ('jitsi' | 'livekit')[]; default: 'none' | 'jitsi' | 'livekit' }
const NOTHING: VideoProvince = { rooms: [], default: 'none' }

/** Tells the database which rooms this province runs, so that sessions may be read without the environment. Secrets stay out. */
export async function saveVideoProvince(pool: Pool, env: { default: VideoProvince['default']; jitsi?: unknown; livekit?: unknown }): Promise<void> {
  const province: VideoProvince = { rooms: (['jitsi', 'livekit'] as const).filter(kind => env[kind] !== undefined), default: env.default }
  await pool.query(
    `INSERT INTO "Setting"(key, value) VALUES ($1, $2::jsonb)
     ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, "updatedAt" = now() WHERE "Setting".value IS DISTINCT FROM EXCLUDED.value`,
    [VIDEO_SETTING, JSON.stringify(province)],
  )
}

export async function videoProvince(db: Db | Tx): Promise<VideoProvince> {
  const row = await db.setting.findUnique({ where: { key: VIDEO_SETTING } })
  return (row?.value as VideoProvince | undefined) ?? NOTHING
}

/** A link is always to be had; a room only where the province runs one. */
export const kindsOf = (province: VideoProvince): VideoKind[] => ['none', 'link', ...province.rooms]

/** Họp trực tuyến of one session: its own row, or the province's default; a room that is no longer run counts as none. */
export async function videoOf(db: Db | Tx, meetingId: string): Promise<{ kind: VideoKind; link: string | null; room: string | null; province: VideoProvince }> {
  const [row, province] = await Promise.all([db.meetingVideo.findUnique({ where: { meetingId } }), videoProvince(db)])
  const kind = (row?.kind ?? province.default) as VideoKind
  return { kind: kindsOf(province).includes(kind) ? kind : 'none', link: row?.link ?? null, room: row?.room ?? null, province }
}

/** What the audience of a session is told. */
export const videoSetupOf = async (db: Db | Tx, meetingId: string): Promise<z.output<typeof VideoSetup>> => ({ kind: (await videoOf(db, meetingId)).kind })
