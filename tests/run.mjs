// npm test: everything, on a machine with Node and nothing else.
//   node tests/run.mjs                     all steps
//   node tests/run.mjs unit integration    some of them
//   node tests/run.mjs bench NAME          one measurement from tests/bench
// Ends with exactly one line "N passed, N failed". Types and lint count as one each.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ensureBuilt, ensureInstalled, nodeProblem, root, whenNpmIsGone } from '../server/deploy/prepare.mjs'
import { installPackages } from '../server/deploy/system-packages.mjs'

const STEPS = ['types', 'lint', 'unit', 'integration', 'live', 'browser']
const NEED_SERVICES = new Set(['integration', 'live', 'browser'])
const NEED_BUILD = new Set(['live', 'browser'])
const outputDir = path.join(root, 'tests/.output')
const log = (line) => console.log(line)

/** Children run in their own process groups, so that a browser's or a server's own children end with them. */
const running = new Set()
const cleanups = []
let isStopping = false

async function main() {
  const problem = nodeProblem()
  if (problem) throw new Error(problem)
  const [first, ...rest] = process.argv.slice(2)
  if (first === 'bench') return bench(rest)
  const wanted = first ? [first, ...rest] : STEPS
  const unknown = wanted.filter((name) => !STEPS.includes(name))
  if (unknown.length > 0) throw new Error(`Unknown step ${unknown.join(', ')}; there are: ${STEPS.join(', ')}, bench NAME`)

  const total = { passed: 0, failed: 0 }
  const add = ({ passed, failed }) => {
    total.passed += passed
    total.failed += failed
  }
  await ensureInstalled({ withDev: true, log })
  await generate()
  mkdirSync(outputDir, { recursive: true })
  // Types and lint use one core each: the second is under way while the first is waited for.
  const lint = wanted.includes('lint') ? steps.lint() : null
  for (const name of STEPS.filter((step) => wanted.includes(step))) {
    const startedAt = Date.now()
    log(`\n── ${name}`)
    let result
    try {
      if (NEED_SERVICES.has(name)) {
        await startServices()
        if (NEED_BUILD.has(name)) await ensureBuilt({ log })
      }
      result = await (name === 'lint' ? lint : steps[name]())
    } catch (error) {
      if (isStopping) return
      log(error instanceof Error ? error.message : String(error))
      result = { passed: 0, failed: 1 }
    }
    if (isStopping) return
    add(result)
    log(`── ${name}: ${result.passed} passed, ${result.failed} failed (${Math.round((Date.now() - startedAt) / 1000)} s)`)
  }
  await cleanUp()
  log(`\n${total.passed} passed, ${total.failed} failed`)
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
}

const steps = {
  types: () => yesOrNo(['node_modules/typescript/bin/tsc', '--noEmit']),
  lint: () =>
    yesOrNo(['node_modules/eslint/bin/eslint.js', '--config', 'tests/eslint.config.js', 'app', 'server', 'prisma', 'tests']),
  unit: () => vitest('unit'),
  integration: () => vitest('integration'),
  live: async () => sum(await vitest('live'), await vitest('doors')),
  browser: playwright,
}

const sum = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed })

async function yesOrNo(args) {
  const code = await run(args)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function vitest(project) {
  const file = path.join(outputDir, `${project}.json`)
  rmSync(file, { force: true })
  const code = await run([
    'node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts', '--project', project,
    '--reporter=default', '--reporter=json', `--outputFile.json=${file}`,
  ])
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  // A file that cannot even be loaded reports no test; it must not pass for nothing. Neither must a skipped test.
  const unloaded = report.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0).length
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0)
  if (skipped > 0) log(`${skipped} skipped test(s) count as failed`)
  return honest(code, report.numPassedTests, report.numFailedTests + unloaded + skipped)
}

