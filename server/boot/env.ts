import path from 'node:path'
import { z } from 'zod'

const flag = z.enum(['0', '1', 'false', 'true']).transform((value) => value === '1' || value === 'true')
const port = z.coerce.number().int().min(0).max(65_535)
const urlOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol))

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
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DEMO: flag.default(false),
  INSECURE_HTTP: flag.default(false),
  TRUST_PROXY: flag.default(false),
})

const accepted: Record<keyof z.infer<typeof settings>, string> = {
  NODE_ENV: 'phải là development, production hoặc test',
  PORT: 'phải là số cổng từ 0 đến 65535',
  HOST: 'phải là một địa chỉ để lắng nghe, ví dụ 0.0.0.0',
  DATABASE_URL: 'phải có dạng postgresql://người-dùng:mật-khẩu@máy:5432/tên-cơ-sở-dữ-liệu',
  REDIS_URL: 'phải có dạng redis://:mật-khẩu@máy:6379/0',
  ROLE: 'phải là all, web hoặc worker',
  PUBLIC_URL: 'phải là địa chỉ người dùng mở, ví dụ https://hop.tuyenquang.gov.vn',
  DATA_DIR: 'phải là đường dẫn thư mục dữ liệu',
  LOG_LEVEL: 'phải là trace, debug, info, warn, error, fatal hoặc silent',
  DEMO: 'phải là 0 hoặc 1',
  INSECURE_HTTP: 'phải là 0 hoặc 1',
  TRUST_PROXY: 'phải là 0 hoặc 1',
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
  logLevel: string
  /** demonstration data is loaded, so the sign-in page may offer its accounts */
  demo: boolean
  /** plain HTTP on a trusted network: cookies go without Secure and the `__Host-` name */
  insecureHttp: boolean
  /** one reverse proxy stands in front: believe its X-Forwarded-For */
  trustProxy: boolean
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
  return {
    nodeEnv: value.NODE_ENV,
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL,
    role: value.ROLE,
    ...(value.PUBLIC_URL ? { publicUrl: new URL(value.PUBLIC_URL).origin } : {}),
    dataDir: path.resolve(value.DATA_DIR),
    logLevel: value.LOG_LEVEL,
    demo: value.DEMO,
    insecureHttp: value.INSECURE_HTTP,
    trustProxy: value.TRUST_PROXY,
  }
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
  const rule = accepted[name as keyof typeof accepted]
  return isMissing ? `Thiếu biến môi trường ${name}: ${rule}.` : `Biến môi trường ${name} không đúng: ${rule}.`
}
