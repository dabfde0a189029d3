// The chair's console on a tablet with 200 items on the agenda and 60 people waiting to speak: frames per second while each
// list is scrolled by hand and while events arrive, counted with requestAnimationFrame in real Chromium. The peer is a static
// page with the same number of plain rows in the same two columns, scrolled in the same browser between the rounds; where not
// even that reaches the goal the machine is too busy to tell, and there is no verdict. One JSON line a figure; ends with 1 when
// a goal is missed.
import { type CDPSession, chromium, type Page } from '@playwright/test'
import { v7 as uuid } from 'uuid'
import type { CommandDef, InputOf } from '#app/contracts/define.ts'
import { attendanceCheckIn, attendanceRecord, meetingGoToItem, meetingOpen, speakingRequest, speakingWithdraw } from '#app/contracts/meeting.ts'
import { sessionText } from '#app/text/session.ts'
import { speakingText } from '#app/text/speaking.ts'
import { tokenHash } from '#server/auth/actor.ts'
import type { Actor } from '#server/command/context.ts'
import { TABLET } from '#tests/support/browser.ts'
import { buildCommittee, buildSitting } from '#tests/support/build.ts'
import { chromiumArgs, findChromium } from '#tests/support/chromium.mjs'
import { at, print, sorted } from './support/figures.ts'
import { ownProgram, untilReady } from './support/servers.ts'

const ITEMS = 200
const QUEUE = 60
const GOAL_FPS = 55
const ROUNDS = 3
const SECONDS = 4
const EVENTS_A_SECOND = 8
/** Pixels a frame: a quick flick of the thumb. */
const STEP = 18
const TITLE = 'Dự thảo Quyết định của Ủy ban nhân dân tỉnh quy định giao nhiệm vụ, đặt hàng sản phẩm, dịch vụ công'

let isMet = true
const say = (f: Parameters<typeof print>[1]): void => {
  if (!print('chair-scroll', f)) isMet = false
}

/** Milliseconds of every frame while what scrolls around `selector` is moved each frame, to and fro. As text: it runs in the page. */
const scroll = (page: Page, selector: string): Promise<number[]> =>
  page.evaluate(`new Promise((resolve, reject) => {
    let box = document.querySelector(${JSON.stringify(selector)})
    while (box && !(box.scrollHeight > box.clientHeight + 50 && /auto|scroll/.test(getComputedStyle(box).overflowY))) box = box.parentElement
    if (!box) return reject(new Error('nothing scrolls there'))
    const times = []
    let way = ${STEP}
    let last = performance.now()
    const end = last + ${SECONDS * 1000}
    requestAnimationFrame(function frame(now) {
      times.push(now - last)
      last = now
      const before = box.scrollTop
      box.scrollTop += way
      if (box.scrollTop === before) way = -way
      if (now < end) requestAnimationFrame(frame)
      else resolve(times.slice(1))
    })
  })`)

/** Milliseconds of its own processor time the page's main thread has used: what the machine does beside does not count. */
async function busy(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return (metrics.find(m => m.name === 'TaskDuration')?.value ?? Number.NaN) * 1000
}

const fps = (times: readonly number[]): number => (times.length * 1000) / times.reduce((sum, ms) => sum + ms, 0)

const plainPage = (): string => {
  const rows = (n: number) => Array.from({ length: n }, (_, i) => `<li>${i + 1}. ${TITLE} ${i + 1}</li>`).join('')
  return `<!doctype html><html lang="vi"><style>body{margin:0;display:grid;grid-template-columns:232px 1fr 388px;height:100vh}ol{margin:0;overflow-y:auto;height:100vh}li{padding:10px 0}</style><ol id="agenda">${rows(ITEMS)}</ol><main></main><ol id="queue">${rows(QUEUE)}</ol></html>`
}

