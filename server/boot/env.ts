import path from 'node:path'
import { z } from 'zod'
import { isEmailAddress } from '#app/domain/task/addresses.ts'

const flag = z.enum(['0', '1', 'false', 'true']).transform((value) => value === '1' || value === 'true')
const port = z.coerce.number().int().min(0).max(65_535)
const urlOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol))

/** https, or http on this machine only: a room tried out beside the program. */
const isSafePage = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && url.username === '' && url.password === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))
}
const isLoopback = (url: URL): boolean => url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]'
const safePage = z.string().refine(isSafePage)
const secret = z.string().min(32)

/** Every setting of the program: its variable, what is accepted, and what to say when it is not. */
const settings = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  DATABASE_URL: urlOf('postgres:', 'postgresql:'),
  REDIS_URL: urlOf('redis:', 'rediss:'),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  PUBLIC_URL: urlOf('http:', 'https:').optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  VOTE_KEYS_DIR: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DEMO: flag.default(false),
  INSECURE_HTTP: flag.default(false),
  TRUST_PROXY: flag.default(false),
  VIDEO: z.enum(['none', 'jitsi', 'livekit']).default('none'),
  VIDEO_JITSI_URL: safePage.optional(),
  VIDEO_JITSI_APP_ID: z.string().min(1).optional(),
  VIDEO_JITSI_SECRET: secret.optional(),
  VIDEO_LIVEKIT_URL: z
    .string()
    .refine(text => URL.canParse(text) && (new URL(text).protocol === 'wss:' || (new URL(text).protocol === 'ws:' && isLoopback(new URL(text)))))
    .optional(),
  VIDEO_LIVEKIT_PAGE_URL: safePage.optional(),
  VIDEO_LIVEKIT_KEY: z.string().min(1).optional(),
  VIDEO_LIVEKIT_SECRET: secret.optional(),
  SMTP_URL: urlOf('smtp:', 'smtps:').optional(),
  SMTP_FROM: z.string().refine(text => isEmailAddress(/<([^<>]+)>$/.exec(text)?.[1] ?? text) && !/[\r\n]/.test(text)).optional(),
  VAPID_PUBLIC_KEY: z.string().regex(/^[A-Za-z0-9_-]{87}$/).optional(),
  VAPID_PRIVATE_KEY: z.string().regex(/^[A-Za-z0-9_-]{43}$/).optional(),
  VAPID_SUBJECT: urlOf('https:', 'mailto:').optional(),
  PUSH_ORIGINS: z.string().transform(list => list.split(',').map(o => o.trim())).pipe(z.array(z.string().refine(o => isSafePage(o) && new URL(o).origin === o)).min(1)).optional(),
  SMS_URL: z.string().refine(text => isSafePage(text.replace(/\{(phone|text|id)\}/g, '0'))).optional(),
  SMS_BODY: z.string().min(1).optional(),
  SMS_HEADERS: z
    .string()
    .transform((text, at): Record<string, string> => {
      const read = z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string().regex(/^[\x20-\x7e]*$/)).safeParse(parseJson(text))
      if (read.success) return read.data
      at.addIssue({ code: 'custom' })
      return z.NEVER
    })
    .optional(),
})
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

