// npm start: from a fresh clone to a working address. Plain Node without packages until `npm ci` has run.
// Every problem a person can put right is one sentence, Vietnamese first; what was started here is stopped here.
import { spawn } from 'node:child_process'
import {
  closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync,
} from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { ensureBuilt, ensureInstalled, hasRoom, nodeProblem, root, whenNpmIsGone } from './prepare.mjs'

const READY_TIMEOUT_MS = 90_000
const CONNECT_TIMEOUT_MS = 5_000
const STOP_GRACE_MS = 10_000
const LOG_LIMIT_BYTES = 20 * 1024 * 1024

/** A problem with its sentence; anything else is a fault of ours and shows its stack. */
class StartError extends Error {}

const isDev = process.argv.includes('--dev')
const isAskedProduction = process.env.NODE_ENV === 'production'
const isDemo = isAskedProduction ? process.env.DEMO === '1' : process.env.DEMO !== '0'
const role = process.env.ROLE || 'all'
const host = process.env.HOST || '0.0.0.0'
const dataDir = path.resolve(root, process.env.DATA_DIR || '.data')
const publicUrl = process.env.PUBLIC_URL?.replace(/\/+$/, '')
const log = (line) => console.log(line)

/** What to undo, in order of start. */
const stops = []
let server = null
let isStopping = false

async function main() {
  const startedAt = Date.now()
  const problem = nodeProblem()
  if (problem) throw new StartError(problem)
  const port = readPort()
  checkUrls()
  await checkPort(port)
  prepareDataDir()
  await ensureInstalled({ log })

  await Promise.all([checkDatabase(process.env.DATABASE_URL), checkRedis(process.env.REDIS_URL)])
  const [urls] = await allSettledOrThrow([prepareDatabase(), isDev ? null : ensureBuilt({ log })])
  const address = publicUrl || `http://localhost:${port}`
  const setupLink = isDemo ? null : await withDatabase(urls.databaseUrl, async (db) => {
    const { firstAdminLink } = await import('./first-admin.mjs')
    return firstAdminLink(db, address)
  })
  await startServer(port, urls)
  report({ address, port, setupLink, seconds: (Date.now() - startedAt) / 1000 })
}

// ───────────── Checks that cost nothing ─────────────

function readPort() {
  const text = process.env.PORT || '3000'
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new StartError(`PORT phải là số từ 1 đến 65535, hiện là "${text}". (PORT must be a number from 1 to 65535.)`)
}

function checkUrls() {
  const check = (name, protocols, example) => {
    const text = process.env[name]
    if (!text) return
    const isGood = URL.canParse(text) && protocols.includes(new URL(text).protocol) && new URL(text).hostname !== ''
    if (!isGood) throw new StartError(`${name} không đúng dạng, cần như ${example}. (${name} is not a valid address.)`)
  }
  check('DATABASE_URL', ['postgres:', 'postgresql:'], 'postgresql://nguoi-dung:mat-khau@may:5432/ten')
  check('REDIS_URL', ['redis:', 'rediss:'], 'redis://:mat-khau@may:6379/0')
  check('PUBLIC_URL', ['http:', 'https:'], 'https://hop.tuyenquang.gov.vn')
}

function checkPort(port) {
  if (role === 'worker') return null
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', (error) => reject(new StartError(portProblem(error, port))))
    probe.listen(port, host, () => probe.close(resolve))
  })
}

function portProblem(error, port) {
  if (error.code === 'EADDRINUSE') {
    return `Cổng ${port} đang có chương trình khác dùng; hãy đặt PORT khác, ví dụ PORT=${port + 1} npm start. (Port ${port} is taken.)`
  }
  if (error.code === 'EACCES') return `Không có quyền mở cổng ${port}; hãy đặt PORT từ 1024 trở lên. (No right to open port ${port}.)`
  return `Không mở được cổng ${port} trên ${host}: ${error.message}. (Cannot listen.)`
}

