import type { Answer } from '#app/contracts/define.ts'
import type { Actor } from '#server/command/context.ts'
import type { Queries } from '#server/features/index.ts'
import type { HallPicture } from '#server/features/hall/index.ts'
import type { AuthDoor } from '#server/auth/door.ts'
import type { Way } from '#server/video/sign.ts'

export type QueryName = keyof Queries
export type QueryArgs<K extends QueryName> = Parameters<Queries[K]>[1]
export type QueryResult<K extends QueryName> = Awaited<ReturnType<Queries[K]>>

/**
 * All a route may use of the server. Routes import this type only: a value import would build a second house.
 */
export type LoadContext = {
  /** the signed-in person, or null */
  actor: Actor | null
  /** Reads as the actor. Not signed in → redirect to sign-in; refused → a Response with the refusal's status. */
  query: <K extends QueryName>(name: K, args: QueryArgs<K>) => Promise<QueryResult<K>>
  /** Runs a command as the actor and always answers. */
  command: (name: string, input: unknown, commandId: string) => Promise<Answer>
  /** the paired or waiting hall display of this browser; created at first sight on /man-hinh, null when too many wait */
  hall: (opts: { create: boolean }) => Promise<{ displayId: string; code: string | null; meetingId: string | null } | null>
  /** strokes on the paper being shown: for a person as the query says, for a paired screen those of its session's shown paper */
  ink: (meetingId: string, paperId: string) => Promise<QueryResult<'presentation.ink'>>
  /** what the display of this browser (given by `hall`) shows: its settings, and once paired the session it follows */
  hallView: (seen: { displayId: string; meetingId: string | null }) => Promise<HallPicture | null>
  /** the door code of the session a paired hall display shows, or null */
  hallDoor: () => Promise<{ svg: string; url: string; renewsAt: number; title: string } | null>
  /** asks to come into the video room of a session: the command decides, the way in is signed here and stored nowhere */
  enterVideo: (meetingId: string, commandId: string) => Promise<Answer<Way>>
  auth: AuthDoor
  /** address people open this program at, without a path */
  origin: string
  nonce: string
  now: number
  isProduction: boolean
  insecureHttp: boolean
  /** demonstration accounts may be shown on the sign-in page */
  isDemo: boolean
}