type Name = keyof z.infer<typeof settings>
const accepted: Record<Name, string> = {
  NODE_ENV: 'phải là development, production hoặc test',
  PORT: 'phải là số cổng từ 0 đến 65535',
  HOST: 'phải là một địa chỉ để lắng nghe, ví dụ 0.0.0.0',
  DATABASE_URL: 'phải có dạng postgresql://người-dùng:mật-khẩu@máy:5432/tên-cơ-sở-dữ-liệu',
  REDIS_URL: 'phải có dạng redis://:mật-khẩu@máy:6379/0',
  ROLE: 'phải là all, web hoặc worker',
  PUBLIC_URL: 'phải là địa chỉ người dùng mở, ví dụ https://hop.tuyenquang.gov.vn',
  DATA_DIR: 'phải là đường dẫn thư mục dữ liệu',
  VOTE_KEYS_DIR: 'phải là đường dẫn thư mục giữ khóa bỏ phiếu kín, mọi tiến trình cùng thấy và không nằm trong bản sao lưu',
  LOG_LEVEL: 'phải là trace, debug, info, warn, error, fatal hoặc silent',
  DEMO: 'phải là 0 hoặc 1',
  INSECURE_HTTP: 'phải là 0 hoặc 1',
  TRUST_PROXY: 'phải là 0 hoặc 1',
  VIDEO: 'phải là none, jitsi hoặc livekit; jitsi và livekit cần đủ các biến VIDEO_JITSI_… hoặc VIDEO_LIVEKIT_…',
  VIDEO_JITSI_URL: 'phải là địa chỉ https của máy chủ Jitsi, ví dụ https://hop-truc-tuyen.tuyenquang.gov.vn',
  VIDEO_JITSI_APP_ID: 'phải là mã ứng dụng đặt trong máy chủ Jitsi',
  VIDEO_JITSI_SECRET: 'phải là khóa ký của máy chủ Jitsi, từ 32 ký tự',
  VIDEO_LIVEKIT_URL: 'phải là địa chỉ wss của máy chủ LiveKit',
  VIDEO_LIVEKIT_PAGE_URL: 'phải là địa chỉ https của trang LiveKit Meet',
  VIDEO_LIVEKIT_KEY: 'phải là mã khóa đặt trong máy chủ LiveKit',
  VIDEO_LIVEKIT_SECRET: 'phải là khóa ký của máy chủ LiveKit, từ 32 ký tự',
  SMTP_URL: 'phải có dạng smtp://người-dùng:mật-khẩu@máy:587 hoặc smtps://người-dùng:mật-khẩu@máy:465',
  SMTP_FROM: 'phải là địa chỉ gửi thư, ví dụ Văn phòng UBND tỉnh <thongbao@tuyenquang.gov.vn>',
  VAPID_PUBLIC_KEY: 'phải là khóa công khai VAPID (87 ký tự base64url)',
  VAPID_PRIVATE_KEY: 'phải là khóa riêng VAPID (43 ký tự base64url)',
  VAPID_SUBJECT: 'phải là mailto: hoặc địa chỉ https của người quản trị',
  PUSH_ORIGINS: 'phải là các dịch vụ thông báo đẩy được phép, cách nhau bằng dấu phẩy, mỗi dịch vụ một địa chỉ https không kèm đường dẫn',
  SMS_URL: 'phải là địa chỉ https của cổng tin nhắn, có thể chứa {phone}, {text}, {id}',
  SMS_BODY: 'phải là nội dung gửi cổng tin nhắn, có thể chứa {phone}, {text}, {id}',
  SMS_HEADERS: 'phải là JSON các tiêu đề, ví dụ {"Authorization":"Bearer …","Content-Type":"application/json"}',
}

/** Họp trực tuyến beside the session; rooms the province runs, with the secrets that sign the way in. */
export type VideoEnv = {
  /** what a session has until a secretary says otherwise */
  default: 'none' | 'jitsi' | 'livekit'
  jitsi?: { url: string; appId: string; secret: string }
  livekit?: { url: string; pageUrl: string; key: string; secret: string }
}

export type Env = {
  nodeEnv: 'development' | 'production' | 'test'
  port: number
  host: string
  databaseUrl: string
  redisUrl: string
  /** which parts this process runs: web pages and sockets, background jobs, or both */
  role: 'all' | 'web' | 'worker'
  /** origin that people open, when it differs from what the server sees (behind a proxy); no trailing slash */
  publicUrl?: string
  /** absolute folder for uploaded files (and the private Postgres and Redis, when those are used) */
  dataDir: string
  /** absolute folder of the keys of open secret votes: seen by every process, never backed up */
  voteKeysDir: string
  logLevel: string
  /** demonstration data is loaded, so the sign-in page may offer its accounts */
  demo: boolean
  /** plain HTTP on a trusted network: cookies go without Secure and the `__Host-` name */
  insecureHttp: boolean
  /** one reverse proxy stands in front: believe its X-Forwarded-For */
  trustProxy: boolean
  video: VideoEnv
  /** ways alerts leave the house by; each absent until all its variables are set */
  channels: ChannelsEnv
}

export type ChannelsEnv = {
  mail?: { url: string; from: string }
  push?: { publicKey: string; privateKey: string; subject: string; origins: string[] }
  sms?: { url: string; body: string | null; headers: Record<string, string> }
}

/** Settings that cannot be used; the message holds one sentence per wrong variable. */
export class EnvError extends Error {}

