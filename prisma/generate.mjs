// Makes the typed database client from schema.prisma, only when the schema or Prisma itself changed.
// Plain Node: it runs right after `npm ci`, before anything else of ours can.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(import.meta.dirname, '..')
const outputFile = path.join(root, 'server/db/generated/client.ts')
const stampFile = path.join(root, '.cache/prisma-client.stamp')

function fingerprint() {
  const hash = createHash('sha256')
  hash.update(readFileSync(path.join(root, 'prisma/schema.prisma')))
  hash.update(readFileSync(path.join(root, 'node_modules/prisma/package.json')))
  return hash.digest('hex')
}

/**
 * Generates the client when needed.
 * @returns {boolean} true when it was generated, false when it was already up to date
 * @throws {Error} with Prisma's own output when the schema is wrong
 */
export function generateClient({ force = false } = {}) {
  const wanted = fingerprint()
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  if (!force && stamp === wanted && existsSync(outputFile)) return false
  const result = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/prisma/build/index.js'), 'generate', '--config', 'prisma/prisma.config.ts'],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        // Prisma wants to download a native schema engine at every command, even where none is called. Any file that
        // exists stops that, so a closed network can generate too.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    },
  )
  if (result.status !== 0) throw new Error(`prisma generate failed\n${result.stdout}${result.stderr}`)
  mkdirSync(path.dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, wanted)
  return true
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const made = generateClient({ force: process.argv.includes('--force') })
    console.log(made ? 'Prisma client generated' : 'Prisma client is up to date')
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