function prepareDataDir() {
  try {
    makeFolder(dataDir)
    const probe = path.join(dataDir, `.write-${process.pid}`)
    writeFileSync(probe, Buffer.alloc(64 * 1024))
    rmSync(probe)
  } catch (error) {
    throw new StartError(diskProblem(error) ?? `Không dùng được thư mục ${dataDir}: ${error.message}`)
  }
  if (!hasRoom(dataDir)) {
    throw new StartError(`Ổ đĩa chứa ${dataDir} gần đầy, cần ít nhất 300 MB trống. (The disk is full.)`)
  }
}

/** Not `recursive`: that one never returns on a file system that takes no folders. */
function makeFolder(folder) {
  if (existsSync(folder)) return
  if (folder !== path.dirname(folder)) makeFolder(path.dirname(folder))
  mkdirSync(folder)
}

function diskProblem(error) {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return `Ổ đĩa chứa ${dataDir} đã đầy; hãy giải phóng chỗ trống rồi chạy lại. (The disk is full.)`
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(error.code)) {
    return `Không ghi được vào ${error.path ?? dataDir}; hãy cấp quyền ghi hoặc đặt DATA_DIR tới thư mục khác. (Folder is not writable.)`
  }
  if (['ENOTDIR', 'EEXIST'].includes(error.code)) {
    return `${dataDir} không phải là thư mục; hãy đặt DATA_DIR tới một thư mục. (Not a folder.)`
  }
  return null
}

// ───────────── Postgres, Redis, migrations, data ─────────────

async function prepareDatabase() {
  const services = await import('./local-services.mjs')
  const { DATABASE_URL, REDIS_URL } = process.env
  if (!DATABASE_URL || !REDIS_URL) {
    const release = services.claimDataDir(dataDir)
    stops.push(async () => release())
  }
  const [databaseUrl, redisUrl] = await allSettledOrThrow([
    DATABASE_URL || keep(services.startPostgres({ dataDir, log })),
    REDIS_URL || keep(services.startRedis({ dataDir, log })),
  ])
  const { generateClient } = await import('../../prisma/generate.mjs')
  generateClient()
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, DATA_DIR: dataDir, DEMO: isDemo ? '1' : '0' }
  await runScript('prisma/migrate.ts', ['apply'], env, { isQuiet: true })
  await loadData(databaseUrl, env)
  return { databaseUrl, redisUrl }
}

/** Remembers to stop a service; both are waited for, so that a failing one never leaves the other running unknown. */
async function keep(starting) {
  const service = await starting
  stops.push(service.stop)
  return service.url
}

async function allSettledOrThrow(promises) {
  const results = await Promise.allSettled(promises)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  return results.map((result) => result.value)
}

async function withDatabase(databaseUrl, use) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  // Without a listener a connection cut later would end this process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

async function checkDatabase(databaseUrl) {
  if (!databaseUrl) return
  try {
    await withDatabase(databaseUrl, (db) => db.query('SELECT 1'))
  } catch (error) {
    throw new StartError(`Không kết nối được Postgres theo DATABASE_URL (${placeOf(databaseUrl)}): ${connectionProblem(error)}`)
  }
}

async function checkRedis(redisUrl) {
  if (!redisUrl) return
  const { Redis } = await import('ioredis')
  const client = new Redis(redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: () => null,
  })
  let cause = null
  client.on('error', (error) => (cause = error))
  try {
    await client.connect()
    await client.ping()
  } catch (error) {
    throw new StartError(`Không kết nối được Redis theo REDIS_URL (${placeOf(redisUrl)}): ${connectionProblem(cause ?? error)}`)
  } finally {
    client.disconnect()
  }
}

/** Host and database without name and password. */
function placeOf(text) {
  const url = new URL(text)
  return `${url.host}${url.pathname}`
}