/**
 * Reads and checks the environment once, at start. An empty variable counts as not set.
 * @throws EnvError with one sentence per wrong variable; values are never repeated, they may be secrets
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    throw new EnvError(names.map((name) => sentenceFor(name, given[name] === undefined)).join('\n'))
  }
  const value = parsed.data
  const jitsi = together({ url: value.VIDEO_JITSI_URL, appId: value.VIDEO_JITSI_APP_ID, secret: value.VIDEO_JITSI_SECRET }, { url: 'VIDEO_JITSI_URL', appId: 'VIDEO_JITSI_APP_ID', secret: 'VIDEO_JITSI_SECRET' })
  const livekit = together(
    { url: value.VIDEO_LIVEKIT_URL, pageUrl: value.VIDEO_LIVEKIT_PAGE_URL, key: value.VIDEO_LIVEKIT_KEY, secret: value.VIDEO_LIVEKIT_SECRET },
    { url: 'VIDEO_LIVEKIT_URL', pageUrl: 'VIDEO_LIVEKIT_PAGE_URL', key: 'VIDEO_LIVEKIT_KEY', secret: 'VIDEO_LIVEKIT_SECRET' },
  )
  if ((value.VIDEO === 'jitsi' && !jitsi) || (value.VIDEO === 'livekit' && !livekit)) throw new EnvError(sentenceFor('VIDEO', false))
  const mail = together({ url: value.SMTP_URL, from: value.SMTP_FROM }, { url: 'SMTP_URL', from: 'SMTP_FROM' })
  const push = together(
    { publicKey: value.VAPID_PUBLIC_KEY, privateKey: value.VAPID_PRIVATE_KEY, subject: value.VAPID_SUBJECT, origins: value.PUSH_ORIGINS?.join(',') },
    { publicKey: 'VAPID_PUBLIC_KEY', privateKey: 'VAPID_PRIVATE_KEY', subject: 'VAPID_SUBJECT', origins: 'PUSH_ORIGINS' },
  )
  if (!value.SMS_URL && (value.SMS_BODY || value.SMS_HEADERS)) throw new EnvError(sentenceFor('SMS_URL', true))
  return {
    nodeEnv: value.NODE_ENV,
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL,
    role: value.ROLE,
    ...(value.PUBLIC_URL ? { publicUrl: new URL(value.PUBLIC_URL).origin } : {}),
    dataDir: path.resolve(value.DATA_DIR),
    voteKeysDir: path.resolve(value.VOTE_KEYS_DIR ?? path.join(value.DATA_DIR, 'vote-keys')),
    logLevel: value.LOG_LEVEL,
    demo: value.DEMO,
    insecureHttp: value.INSECURE_HTTP,
    trustProxy: value.TRUST_PROXY,
    video: {
      default: value.VIDEO,
      ...(jitsi ? { jitsi: { ...jitsi, url: jitsi.url.replace(/\/+$/, '') } } : {}),
      ...(livekit ? { livekit: { ...livekit, pageUrl: livekit.pageUrl.replace(/\/+$/, '') } } : {}),
    },
    channels: {
      ...(mail ? { mail } : {}),
      ...(push ? { push: { ...push, origins: value.PUSH_ORIGINS ?? [] } } : {}),
      ...(value.SMS_URL ? { sms: { url: value.SMS_URL, body: value.SMS_BODY ?? null, headers: value.SMS_HEADERS ?? {} } } : {}),
    },
  }
}

/** Settings that only mean something together: all of them, or none; a missing one is named. */
function together<T extends Record<string, string | undefined>>(values: T, names: Record<keyof T, Name>): { [K in keyof T]: string } | undefined {
  const missing = (Object.keys(values) as (keyof T)[]).filter(key => values[key] === undefined)
  if (missing.length === Object.keys(values).length) return undefined
  if (missing.length > 0) throw new EnvError(missing.map(key => sentenceFor(names[key], true)).join('\n'))
  return values as { [K in keyof T]: string }
}

/** For the entry point: the settings, or the sentences on the error output and exit code 1. */
export function readEnvOrExit(source: Record<string, string | undefined>): Env {
  try {
    return readEnv(source)
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

function sentenceFor(name: string, isMissing: boolean): string {
  const rule = accepted[name as Name]
  return isMissing ? `Thiếu biến môi trường ${name}: ${rule}.` : `Biến môi trường ${name} không đúng: ${rule}.`
}
