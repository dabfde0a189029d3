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
    })
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
