import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimDataDir, freePort } from '#server/deploy/local-services.mjs'
import { requireEnv } from '#tests/support/services.ts'

const root = path.resolve(import.meta.dirname, '../../..')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(requireEnv('TEST_WORK_DIR'), 'start-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs `npm start` with these settings to its end. */
function start(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  // Empty counts as not set: this machine's own settings must not decide.
  const blank = { DATABASE_URL: '', REDIS_URL: '', NODE_ENV: 'test' as const, DEMO: '' }
  const child = spawn(process.execPath, ['server/deploy/start.mjs'], {
    cwd: root,
    env: { ...process.env, ...blank, DATA_DIR: folder, ...env },
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output: output.trim() })))
}

describe('npm start says in one sentence what to put right', () => {
  test('a taken port, before anything is started', async () => {
    const other = net.createServer()
    await new Promise<void>((resolve) => other.listen(0, '0.0.0.0', resolve))
    const { port } = other.address() as net.AddressInfo
    const { code, output } = await start({ PORT: String(port) })
    await new Promise((resolve) => other.close(resolve))
    expect({ code, lines: output.split('\n').length }).toEqual({ code: 1, lines: 1 })
    expect(output).toContain(`Cổng ${port} đang có chương trình khác dùng`)
    expect(existsSync(path.join(folder, 'postgres'))).toBe(false)
  })

  const cases: [string, Record<string, string>, RegExp][] = [
    ['a port that is no number', { PORT: 'abc' }, /^PORT phải là số/],
    ['a database address of another kind', { DATABASE_URL: 'mysql://a:b@c/d' }, /^DATABASE_URL không đúng dạng/],
    [
      'a database that does not answer, without showing its password',
      { DATABASE_URL: 'postgresql://ai:bi-mat@127.0.0.1:1/x' },
      /^Không kết nối được Postgres theo DATABASE_URL \(127\.0\.0\.1:1\/x\): không có chương trình nào lắng nghe/,
    ],
    ['a Redis that does not answer', { REDIS_URL: 'redis://127.0.0.1:1/0' }, /^Không kết nối được Redis theo REDIS_URL \(127\.0\.0\.1:1/],
    ['a data folder that takes no files', { DATA_DIR: '/proc/tan-trao' }, /^Không ghi được vào \/proc\/tan-trao/],
  ]
  test.each(cases)('%s', async (_name, env, sentence) => {
    const { code, output } = await start({ PORT: String(await freePort()), ...env })
    expect({ code, lines: output.split('\n').length }).toEqual({ code: 1, lines: 1 })
    expect(output).toMatch(sentence)
    expect(output).not.toContain('bi-mat')
  })

  test('a data folder that is a file', async () => {
    const file = path.join(folder, 'a-file')
    writeFileSync(file, '')
    const { code, output } = await start({ PORT: String(await freePort()), DATA_DIR: file })
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('không phải là thư mục') })
  })

  test('a data folder another start is using', { timeout: 60_000 }, async () => {
    const dataDir = path.join(folder, 'in-use')
    const release = claimDataDir(dataDir)
    const { code, output } = await start({ PORT: String(await freePort()), DATA_DIR: dataDir })
    release()
    expect(code).toBe(1)
    expect(output).toContain(`đang được một lần chạy khác sử dụng (tiến trình ${process.pid})`)
    expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false)
  })
})
