import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { commands } from '#app/contracts/index.ts'
import { statusOf } from '#app/contracts/errors.ts'
import { DOC_KINDS } from '#server/collab/store.ts'
import { WORDS } from '#server/live/wire.ts'
import { STREAM_KINDS } from '#server/policies/stream.ts'
import { addresses } from '#tests/support/rights/addresses.ts'
import { docs, moreAddresses, params, queryOf, streams } from '#tests/support/rights/asks.ts'
import { type Crowd, openCrowd } from '#tests/support/rights/crowd.ts'
import { leaked, plant, type Planted } from '#tests/support/rights/planted.ts'
import { gaps, readRights, registryName } from '#tests/support/rights/table.ts'
import { tries } from '#tests/support/rights/tries.ts'
import { type RoleName, ROLES, type World } from '#tests/support/rights/world.ts'

let crowd: Crowd
let w: World
let p: Planted
beforeAll(async () => {
  crowd = await openCrowd()
  w = crowd.w
  p = await plant(w)
})
afterAll(() => crowd.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
/** A refusal because of who asks, not of what was asked. */
const isOfRights = (code: string): boolean => [401, 403, 404].includes(statusOf(code))
/** Runs every job, a few at a time: the server answers them as a full room would ask. */
async function together<T>(list: readonly T[], run: (one: T) => Promise<void>, atOnce = 4): Promise<void> {
  const waiting = [...list]
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await run(one)
  }))
}
/** All refusals and leaks of one question, put beside what the table says. */
function judge(name: string, role: RoleName, expected: string, code: string, text: string): string[] {
  const wrong = leaked(role, text).map(word => `${name}, ${role}: lộ ${word}`)
  if ((code === 'ok') !== (expected !== 'không')) wrong.push(`${name}, ${role}: ${code}, bảng ghi ${expected}`)
  else if (code !== 'ok' && !isOfRights(code)) wrong.push(`${name}, ${role}: ${code} không phải từ chối về quyền`)
  return wrong
}

describe('mọi dòng sự kiện, văn bản soạn chung và lời gọi qua đường truyền', () => {
  test('dòng sự kiện: ai theo được đúng như bảng, và những gì đã chảy qua không chứa điều không được thấy', async () => {
    const table = readRights('dòng sự kiện')
    expect(gaps(table, STREAM_KINDS)).toEqual({ missing: [], stale: [] })
    const wrong: string[] = []
    await together([...table], async ([name, answers]) => {
      const of = streams[name]
      if (!of) throw new Error(`no stream for ${name}`)
      for (const role of ROLES) {
        const who = w.actorOf(role)
        const answer = await crowd.call(who, 'stream.join', { stream: of(w, p, who), after: 0 })
        wrong.push(...judge(name, role, answers[role], codeOf(answer), JSON.stringify(answer)))
      }
      // The same stream has something in it for whoever may follow it.
    })
    expect(wrong).toEqual([])
    expect(JSON.stringify(await crowd.call(w.c.secretary, 'stream.join', { stream: `desk:${p.meetingId}`, after: 0 }))).toContain('dau.hidden.draft')
    expect(JSON.stringify(await crowd.call(w.second, 'stream.join', { stream: `meeting:${p.meetingId}`, after: 0 }))).toContain('dau.queue.subject')
  })

  test('văn bản soạn chung (nội dung, kết luận): không ai trong số này mở được', async () => {
    const table = readRights('văn bản')
    expect(gaps(table, DOC_KINDS)).toEqual({ missing: [], stale: [] })
    const wrong: string[] = []
    for (const [name, answers] of table) {
      const docId = docs[name]?.(p)
      for (const role of ROLES) wrong.push(...judge(name, role, answers[role], codeOf(await crowd.call(w.actorOf(role), 'doc.join', { docId }, '/docs')), ''))
      expect(codeOf(await crowd.call(w.c.secretary, 'doc.join', { docId }, '/docs')), name).toBe('ok')
    }
    expect(wrong).toEqual([])
  })

  test('lời gọi: mỗi từ máy chủ nghe được đều hỏi lại quyền', async () => {
    const table = readRights('lời gọi')
    expect(gaps(table, WORDS)).toEqual({ missing: [], stale: [] })
    const bodies: Record<string, unknown> = {
      cmd: { id: uuid(), name: 'meeting.pause', input: { meetingId: p.meetingId } },
      'stream.join': { stream: `desk:${p.meetingId}`, after: 0 },
      'stream.leave': { stream: `desk:${p.meetingId}` },
      point: { meetingId: p.meetingId, page: 3, at: { x: 0.5, y: 0.5 } },
      clock: {},
    }
    const wrong: string[] = []
    for (const [name, answers] of table)
      for (const role of ROLES) wrong.push(...judge(name, role, answers[role], codeOf(await crowd.call(w.actorOf(role), name, bodies[name])), ''))
    expect(wrong).toEqual([])
    // The pointer of whoever presents is heard: what was refused was the person.
    expect(await crowd.call(w.c.chairman, 'point', bodies.point)).toMatchObject({ ok: true })
  })
})

