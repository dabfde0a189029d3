// npm run recount -- FILE.csv [RECORD.csv]: counts the ballots of an exported file again, without database, network or
// account. Ends with 0 when every figure is equal (and the second file, when given, is the same), with 1 otherwise.
import { readFileSync } from 'node:fs'
import { readBallotFile } from '#app/domain/voting/ballot-file.ts'
import { againstRecord, recount } from '#app/domain/voting/recount.ts'
import { checkValue, faultText, recountText as t } from '#app/text/recount.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    say(t.command.unreadable(file))
    return null
  }
}

function main([path, recordPath]: string[]): boolean {
  if (!path) {
    say(t.command.usage)
    return false
  }
  const text = read(path)
  const record = recordPath ? read(recordPath) : null
  if (text === null || (recordPath && record === null)) return false
  const parsed = readBallotFile(text)
  if (!parsed.ok) {
    say(faultText(parsed.fault))
    return false
  }
  const { file } = parsed
  say(`${file.meeting}. ${file.question}`)
  const { checks, irregularities, isEqual } = recount(file)
  for (const c of checks) say(t.command.line(t.check[c.code], checkValue(c.code, c.published), checkValue(c.code, c.counted), c.isEqual))
  for (const i of irregularities) say(`≠ ${t.irregularity[i.code](i.what)}`)
  const differences = record === null ? { total: 0, first: [] } : againstRecord(text, record)
  for (const d of differences.first) say(t.command.difference(d.line))
  const isRight = isEqual && differences.total === 0
  say(t.command.verdict(isRight))
  return isRight
}

process.exitCode = main(process.argv.slice(2)) ? 0 : 1
