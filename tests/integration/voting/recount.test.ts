import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { meetingEnd, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { voteTypeBack } from '#app/contracts/typed.ts'
import { recusalEnter } from '#app/contracts/vote-acts.ts'
import type { Choice } from '#app/domain/voting/majority.ts'
import { type BallotFile, readBallotFile, writeBallotFile } from '#app/domain/voting/ballot-file.ts'
import { recount } from '#app/domain/voting/recount.ts'
import { recountText } from '#app/text/recount.ts'
import type { Actor } from '#server/command/context.ts'
import { buildCommittee, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'
import { sealBallot } from '#app/live/secret/seal.ts'
import { ballotFor, openVoteOn, runningSitting } from '#tests/support/secret.ts'

let house: House
let c: Committee
let meetingId: string
let items: string[]
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 6)
  const sitting = await runningSitting(house, c, c.members.slice(0, 5))
  meetingId = sitting.meetingId
  items = sitting.items
})
afterAll(() => house.close())

/** The file a reader takes along, and what a recount finds in it. */
const exported = async (voteId: string, by: Actor = c.chairman) => {
  const { file } = await house.query(by, 'voting.ballots', { meetingId, voteId })
  if (!file) throw new Error('no file')
  return writeBallotFile(file)
}
const counted = (text: string) => {
  const found = readBallotFile(text)
  if (!found.ok) throw new Error(found.fault.code)
  const r = recount(found.file)
  return { isEqual: r.isEqual, unequal: r.checks.filter(x => !x.isEqual), for: found.file.published.for, outcome: found.file.published.outcome }
}
async function held(form: 'open' | 'secret', choices: readonly Choice[]): Promise<string> {
  const { voteId, seal } = await openVoteOn(house, c, meetingId, form)
  for (const [i, choice] of choices.entries()) await house.must(c.members[i] as Actor, voteCast, ballotFor(form, voteId, seal, choice))
  await house.must(c.chairman, voteClose, { voteId })
  return voteId
}

test.each([
  ['open', ['for', 'for', 'for', 'for', 'against']],
  ['open', ['against', 'for']],
  ['open', ['abstain', 'for', 'against']],
  ['open', []],
  ['secret', ['for', 'for', 'against', 'abstain']],
  ['secret', ['for', 'for', 'for', 'for']],
  ['secret', ['for', 'against']],
] as const)('tệp xuất của biểu quyết %s %j: đếm lại bằng kết quả công bố, xuất lại y như cũ', async (form, choices) => {
  const voteId = await held(form, choices)
  const text = await exported(voteId)
  expect(counted(text)).toMatchObject({ isEqual: true, unequal: [], for: choices.filter(x => x === 'for').length })
  expect(await exported(voteId, c.substitute)).toBe(text)
  // a secret one names nobody and says nothing of order; an open one names everybody with the unit
  for (const m of c.members) expect(text.includes(m.displayName)).toBe(form === 'open')
  expect(text.includes('UBND tỉnh Tuyên Quang')).toBe(form === 'open')
  for (const m of c.members) expect(text).not.toContain(m.userId)
})

test('hồi tị, phiếu ghi từ giấy đều đếm lại được; kín trên giấy không có tệp', async () => {
  const seats = await house.services.db.meetingParticipant.findMany({ where: { meetingId } })
  const seatOf = (m: Actor) => seats.find(s => s.userId === m.userId)?.id ?? ''
  await house.must(c.secretary, recusalEnter, { meetingId, itemId: items[0] ?? '', participantId: seatOf(c.members[4] as Actor), reason: 'Có liên quan' })
  const recused = await exported(await held('open', ['for', 'for', 'for']))
  expect(counted(recused)).toMatchObject({ isEqual: true, outcome: 'passed' })
  expect(recused).toContain('Thành viên hồi tị,1')
  house.clock.forward(60_000)
  const at = house.clock.now.getTime() - 30_000
  const typed = async (form: 'open' | 'secret') => {
    const voteId = uuid()
    const ballots = form === 'open' ? c.members.slice(0, 4).map(m => ({ userId: m.userId, choice: 'for' as const })) : []
    await house.must(c.secretary, voteTypeBack, { meetingId, voteId, itemId: items[0] ?? '', question: 'Trên giấy', form, at, reason: 'Mất điện', ballots, count: form === 'secret' ? { for: 3, against: 1, abstain: 0 } : null })
    return voteId
  }
  const onPaper = await exported(await typed('open'))
  expect(counted(onPaper).isEqual).toBe(true)
  expect(onPaper).toContain('trên giấy')
  expect((await house.query(c.chairman, 'voting.ballots', { meetingId, voteId: await typed('secret') })).file).toBeNull()
})

