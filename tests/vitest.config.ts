import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')
const services = [path.join(root, 'tests/support/services.ts')]
/** Live tests that ask and never measure a moment: these may run two at a time. */
const untimed = ['tests/live/session/rights-doors.test.ts', 'tests/live/deploy/**/*.test.ts', 'tests/live/card/**/*.test.ts', 'tests/live/secret/attacker.test.ts']

/** One project per level; only those that touch real parts start Postgres and Redis. */
export default defineConfig({
  root,
  test: {
    setupFiles: [path.join(root, 'tests/support/no-stray-output.ts')],
    env: { TZ: 'UTC', NODE_ENV: 'test' },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}', 'tests/acceptance/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: services,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          // The program is read once for all files instead of once for each, half of the time they took. They share no
          // data: each makes its own database, and what a file sets it takes back.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['tests/live/**/*.test.ts'],
          exclude: untimed,
          globalSetup: services,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Live tests measure moments and start servers: side by side on two cores they would only disturb each other.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'doors',
          include: untimed,
          globalSetup: services,
          testTimeout: 90_000,
          hookTimeout: 90_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
