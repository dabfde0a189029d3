import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCalendar, type CalendarDay, type CivilDate } from '#app/domain/calendar/working-days.ts'

const root = join(import.meta.dirname, '..', '..')

/** One row of a table of cases, read by the Vietnamese head of its column. An unknown head is an error. */
export type Row = { id: string; get: (column: string) => string; number: (column: string) => number }

/** Reads a table of `tests/acceptance`: tab-separated, first line of heads, lines with # explain. */
export const readTable = (name: string): Row[] => {
  const lines = readFileSync(join(root, 'acceptance', name), 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '' && !line.startsWith('#'))
  const heads = (lines[0] ?? '').split('\t')
  return lines.slice(1).map(line => {
    const cells = line.split('\t')
    if (cells.length !== heads.length)
      throw new Error(`${name}: ${cells.length} cells instead of ${heads.length} in: ${line}`)
    const get = (column: string): string => {
      const cell = cells[heads.indexOf(column)]
      if (cell === undefined) throw new Error(`${name} has no column "${column}"`)
      return cell
    }
    const number = (column: string): number => {
      const value = Number(get(column))
      if (get(column).trim() === '' || !Number.isInteger(value))
        throw new Error(`${name}: "${column}" is no whole number in: ${line}`)
      return value
    }
    return { id: cells[0] ?? '', get, number }
  })
}

/** Finds the code behind a Vietnamese word of a table. */
export const wordIn = <T>(words: Record<string, T>, word: string): T => {
  if (!(word in words)) throw new Error(`unknown word in the table: "${word}"`)
  return words[word] as T
}

/** '26/11/2026' → '2026-11-26'. */
export const civil = (text: string): CivilDate => {
  const [day, month, year] = text.split('/')
  return `${year}-${month}-${day}`
}

/** '26/11/2026 09:31:07' (or without seconds) in Viet Nam → ms since 1970. */
export const instant = (text: string): number => {
  const [date = '', time = ''] = text.split(' ')
  const at = Date.parse(`${civil(date)}T${time.length === 5 ? `${time}:00` : time}+07:00`)
  if (Number.isNaN(at)) throw new Error(`not a moment: "${text}"`)
  return at
}

/** The table of days off of 2025 and 2026. */
export const holidays = (): CalendarDay[] =>
  (JSON.parse(readFileSync(join(root, 'fixtures', 'holidays.json'), 'utf8')) as { days: CalendarDay[] }).days

export const vietnam = makeCalendar(holidays())
