// What must be true before the program or its tests can run: packages installed, screens built. Each is skipped in a
// few milliseconds when nothing changed. Plain Node without packages: it runs on an empty clone.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')
const buildStamp = path.join(root, '.cache/remix-build.stamp')
/** What the built screens depend on. */
const BUILD_SOURCES = ['app', 'public', 'remix.config.js', 'tsconfig.json', 'package.json', 'package-lock.json']
const SIGN_OF_LIFE_MS = 15_000

/** @returns {string | null} a sentence when this Node is too old */
export function nodeProblem() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return null
  return `Cần Node 20.19 trở lên, máy đang dùng ${process.versions.node}. (Node 20.19 or newer is needed.)`
}

/**
 * Runs `npm ci` when an installed package is missing or of another version than the lock file says.
 * @param {{withDev?: boolean, log: (line: string) => void}} options withDev: also what only tests need
 * @returns {Promise<boolean>} true when it had to install
 */
export async function ensureInstalled({ withDev = false, log }) {
  if (isInstalled(withDev)) return false
  log('Cài đặt các gói cần thiết, lần đầu mất một vài phút… (npm ci)')
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  const omit = withDev ? '--include=dev' : process.env.NODE_ENV === 'production' ? '--omit=dev' : '--include=dev'
  const flags = [omit, '--no-audit', '--no-fund', '--loglevel=error']
  let code = await runWithSigns([...npm, 'ci', ...flags], log)
  if (code !== 0) {
    // A registry mirror that lacks the packages of other systems makes `npm ci` refuse a good lock file; an install by
    // the same lock file, left as it is, then brings the same versions.
    log('npm ci không thành công, thử lại bằng npm install… (trying npm install)')
    code = await runWithSigns([...npm, 'install', '--no-save', ...flags], log)
  }
  if (code !== 0) throw new Error('Không cài được các gói; xem các dòng ở trên. (npm install failed.)')
  return true
}

function isInstalled(withDev) {
  const installedFile = path.join(root, 'node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return false
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  return Object.entries(wanted).every(([name, entry]) => {
    // Optional packages are for other systems; npm leaves out those that do not fit.
    if (name === '' || entry.optional || entry.devOptional || (entry.dev && !withDev) || entry.peer) return true
    return installed[name]?.version === entry.version
  })
}

/**
 * Builds the screens when a source changed since the last build.
 * @returns {Promise<boolean>} true when it had to build
 */
export async function ensureBuilt({ log }) {
  const wanted = sourcesHash()
  const last = existsSync(buildStamp) ? readFileSync(buildStamp, 'utf8') : ''
  if (last === wanted && existsSync(path.join(root, 'build/server/index.js'))) return false
  log('Dựng giao diện… (building the screens)')
  const startedAt = Date.now()
  const cli = path.join(root, 'node_modules/@remix-run/dev/dist/cli.js')
  const result = await capture([process.execPath, cli, 'vite:build', '--config', 'remix.config.js'], {
    ...process.env,
    NODE_ENV: 'production',
  })
  if (result.code !== 0) throw new Error(`Không dựng được giao diện. (Build failed.)\n${result.output}`)
  mkdirSync(path.dirname(buildStamp), { recursive: true })
  writeFileSync(buildStamp, wanted)
  log(`  xong sau ${Math.round((Date.now() - startedAt) / 1000)} giây`)
  return true
}

function sourcesHash() {
  const hash = createHash('sha256')
  const add = (relative) => {
    const absolute = path.join(root, relative)
    if (!existsSync(absolute)) return
    const entries = readdirSyncOrNull(absolute)
    if (entries === null) hash.update(`${relative}\0`).update(readFileSync(absolute))
    else for (const entry of entries.sort()) add(path.join(relative, entry))
  }
  BUILD_SOURCES.forEach(add)
  return hash.digest('hex')
}

function readdirSyncOrNull(folder) {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error.code === 'ENOTDIR') return null
    throw error
  }
}

function runWithSigns([command, ...args], log) {
  return new Promise((resolve) => {
    const startedAt = Date.now()
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    const sign = setInterval(() => log(`  … ${Math.round((Date.now() - startedAt) / 1000)} giây`), SIGN_OF_LIFE_MS)
    const end = (code) => {
      clearInterval(sign)
      resolve(code)
    }
    child.once('error', () => end(1))
    child.once('close', end)
  })
}

function capture([command, ...args], env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const end = () => child.kill()
    process.once('exit', end)
    child.once('close', () => process.removeListener('exit', end))
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => resolve({ code: 1, output: String(error) }))
    child.once('close', (code) => resolve({ code, output }))
  })
}

/** Free space below this and a first start would stop half way. */
const NEEDED_BYTES = 300 * 1024 * 1024

/** @returns {boolean} whether the disk under this folder has room for a first start */
export function hasRoom(folder) {
  const result = spawnSync('df', ['-Pk', folder], { encoding: 'utf8' })
  const available = Number(result.stdout?.trim().split('\n').at(-1)?.split(/\s+/)[3])
  return !Number.isFinite(available) || available * 1024 > NEEDED_BYTES
}

const PARENT_CHECK_MS = 1_000

/**
 * Calls back once when the npm that runs us is gone. A SIGTERM to npm ends npm and its shell, but never reaches the
 * program the shell runs: without this, services would stay behind.
 */
export function whenNpmIsGone(callback) {
  if (!process.env.npm_lifecycle_event) return
  const line = () => [process.ppid, parentOf(process.ppid)].join()
  const first = line()
  const timer = setInterval(() => {
    if (line() === first) return
    clearInterval(timer)
    callback()
  }, PARENT_CHECK_MS)
  timer.unref()
}

function parentOf(pid) {
  const file = `/proc/${pid}/stat`
  // The second field is the program's name in brackets and may hold spaces; the parent follows the state after it.
  return existsSync(file) ? readFileSync(file, 'utf8').split(') ').at(-1).split(' ')[1] : null
}