test('danh sách phương án, công khai và kín: đếm lại từng phương án; đổi một lựa chọn hay chọn quá số thì không bằng nhau', async () => {
  const options = { list: ['Phương án A', 'Phương án B', 'Phương án C'], min: 1, max: 2, places: 1 }
  const ballots = [[0, 1], [0], [0, 2], [1], null]
  for (const form of ['open', 'secret'] as const) {
    const voteId = uuid()
    await house.must(c.chairman, voteOpen, { meetingId, voteId, question: 'Chọn phương án', form, options })
    const row = await house.services.db.vote.findUniqueOrThrow({ where: { id: voteId } })
    const seal = { publicKey: row.publicKey ?? '', bytes: row.sealBytes ?? 0 }
    // The fifth member stepped aside above.
    for (const [i, picks] of ballots.slice(0, 4).entries()) await house.must(c.members[i] as Actor, voteCast, { voteId, ...(form === 'secret' ? { sealed: sealBallot(voteId, seal, picks ?? 'abstain').sealed } : picks ? { picks } : { choice: 'abstain' as const }) })
    await house.must(c.chairman, voteClose, { voteId })
    const text = await exported(voteId)
    expect(text).toContain('3; 2; 1')
    expect(counted(text)).toMatchObject({ isEqual: true, unequal: [] })
    const changed = text.replace(/phương án 1(?=\r\n|,)/, 'phương án 3')
    expect(counted(changed).unequal.map(x => x.code)).toContain('optionVotes')
    if (form === 'open') expect(recount((readBallotFile(text.replace('phương án 1; 2', 'phương án 1; 2; 3')) as { file: BallotFile }).file).irregularities.map(x => x.code)).toEqual(['PICKS_WRONG'])
  }
})

test('lệnh kiểm đếm chạy chỉ với tệp, không cơ sở dữ liệu, không mạng: tệp thật bằng nhau, tệp sửa một phiếu không bằng nhau', async () => {
  const text = await exported(await held('open', ['for', 'for', 'against', 'for']))
  const run = (name: string, content: string, ...more: string[]) => {
    const file = path.join(house.database.dataDir, name)
    writeFileSync(file, content)
    const done = spawnSync(process.execPath, ['--import', 'tsx', 'server/export/recount-file.ts', file, ...more], { encoding: 'utf8', env: { PATH: process.env.PATH, NODE_ENV: 'production' } })
    return { status: done.status, out: done.stdout, file }
  }
  const real = run('phieu.csv', text)
  expect(real.out).toContain(recountText.command.verdict(true))
  expect(real.status).toBe(0)
  const tampered = run('sua.csv', text.replace(',tán thành,trên máy', ',không tán thành,trên máy'), real.file)
  expect(tampered.out).toContain(recountText.command.line(recountText.check.for, '3', '2', false))
  expect(tampered.out).toContain(`${recountText.command.verdict(false)}\n`)
  expect(tampered.status).toBe(1)
  expect(run('khac.txt', 'không phải').status).toBe(1)
})

test('ai không đọc hồ sơ thì không có tệp; biểu quyết đang mở, của phiên khác, không có thì không có tệp', async () => {
  const voteId = await held('open', ['for', 'for'])
  const ask = (who: Actor, args: { meetingId: string; voteId: string }) => refusalOf(house.query(who, 'voting.ballots', args))
  expect(await ask(c.guest, { meetingId, voteId })).toBe('FORBIDDEN')
  expect(await ask(c.homeClerk, { meetingId, voteId })).toMatch(/NOT_FOUND|FORBIDDEN/)
  expect(await ask(c.chairman, { meetingId: uuid(), voteId })).toBe('NOT_FOUND')
  expect(await ask(c.chairman, { meetingId, voteId: uuid() })).toBe('NOT_FOUND')
  const open = await openVoteOn(house, c, meetingId, 'open')
  expect(await ask(c.chairman, { meetingId, voteId: open.voteId })).toBe('NOT_FOUND')
  await house.must(c.chairman, voteClose, { voteId: open.voteId })
  await house.must(c.chairman, meetingEnd, { meetingId })
  expect(await ask(c.members[2] as Actor, { meetingId, voteId })).toBe('allowed')
})