// Before the commands: those let people into further sessions.
describe('mọi địa chỉ của máy chủ', () => {
  test('trang, tệp, bản xuất, bản in: ai mở được đúng như bảng; trang trả về không chứa điều không được thấy', async () => {
    const table = readRights('địa chỉ')
    const known = await addresses(crowd.services)
    const keyOf = (a: { method: string; path: string }) => (a.method === 'GET' ? a.path : `${a.path} (gửi)`)
    expect(gaps(table, known.map(keyOf))).toEqual({ missing: [], stale: [] })
    const fill = await params(w, p)
    // Checking in at the door is tried at a session where nobody has checked in yet.
    const atDoor = await params(w, { ...p, ...(await w.session('invited')) })
    const wrong: string[] = []
    await together([...table], async ([name, answers]) => {
      const isPost = registryName(name).endsWith(' (gửi)')
      const at = registryName(name).replace(' (gửi)', '')
      const values = isPost ? atDoor : fill
      const url = moreAddresses[name]?.(p, w) ?? at.replace(/:(\w+)|\*/g, (all, key: string | undefined) => values[key ?? all] ?? '') + (queryOf[at]?.(p) ?? '')
      for (const role of ROLES) {
        // Every post from a sign-in of its own: one of them ends it.
        const cookie = isPost ? await crowd.signIn(w.actorOf(role)) : await crowd.cookieOf(w.actorOf(role))
        const upload: Record<string, string> = at.startsWith('/tai-len') ? { 'tus-resumable': '1.0.0', 'upload-length': '10', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' } : {}
        const response = await fetch(crowd.server.url + url, {
          // Sending on what somebody else began is another word of HTTP.
          method: at.endsWith('/*') ? 'PATCH' : isPost ? 'POST' : 'GET',
          redirect: 'manual',
          headers: { cookie, origin: crowd.server.url, ...upload },
          ...(isPost && !at.startsWith('/tai-len') ? { body: new URLSearchParams({ lenh: uuid() }) } : {}),
        })
        const text = await response.text()
        // A redirect leads to the front door, or to the person's own part: it holds nothing itself.
        const isOpen = response.status < 300
        if (isOpen !== (answers[role] !== 'không')) wrong.push(`${name}, ${role}: ${response.status}, bảng ghi ${answers[role]}`)
        if (response.status >= 500) wrong.push(`${name}, ${role}: ${response.status}`)
        for (const word of leaked(role, text)) wrong.push(`${name}, ${role}: lộ ${word}`)
      }
    })
    expect(wrong).toEqual([])
  })
})

describe('mọi lệnh, gửi qua đường truyền thật với dữ liệu hợp lệ', () => {
  const table = readRights('lệnh')
  const isOfProgram = (name: string): boolean => commands.get(registryName(name))?.door === 'system'
  const nouns = [...new Set([...commands.keys()].map(name => name.split('.')[0] ?? ''))].sort()

  test('bảng quyền nêu đúng mọi lệnh đang có, không thừa không thiếu', () => {
    expect(gaps(table, commands.keys())).toEqual({ missing: [], stale: [] })
    expect(Object.keys(tries).filter(name => !table.has(name))).toEqual([])
    expect([...table.keys()].filter(name => !isOfProgram(name) && !tries[name])).toEqual([])
  })

  test.each(nouns)('%s: mỗi vai được hoặc bị từ chối đúng như bảng; điều vừa bị từ chối thì người có quyền làm được', async noun => {
    const wrong: string[] = []
    await together([...table].filter(([name]) => name.split('.')[0] === noun), async ([name, answers]) => {
      const send = async (role: RoleName, input: unknown) => codeOf(await crowd.call(w.actorOf(role), 'cmd', { id: uuid(), name: registryName(name), input }))
      if (isOfProgram(name)) {
        // Refused before it is read: a person has no way to this door, whatever they send.
        for (const role of ROLES) wrong.push(...judge(name, role, answers[role], await send(role, {}), ''))
        return
      }
      const one = tries[name]
      if (!one) throw new Error(`${name} is not tried`)
      const by = one.by?.(w) ?? w.c.chairman
      const fresh = () => w.session(one.stage ?? 'running')
      const s = await fresh()
      const input = await one.make(w, s, by)
      for (const role of ROLES) {
        const who = w.actorOf(role)
        if (answers[role] === 'không') {
          wrong.push(...judge(name, role, 'không', await send(role, one.own && who ? await one.make(w, s, who) : input), ''))
          continue
        }
        if (!who) throw new Error(`${name}: nobody can't do it`)
        const code = await send(role, await one.make(w, await fresh(), who))
        wrong.push(...judge(name, role, answers[role], one.past?.includes(code as never) ? 'ok' : code, ''))
      }
      const accepted = codeOf(await crowd.call(by, 'cmd', { id: uuid(), name: registryName(name), input }))
      if (accepted !== 'ok' && !one.past?.includes(accepted as never)) wrong.push(`${name}: người có quyền cũng bị ${accepted}`)
    })
    expect(wrong).toEqual([])
  })
})
