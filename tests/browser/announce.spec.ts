import { expect, type Page, test } from '@playwright/test'
import { itemId, novemberId } from '#prisma/seed/meetings.ts'
import { sessionText as t } from '#app/text/session.ts'
import { DESKTOP, enter, HALL, type Person, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${novemberId}`
const TITLE = (n: number) => server.database.query<{ title: string }>(`SELECT title FROM "AgendaItem" WHERE id = $1`, [itemId('2026-11', n)]).then(rows => rows[0]?.title ?? '')

/** Everything a screen reader would be told from here on: words that change inside a region that stood there before. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    const standing = new Set(document.querySelectorAll('[aria-live]'))
    new MutationObserver(changes => {
      for (const { target } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest('[aria-live]')
        if (region && standing.has(region) && region.textContent) heard.push(region.textContent)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard)
}

/** Motion that is still under way, by the selectors that move. */
const moving = (page: Page) => page.evaluate(() => document.getAnimations().filter(a => a.playState === 'running' && !(a instanceof CSSAnimation && a.animationName === 'tt-ring')).map(a => (a.effect instanceof KeyframeEffect ? a.effect.target?.className : '?')))

test('trình đọc màn hình nghe được nội dung, biểu quyết, kết quả, đồng hồ; máy xin ít chuyển động thì không gì chuyển động', async ({ browser }) => {
  test.setTimeout(120_000)
  const people: Person[] = []
  const come = async (username: string | null, size: { width: number; height: number }, path: string) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    await person.page.emulateMedia({ reducedMotion: 'reduce' })
    await person.page.goto(path)
    return person.page
  }
  const chair = await come('chutich', TABLET, `${meeting}/dieu-hanh`)
  const member = await come('gd.snv', TABLET, `${meeting}/du-hop`)
  const desk = await come('thuky1', DESKTOP, `${meeting}/thu-ky`)
  const hall = await come(null, HALL, '/man-hinh')
  await member.getByRole('button', { name: t.member.checkIn }).click()
  await expect(chair.getByText(/Có mặt 1\/27/).first()).toBeVisible()
  const heard = await Promise.all([member, chair, desk].map(listen))
  const everyEarHears = async (sentence: string) => {
    for (const words of heard) await expect.poll(words).toContain(sentence)
  }
  const stand = async () => {
    for (const page of [member, chair, desk, hall]) expect(await moving(page)).toEqual([])
  }

  await test.step('khai mạc, sang nội dung: được đọc lên', async () => {
    await chair.getByRole('button', { name: t.chair.step.open }).click()
    await chair.getByRole('button', { name: t.chair.openConfirm }).click()
    await everyEarHears(t.spoken.opened)
    for (const n of [1, 2, 3]) {
      await chair.getByRole('button', { name: t.chair.step.goTo(n), exact: true }).click()
      await everyEarHears(t.spoken.item(n, 6, await TITLE(n)))
    }
    await stand()
  })

  await test.step('biểu quyết mở, phiếu được ghi, kết quả: được đọc lên', async () => {
    await chair.getByRole('button', { name: t.chair.step.openVote }).click()
    await stand()
    await chair.getByRole('button', { name: t.chair.voteConfirm }).click()
    await everyEarHears(t.spoken.voteOpen(t.chair.questionFor(await TITLE(3))))
    const ballot = await listen(member)
    await member.getByRole('button', { name: 'Tán thành', exact: true }).click()
    await expect.poll(async () => (await ballot()).some(s => /Đã ghi nhận lúc \d\d:\d\d:\d\d/.test(s))).toBe(true)
    await stand()
    await chair.getByRole('button', { name: t.chair.step.closeVote }).click()
    await chair.getByRole('button', { name: t.chair.closeConfirm }).click()
    await expect(chair.getByText(t.vote.outcome.not_passed).first()).toBeVisible()
    const [vote] = await server.database.query<{ sentence: string }>(`SELECT result->>'sentence' AS sentence FROM "Vote" WHERE "meetingId" = $1 AND status = 'closed'`, [novemberId])
    expect(vote?.sentence).toContain('khoản 3 Điều 40')
    await expect.poll(ballot).toContain(t.spoken.voteClosed(t.chair.questionFor(await TITLE(3)), t.vote.outcome.not_passed, vote?.sentence ?? ''))
  })

  await test.step('đồng hồ của nội dung: gần hết và hết thời gian đều được đọc một lần', async () => {
    await chair.getByRole('button', { name: t.chair.step.goTo(4), exact: true }).click()
    await expect(member.getByRole('heading', { level: 2, name: await TITLE(4) })).toBeVisible()
    const turn = async (secondsLeft: number) => {
      await server.database.query(`UPDATE "AgendaItem" SET "startedAt" = now() - make_interval(secs => minutes * 60 - $2) WHERE id = $1`, [itemId('2026-11', 4), secondsLeft])
      await member.reload()
      await expect(member.getByRole('timer').first()).toBeVisible()
      return listen(member)
    }
    const near = await turn(303)
    await expect.poll(near).toContain(t.spoken.itemNear(4, 5))
    const over = await turn(3)
    await expect.poll(over).toContain(t.spoken.itemOver(4))
    expect((await over()).filter(s => s === t.spoken.itemOver(4))).toHaveLength(1)
  })

  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})