async function main(): Promise<void> {
  const program = await ownProgram()
  const { url, services } = program
  const ground = { services, clock: { now: new Date() } }
  const c = await buildCommittee(ground, QUEUE + 2)
  const { meetingId, items } = await buildSitting(ground, c, ITEMS)
  await services.pool.query(`UPDATE "AgendaItem" SET title = $2 || ' ' || substr(title, 10) WHERE "meetingId" = $1`, [meetingId, TITLE])
  const act = async <C extends CommandDef>(actor: Actor, def: C, input: InputOf<C>): Promise<void> => {
    const answer = await services.runCommand(def.name, input, uuid(), { actor, ip: null })
    if (!answer.ok) throw new Error(`${def.name}: ${answer.code}`)
  }
  await act(c.chairman, meetingOpen, { meetingId })
  await act(c.chairman, meetingGoToItem, { meetingId, itemId: items[0] ?? '' })
  const waiting: { who: Actor; requestId: string }[] = []
  for (const who of c.members.slice(1)) {
    await act(who, attendanceCheckIn, { meetingId })
    if (waiting.length === QUEUE) continue
    const requestId = uuid()
    await act(who, speakingRequest, { meetingId, requestId, subject: 'Kinh phí và nhân lực thực hiện nhiệm vụ, tiến độ giải ngân vốn đầu tư công' })
    waiting.push({ who, requestId })
  }
  const late = await services.db.meetingParticipant.findFirstOrThrow({ where: { meetingId, userId: c.members.at(-1)?.userId ?? '' } })
  const token = uuid()
  const now = new Date()
  await services.db.session.create({ data: { id: uuid(), tokenHash: tokenHash(token), userId: c.chairman.userId, createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + 3_600_000) } })

  /** People come, go, ask to speak and think better of it, until told to stop. @returns how many events were sent */
  let isHere = true
  const stir = () => {
    let isOver = false
    const done = (async () => {
      let sent = 0
      for (let i = 0; !isOver; i++) {
        const one = waiting[i % waiting.length]
        if (!one) break
        if (i % 2 === 0) {
          await act(c.secretary, attendanceRecord, { meetingId, participantId: late.id, act: isHere ? 'leave' : 'arrive' })
          isHere = !isHere
        } else {
          await act(one.who, speakingWithdraw, { meetingId, requestId: one.requestId })
          one.requestId = uuid()
          await act(one.who, speakingRequest, { meetingId, requestId: one.requestId, subject: 'Ý kiến bổ sung' })
          sent += 1
        }
        sent += 1
        await new Promise(resolve => setTimeout(resolve, 1000 / EVENTS_A_SECOND))
      }
      return sent
    })()
    return () => {
      isOver = true
      return done
    }
  }

  const server = program.start()
  const executablePath = await findChromium()
  const browser = await chromium.launch({ args: chromiumArgs, ...(executablePath ? { executablePath } : {}) })
  try {
    await untilReady(url, server)
    const context = await browser.newContext({ baseURL: url, viewport: TABLET, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    await context.addCookies([{ name: services.cookies.session, value: token, url }])
    const chair = await context.newPage()
    await chair.goto(`/phien-hop/${meetingId}/dieu-hanh`)
    const agenda = chair.getByRole('list', { name: sessionText.agenda })
    const queue = chair.getByRole('list', { name: speakingText.list.notCalled })
    const [rows, asked] = [await agenda.getByRole('listitem').count(), await queue.getByRole('listitem').count()]
    if (rows !== ITEMS || asked !== QUEUE) throw new Error(`the console shows ${rows} items and ${asked} requests`)
    await chair.waitForLoadState('networkidle')
    const peer = await context.newPage()
    await peer.setContent(plainPage())
    const watch = async (page: Page): Promise<CDPSession> => {
      const cdp = await context.newCDPSession(page)
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
      return cdp
    }
    const watches = { own: await watch(chair), bare: await watch(peer) }

    const lists = { agenda: { own: `ol[aria-label="${sessionText.agenda}"]`, bare: '#agenda' }, queue: { own: `ol[aria-label="${speakingText.list.notCalled}"]`, bare: '#queue' } }
    type Kept = { times: number[]; busy: number }
    const own = new Map<string, Kept>()
    const bare = new Map<string, Kept>()
    const add = async (to: Map<string, Kept>, key: string, page: Page, cdp: CDPSession, selector: string) => {
      const before = await busy(cdp)
      const times = await scroll(page, selector)
      const kept = to.get(key) ?? { times: [], busy: 0 }
      to.set(key, { times: [...kept.times, ...times], busy: kept.busy + (await busy(cdp)) - before })
    }
    let sent = 0
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, list] of Object.entries(lists)) {
        await peer.bringToFront()
        await add(bare, name, peer, watches.bare, list.bare)
        await chair.bringToFront()
        await add(own, `${name}.quiet`, chair, watches.own, list.own)
        const still = stir()
        await add(own, `${name}.events`, chair, watches.own, list.own)
        sent += await still()
      }
    }
    for (const [key, kept] of own) {
      const plain = bare.get(key.split('.')[0] ?? '')
      if (!plain) throw new Error(`no peer of ${key}`)
      const value = fps(kept.times)
      say({ metric: `${key}.fps`, value, unit: 'fps', peer: fps(plain.times), goal: GOAL_FPS, met: value >= GOAL_FPS ? true : fps(plain.times) >= GOAL_FPS ? false : null })
      say({ metric: `${key}.frame.p99`, value: at(sorted(kept.times), 0.99), unit: 'ms', peer: at(sorted(plain.times), 0.99) })
      say({ metric: `${key}.busy-per-frame`, value: kept.busy / kept.times.length, unit: 'ms', peer: plain.busy / plain.times.length, digits: 2 })
    }
    say({ metric: 'events', value: sent / (ROUNDS * 2 * SECONDS), unit: 'per s' })
  } finally {
    await browser.close()
    await services.stop()
    await program.stop(server)
  }
  process.exit(isMet ? 0 : 1)
}

await main()