async function playwright() {
  const { findChromium } = await import('./support/chromium.mjs')
  if (!(await findChromium())) {
    log('Chưa có Chromium: cài bằng trình quản lý gói của hệ thống… (installing Chromium)')
    installPackages(
      {
        apt: ['chromium', 'fonts-liberation', 'fonts-noto-core'],
        dnf: ['chromium'],
        apk: ['chromium', 'font-liberation', 'font-noto'],
      },
      log,
    )
    if (!(await findChromium())) {
      throw new Error('Cần Chromium cho các bài thử trên trình duyệt: hãy cài gói chromium hoặc đặt CHROMIUM_PATH. (No Chromium.)')
    }
  }
  const file = path.join(outputDir, 'browser.json')
  rmSync(file, { force: true })
  const code = await run(
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'tests/playwright.config.ts', '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  )
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'))
  if (stats.skipped > 0) log(`${stats.skipped} skipped test(s) count as failed`)
  if (stats.flaky > 0) log(`${stats.flaky} journey(s) passed only when played once more: see above`)
  return honest(code, stats.expected + stats.flaky, stats.unexpected + stats.skipped + errors.length)
}

/** A tool that ends badly without naming a failed test (an unhandled rejection, no tests at all) still failed. */
function honest(code, passed, failed) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

async function generate() {
  const { generateClient } = await import('../prisma/generate.mjs')
  if (generateClient()) log('Prisma client generated')
}

let services = null

/** One Postgres and one Redis for all steps; the steps find them in the environment and make databases of their own. */
function startServices({ durable = false } = {}) {
  services ??= (async () => {
    const { endLeftovers, startPostgres, startRedis } = await import('../server/deploy/local-services.mjs')
    const workDir = mkdtempSync(path.join(os.tmpdir(), 'tan-trao-test-'))
    chmodSync(workDir, 0o711)
    cleanups.push(async () => {
      // A test that was cut off may have left private services of its own in a folder below.
      for (const name of readdirSync(workDir)) await endLeftovers(path.join(workDir, name))
      rmSync(workDir, { recursive: true, force: true })
    })
    process.env.TEST_WORK_DIR = workDir
    if (!process.env.TEST_DATABASE_URL) {
      const postgres = await startPostgres({ dataDir: workDir, durable, database: 'postgres', log: () => undefined })
      cleanups.push(postgres.stop)
      process.env.TEST_DATABASE_URL = postgres.url
    }
    if (!process.env.TEST_REDIS_URL) {
      const redis = await startRedis({ dataDir: workDir, url: process.env.REDIS_URL, durable: false, log })
      cleanups.push(redis.stop)
      process.env.TEST_REDIS_URL = redis.url
    }
  })()
  return services
}

async function bench([name, ...args]) {
  const folder = path.join(root, 'tests/bench')
  const known = existsSync(folder)
    ? readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3))
    : []
  if (!name || !known.includes(name)) {
    throw new Error(`npm run bench -- NAME, where NAME is one of: ${known.join(', ') || '(none yet)'}`)
  }
  await ensureInstalled({ withDev: true, log })
  await generate()
  await ensureBuilt({ log })
  // Measured as in service: a commit is on the disk before it is acknowledged.
  await startServices({ durable: true })
  const url = new URL(process.env.TEST_DATABASE_URL)
  const { default: pg } = await import('pg')
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  const database = `tan_trao_bench_${process.pid}`
  await admin.query(`CREATE DATABASE ${database}`)
  await admin.end()
  url.pathname = `/${database}`
  const env = { DATABASE_URL: url.href, REDIS_URL: process.env.TEST_REDIS_URL, NODE_ENV: 'production' }
  let code = await run(['--import', 'tsx', 'prisma/migrate.ts', 'apply'], env)
  if (code === 0) code = await run(['--import', 'tsx', `tests/bench/${name}.ts`, ...args], env)
  await cleanUp()
  process.exitCode = code
}

function run(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0', ...env },
    })
    running.add(child)
    child.once('close', (code) => {
      killGroup(child, 'SIGKILL')
      running.delete(child)
      resolve(code ?? 1)
    })
  })
}

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

let cleaning = null
function cleanUp() {
  cleaning ??= (async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean()
  })()
  return cleaning
}

async function stopAll(signal) {
  if (isStopping) return
  isStopping = true
  for (const child of running) killGroup(child, 'SIGTERM')
  setTimeout(() => running.forEach((child) => killGroup(child, 'SIGKILL')), 5_000).unref()
  await Promise.all([...running].map((child) => new Promise((resolve) => child.once('close', resolve))))
  await cleanUp()
  process.exit(signal === 'SIGINT' ? 130 : 143)
}
process.on('SIGINT', () => void stopAll('SIGINT'))
process.on('SIGTERM', () => void stopAll('SIGTERM'))
whenNpmIsGone(() => void stopAll('SIGTERM'))

main().catch(async (error) => {
  if (isStopping) return
  await cleanUp()
  console.error(error instanceof Error ? error.message : error)
  if (process.argv[2] !== 'bench') console.log('0 passed, 1 failed')
  process.exit(1)
})
