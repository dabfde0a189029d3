import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { importsOf, sourceFiles, type Import } from '#tests/support/import-graph.ts'
import { type Wall, walls } from '#tests/support/walls.mjs'

const files = sourceFiles('app', 'server')
const matches = (file: string, globs: string[] = []) => globs.some((glob) => globToRegExp(glob).test(file))

/** The few signs the walls use: `**` for any folders, `{a,b}` for a choice, `*` inside one name. */
function globToRegExp(glob: string): RegExp {
  const body = glob
    .replace(/[.+()]/g, '\\$&')
    .replace(/\{([^}]+)\}/g, (_, choice: string) => `(?:${choice.replaceAll(',', '|')})`)
    .replace(/\*\*\/\*|\*\*/g, '@')
    .replaceAll('*', '[^/]*')
    .replaceAll('@', '.*')
  return new RegExp(`^${body}$`)
}

function breaches(wall: Wall, file: string, imports: Import[]): string[] {
  if (!matches(file, wall.files) || matches(file, wall.except)) return []
  return imports.flatMap((one) =>
    wall.forbid
      .filter((rule) => new RegExp(rule.target).test(one.target) && !(rule.allowTypes && one.isTypeOnly))
      .map((rule) => `${file} imports ${one.text}: ${rule.why}`),
  )
}

describe('import walls', () => {
  const graph = new Map(files.map((file) => [file, importsOf(file)]))

  test.each(walls)('$name', (wall) => {
    expect([...graph].flatMap(([file, imports]) => breaches(wall, file, imports))).toEqual([])
  })

  test('no feature imports a command of another feature: it reacts to the event', () => {
    const nounOf = (file: string) => /^server\/features\/([^/]+)\/.+/.exec(file)?.[1]
    const isCommand = (file: string) =>
      /\/index\.ts$/.test(file) || /=\s*(?:batchHandler|handler)\(/.test(readFileSync(file, 'utf8'))
    const crossings = [...graph].flatMap(([file, imports]) =>
      imports
        .filter(({ target, isTypeOnly }) => {
          const [own, other] = [nounOf(file), nounOf(target)]
          return own && other && own !== other && !isTypeOnly && isCommand(target)
        })
        .map(({ text }) => `${file} imports ${text}`),
    )
    expect(crossings).toEqual([])
  })
})

describe('the walls would notice', () => {
  const cases: [string, string][] = [
    ['app/domain/voting/majority.ts', `import { z } from 'zod'`],
    ['app/domain/voting/majority.ts', `import type { VoteView } from '../../contracts/meeting.ts'`],
    ['app/contracts/task.ts', `import { PrismaClient } from '#server/db/generated/client.ts'`],
    ['app/screens/chair/console.tsx', `import type { Env } from '#server/boot/env.ts'`],
    ['app/routes/_app.tsx', `import { makeLoadContext } from '#server/http/load-context.ts'`],
    ['app/routes/_app.tsx', `const db = await import('../../server/db/client.ts')`],
    ['server/features/voting/open-vote.ts', `import { io } from '../../live/io.ts'`],
    ['server/features/voting/open-vote.ts', `import Queue from 'bull'`],
    ['server/http/app.ts', `import { rooms } from '#server/live/rooms.ts'`],
    ['server/jobs/worker.ts', `import Queue from 'bull'`],
    ['server/policies/task.ts', `import { openTask } from '#server/features/task/open-task.ts'`],
    ['server/command/run.ts', `import { Button } from '#app/components/button.tsx'`],
  ]
  test.each(cases)('%s ← %s', (file, line) => {
    expect(walls.flatMap((wall) => breaches(wall, file, importsOf(file, line)))).not.toEqual([])
  })

  test('and let the type of the load context pass', () => {
    const imports = importsOf('app/routes/_app.tsx', `import type { AppLoadContext } from '#server/http/load-context.ts'`)
    expect(walls.flatMap((wall) => breaches(wall, 'app/routes/_app.tsx', imports))).toEqual([])
  })
})
