// An unexpected warning is a fault: a test that did not ask for it fails.
import { format } from 'node:util'
import { afterEach, beforeEach } from 'vitest'

const original = { error: console.error, warn: console.warn }
let stray: string[] = []

beforeEach(() => {
  stray = []
  console.error = (...args: unknown[]) => stray.push(`console.error: ${format(...args)}`)
  console.warn = (...args: unknown[]) => stray.push(`console.warn: ${format(...args)}`)
})

afterEach(() => {
  console.error = original.error
  console.warn = original.warn
  if (stray.length > 0) throw new Error(`Unexpected output during the test:\n${stray.join('\n')}`)
})

/** Takes what the test provoked on purpose, so that it can be looked at and does not count as stray. */
export function takeOutput(): string[] {
  const taken = stray
  stray = []
  return taken
}