function connectionProblem(error) {
  const code = error.code ?? error.errors?.[0]?.code
  if (code === 'ECONNREFUSED') return 'không có chương trình nào lắng nghe ở đó. (Connection refused.)'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'không tìm thấy máy này. (Host not found.)'
  if (code === '28P01' || code === '28000' || /WRONGPASS|NOAUTH/.test(error.message)) {
    return 'sai tên đăng nhập hoặc mật khẩu. (Wrong user name or password.)'
  }
  if (code === '3D000') return 'cơ sở dữ liệu này không có. (The database does not exist.)'
  if (code === 'ETIMEDOUT' || /timeout/i.test(error.message)) return 'không có trả lời. (Timed out.)'
  return error.message || String(code)
}

/**
 * Loads units, rules, holidays – and, for a demonstration, people and a session – into a database that has none yet.
 * What was loaded is remembered in the database itself, after the seed ended well: a half-loaded one is loaded again.
 */
async function loadData(databaseUrl, env) {
  const key = 'start.loaded'
  const isLoaded = await withDatabase(databaseUrl, async (db) => {
    const { rows } = await db.query('SELECT value FROM "Setting" WHERE key = $1', [key])
    return rows.length > 0 && (rows[0].value.demo === true || !isDemo)
  })
  if (isLoaded) return
  log(isDemo ? 'Nạp dữ liệu tỉnh và dữ liệu minh họa… (loading the province)' : 'Nạp dữ liệu tỉnh… (loading units and rules)')
  await runScript('prisma/seed/index.ts', [], env)
  await withDatabase(databaseUrl, (db) =>
    db.query(
      `INSERT INTO "Setting"(key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, "updatedAt" = now()`,
      [key, JSON.stringify({ demo: isDemo })],
    ),
  )
}

function runScript(file, args, env, { isQuiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', isQuiet ? 'pipe' : 'inherit', 'pipe'],
      detached: true,
    })
    const end = async () => {
      if (child.exitCode === null && child.signalCode === null) killGroup(child, 'SIGKILL')
    }
    stops.push(end)
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      stops.splice(stops.indexOf(end), 1)
      if (code === 0) resolve()
      else if (/ENOSPC|No space left/.test(output)) reject(new StartError(diskProblem({ code: 'ENOSPC' })))
      else reject(new StartError(`${file} không chạy xong. (${file} failed.)\n${output.trim()}`))
    })
  })
}

// ───────────── The server ─────────────

