import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readTable } from './read-table.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** What the session has to show of the buyer's 97 functions: on a desktop, and their mobile twins on a phone. */
const IN_SESSION = {
  web: [25, 27, 28, ...range(33, 40), 42, 45, 46, 51, 52],
  mobile: [71, 73, 74, ...range(79, 84), 86, 89, 90, 95, 96],
}

/** What votes and opinion cards have to show. */
const IN_VOTING = {
  web: [11, 12, 13, 19, 29, 30, 32, 41, 43, 44, 47, 48, 53],
  mobile: [65, 75, 76, 78, 85, 87, 88, 91, 92, 97],
}

/** Titles of the tests a file declares, as they are written. */
const titlesIn = (source: string): string[] => [...source.matchAll(/\btest\(\s*(['"`])((?:(?!\1).)+)\1/g)].map(m => m[2] ?? '')

const rows = readTable('tender.tsv').map(r => ({ no: r.number('no'), platform: r.get('platform'), file: r.get('file'), title: r.get('test') }))

describe('bảng đối chiếu chức năng thầu', () => {
  test.each(Object.entries(IN_SESSION))('mỗi chức năng trong phiên (%s) có bài thử của mình', (platform, wanted) => {
    const shown = new Set(rows.filter(r => r.platform === platform).map(r => r.no))
    expect(wanted.filter(no => !shown.has(no))).toEqual([])
  })

  test.each(Object.entries(IN_VOTING))('mỗi chức năng biểu quyết, lấy ý kiến (%s) có bài thử của mình', (platform, wanted) => {
    const shown = new Set(rows.filter(r => r.platform === platform).map(r => r.no))
    expect(wanted.filter(no => !shown.has(no))).toEqual([])
  })

  test.each(rows)('$no ($platform): $title', row => {
    const file = path.join(root, row.file)
    expect(existsSync(file), row.file).toBe(true)
    const source = readFileSync(file, 'utf8')
    // "group › test" names a test inside a described group.
    expect(titlesIn(source)).toContain(row.title.split(' › ').at(-1))
    // A function of the mobile part is shown on a screen of a phone's size.
    if (row.platform === 'mobile') expect(source).toMatch(/\bPHONE\b/)
  })
})
