import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { EnvError, readEnv } from '#server/boot/env.ts'

const needed = { DATABASE_URL: 'postgresql://u:p@db:5432/x', REDIS_URL: 'redis://cache:6379/0' }

describe('environment', () => {
  test('has a default for everything but the two addresses', () => {
    expect(readEnv(needed)).toEqual({
      nodeEnv: 'production',
      port: 3000,
      host: '0.0.0.0',
      databaseUrl: needed.DATABASE_URL,
      redisUrl: needed.REDIS_URL,
      role: 'all',
      dataDir: path.resolve('.data'),
      voteKeysDir: path.resolve('.data/vote-keys'),
      logLevel: 'info',
      demo: false,
      insecureHttp: false,
      trustProxy: false,
      video: { default: 'none' },
      channels: {},
    })
  })

  test('ways of alerts are set together or not at all; headers and allowed services are checked', () => {
    const vapid = { VAPID_PUBLIC_KEY: 'B'.repeat(87), VAPID_PRIVATE_KEY: 'k'.repeat(43), VAPID_SUBJECT: 'mailto:quantri@tinh.gov.vn' }
    const env = readEnv({ ...needed, ...vapid, PUSH_ORIGINS: 'https://push.example, http://127.0.0.1:8080', SMTP_URL: 'smtp://u:p%40@thu:587', SMTP_FROM: 'Văn phòng <tb@tinh.gov.vn>', SMS_URL: 'https://sms.example/send?to={phone}', SMS_HEADERS: '{"Authorization":"Bearer x"}' })
    expect(env.channels).toMatchObject({ push: { origins: ['https://push.example', 'http://127.0.0.1:8080'] }, mail: { from: 'Văn phòng <tb@tinh.gov.vn>' }, sms: { body: null, headers: { Authorization: 'Bearer x' } } })
    const wrong: [Record<string, string>, RegExp][] = [
      [vapid, /PUSH_ORIGINS/],
      [{ SMTP_URL: 'smtp://thu' }, /SMTP_FROM/],
      [{ SMTP_URL: 'smtp://thu', SMTP_FROM: 'a@b.vn\r\nBcc: x@y.vn' }, /SMTP_FROM/],
      [{ ...vapid, PUSH_ORIGINS: 'https://push.example/duong-dan' }, /PUSH_ORIGINS/],
      [{ SMS_URL: 'http://sms.example' }, /SMS_URL/],
      [{ SMS_URL: 'https://sms.example', SMS_HEADERS: '{"A":"b\\r\\nC: d"}' }, /SMS_HEADERS/],
      [{ SMS_URL: 'https://sms.example', SMS_HEADERS: 'không phải JSON' }, /SMS_HEADERS/],
      [{ SMS_BODY: '{text}' }, /SMS_URL/],
    ]
    for (const [settings, names] of wrong) expect(() => readEnv({ ...needed, ...settings })).toThrow(names)
  })

  test('takes every setting, an empty one counting as not set', () => {
    const env = readEnv({
      ...needed,
      NODE_ENV: 'test',
      PORT: '4301',
      HOST: '',
      ROLE: 'worker',
      PUBLIC_URL: 'https://hop.tuyenquang.gov.vn/',
      DATA_DIR: '/srv/data',
      DEMO: '1',
      INSECURE_HTTP: 'true',
      TRUST_PROXY: '1',
      LOG_LEVEL: 'warn',
    })
    expect(env).toMatchObject({
      nodeEnv: 'test',
      port: 4301,
      host: '0.0.0.0',
      role: 'worker',
      publicUrl: 'https://hop.tuyenquang.gov.vn',
      dataDir: '/srv/data',
      demo: true,
      insecureHttp: true,
      trustProxy: true,
      logLevel: 'warn',
    })
  })

  const wrong: [string, string][] = [
    ['NODE_ENV', 'prod'],
    ['PORT', '70000'],
    ['PORT', 'ba nghìn'],
    ['DATABASE_URL', 'mysql://u:p@db/x'],
    ['DATABASE_URL', 'localhost'],
    ['REDIS_URL', 'http://cache'],
    ['ROLE', 'admin'],
    ['PUBLIC_URL', 'hop.tuyenquang.gov.vn'],
    ['LOG_LEVEL', 'loud'],
    ['DEMO', 'có'],
    ['INSECURE_HTTP', '2'],
    ['TRUST_PROXY', 'yes'],
  ]
  test.each(wrong)('refuses %s=%s in one sentence', (name, value) => {
    const message = refusal({ ...needed, [name]: value })
    expect(message).toMatch(new RegExp(`^Biến môi trường ${name} không đúng: [^\\n]+\\.$`))
  })

  test('never repeats a value: it may be a secret', () => {
    expect(refusal({ ...needed, DATABASE_URL: 'postgre://ai:bi-mat@db/x' })).not.toContain('bi-mat')
  })

  test('names every missing address, one sentence each', () => {
    expect(refusal({}).split('\n').map((line) => line.split(':')[0])).toEqual([
      'Thiếu biến môi trường DATABASE_URL',
      'Thiếu biến môi trường REDIS_URL',
    ])
  })
})

function refusal(source: Record<string, string>): string {
  try {
    readEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error.message
    throw error
  }
  throw new Error('readEnv took what it should refuse')
}