async function startServer(port, { databaseUrl, redisUrl }) {
  const logFile = path.join(dataDir, 'server.log')
  // In service the log belongs to whoever runs us (journal, container); in a terminal it would bury the address.
  const isLogShown = isAskedProduction || Boolean(process.env.LOG_LEVEL)
  const out = isLogShown ? null : openLog(logFile)
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', './server/deploy/end-with-parent.mjs', 'server/index.ts'],
    {
      cwd: root,
      detached: true,
      stdio: ['ignore', out ?? 'inherit', out ?? 'inherit', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: isDev ? 'development' : 'production',
        PORT: String(port),
        HOST: host,
        ROLE: role,
        DATA_DIR: dataDir,
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        DEMO: isDemo ? '1' : '0',
        INSECURE_HTTP: process.env.INSECURE_HTTP || (isAskedProduction || publicUrl?.startsWith('https:') ? '0' : '1'),
      },
    },
  )
  if (out !== null) closeSync(out)
  server = child
  stops.push(() => endServer(child))
  child.once('exit', (code, signal) => {
    if (isStopping) return
    const last = isLogShown ? '' : `\n${tail(logFile)}\nNhật ký: ${logFile}`
    console.error(`Máy chủ đã dừng ngoài ý muốn (${signal ?? `mã ${code}`}). (The server ended.)${last}`)
    void stopAll(code || 1)
  })
  if (role === 'worker') return
  const deadline = Date.now() + READY_TIMEOUT_MS
  let last = ''
  while (!isStopping) {
    const answer = await askReady(port)
    if (answer.isReady) return
    last = answer.text
    if (Date.now() > deadline) throw new StartError(`Máy chủ chưa sẵn sàng sau ${READY_TIMEOUT_MS / 1000} giây: ${last}. (Not ready.)`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function openLog(file) {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

async function askReady(port) {
  const own = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  try {
    const response = await fetch(`http://${own}:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })
    return { isReady: response.ok, text: await response.text() }
  } catch (error) {
    return { isReady: false, text: error.cause?.message ?? error.message }
  }
}

function endServer(child) {
  if (child.exitCode !== null || child.signalCode !== null) return null
  return new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
    setTimeout(() => killGroup(child, 'SIGKILL'), STOP_GRACE_MS).unref()
  })
}

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

function tail(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n') : ''
}

// ───────────── What the person sees ─────────────

function report({ address, port, setupLink, seconds }) {
  if (isStopping) return
  log('')
  if (role === 'worker') {
    log(`Tiến trình nền đang chạy (sẵn sàng sau ${seconds.toFixed(1)} giây). Dừng bằng Ctrl-C.`)
    return
  }
  log(`Tân Trào đang chạy tại  ${address}   (sẵn sàng sau ${seconds.toFixed(1)} giây)`)
  if (!publicUrl && (host === '0.0.0.0' || host === '::')) {
    for (const other of networkAddresses()) log(`  trong mạng nội bộ:     http://${other}:${port}`)
  }
  if (setupLink) {
    log('')
    log('Chưa có người quản trị. Mở liên kết này (dùng một lần, trong 24 giờ) để đặt mật khẩu quản trị đầu tiên:')
    log(`  ${setupLink}`)
  }
  if (isDemo) showAccounts()
  log('')
  log('Dừng bằng Ctrl-C. (Press Ctrl-C to stop.)')
}

function networkAddresses() {
  return Object.values(os.networkInterfaces())
    .flat()
    .filter((one) => one && one.family === 'IPv4' && !one.internal)
    .map((one) => one.address)
    .slice(0, 3)
}

function showAccounts() {
  const file = path.join(root, 'prisma/seed/accounts.json')
  if (!existsSync(file)) return
  const accounts = JSON.parse(readFileSync(file, 'utf8'))
  const rows = [['Vai trò', 'Tên đăng nhập', 'Mật khẩu'], ...accounts.map((one) => [one.role, one.username, one.password])]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => [...row[column].normalize('NFC')].length)))
  log('')
  log('Tài khoản minh họa, mỗi vai trò một người:')
  for (const row of rows) {
    const cells = row.map((cell, column) => cell.normalize('NFC') + ' '.repeat(widths[column] - [...cell.normalize('NFC')].length))
    log(`  ${cells.join('   ').trimEnd()}`)
  }
}

// ───────────── Stopping ─────────────

async function stopAll(code) {
  if (isStopping) return
  isStopping = true
  for (const stop of stops.splice(0).reverse()) {
    try {
      await stop()
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      code = code || 1
    }
  }
  process.exit(code)
}

let firstSignalAt = 0
function onSignal(signal) {
  // npm hands a Ctrl-C on to us although the terminal did so too; only a later one means "at once".
  if (!firstSignalAt) {
    firstSignalAt = Date.now()
    log('\nĐang dừng… (stopping)')
    void stopAll(signal === 'SIGINT' ? 130 : 143)
  } else if (Date.now() - firstSignalAt > 1_000 && server) {
    killGroup(server, 'SIGKILL')
  }
}
process.on('SIGINT', () => onSignal('SIGINT'))
process.on('SIGTERM', () => onSignal('SIGTERM'))
process.on('SIGHUP', () => onSignal('SIGHUP'))
whenNpmIsGone(() => onSignal('SIGTERM'))

main().catch((error) => {
  if (isStopping) return
  const isKnown = error instanceof StartError || error.constructor?.name === 'LocalServiceError'
  console.error(isKnown ? error.message : (diskProblem(error) ?? error.stack ?? error))
  void stopAll(1)
})
