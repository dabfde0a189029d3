import { expect, type Page, test } from '@playwright/test'
import { v7 as uuid } from 'uuid'
import { userId } from '#prisma/seed/people.ts'
import { conclusionText } from '#app/text/conclusion.ts'
import { audienceText } from '#app/text/audience.ts'
import type { CommandDef, InputOf } from '#app/contracts/define.ts'
import { agendaHideItem, guestSetItems } from '#app/contracts/audience.ts'
import { agendaAddItem, agendaIssue, agendaUpdateItem, meetingCreate } from '#app/contracts/meeting.ts'
import { participantAdd, participantSetSubstitute } from '#app/contracts/people.ts'
import { siteAdd } from '#app/contracts/site.ts'
import { sessionText as t } from '#app/text/session.ts'
import { siteText } from '#app/text/site.ts'
import { DESKTOP, enter, HALL, type Person, PHONE, TABLET } from '#tests/support/browser.ts'
import { device } from '#tests/support/sockets.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const SLOW = { timeout: 20_000 }
const meetingId = uuid()
const titles = [
  'Kế hoạch đầu tư công trung hạn', 'Tình hình giải ngân quý IV', 'Phòng, chống thiên tai mùa khô', 'Dự thảo Nghị quyết về học phí',
  'Đầu tư trạm y tế vùng cao', 'Điều chỉnh quy hoạch khu công nghiệp', 'Chuyển đổi số cấp xã', 'Giao biên chế sự nghiệp năm 2027',
  'Nhân sự Ban Quản lý dự án', 'Chỉ tiêu thu ngân sách 2027', 'Bảo vệ rừng đầu nguồn', 'Chương trình công tác năm 2027',
] as const
const items = titles.map(title => ({ id: uuid(), title }))
const [VOTED, GUEST_ITEM, HELD, SPOKEN, CONCLUDED, HIDDEN, PRESS_ITEM] = [4, 5, 6, 7, 8, 9, 2] as const
const at = (n: number) => items[n - 1] as (typeof items)[number]

/** The session is convened by the desk's own commands: twelve items, one of them hidden, a guest for the fifth, a journalist, a substitute, a room. */
async function convene(): Promise<void> {
  const desk = await device(server, 'thuky1')
  const must = async <C extends CommandDef>(def: C, input: InputOf<C>) => {
    const answer = await desk.send(def, input)
    if (!answer.ok) throw new Error(`${def.name}: ${JSON.stringify(answer)}`)
  }
  const [site] = await server.database.query<{ id: string }>(`SELECT p."unitId" AS id FROM "Position" p JOIN "User" u ON u.id = p."userId" WHERE u.username = 'cc.tan-trao'`)
  const startsAt = Date.now() + 600_000
  await must(meetingCreate, { meetingId, title: 'Phiên họp toàn thể tháng 12', kind: 'regular', startsAt, endsAt: startsAt + 4 * 3600_000, place: 'Phòng họp số 1' })
  for (const [i, item] of items.entries()) {
    await must(agendaAddItem, { meetingId, itemId: item.id, title: item.title })
    await must(agendaUpdateItem, { meetingId, itemId: item.id, minutes: 15, presenter: 'Giám đốc Sở Nội vụ', isCollective: i + 1 === VOTED })
  }
  await must(agendaHideItem, { meetingId, itemId: at(HIDDEN).id, isHidden: true })
  await must(agendaIssue, { meetingId })
  const guest = uuid()
  await must(participantAdd, { meetingId, participantId: uuid(), userId: userId('thuky2'), role: 'secretary' })
  await must(participantAdd, { meetingId, participantId: guest, userId: userId('khachmoi'), role: 'guest' })
  await must(participantAdd, { meetingId, participantId: uuid(), userId: userId('cv.sct'), role: 'observer', label: 'Báo Tuyên Quang' })
  await must(guestSetItems, { meetingId, participantId: guest, itemIds: [at(GUEST_ITEM).id] })
  const [health] = await server.database.query<{ id: string }>(`SELECT id FROM "MeetingParticipant" WHERE "meetingId" = $1 AND "userId" = $2`, [meetingId, userId('gd.syt')])
  await must(participantSetSubstitute, { meetingId, participantId: uuid(), userId: userId('duthay'), forId: health?.id ?? '', mandateDocument: '12/GUQ-SYT', level: 'deputy', isConsented: true })
  await must(siteAdd, { meetingId, siteId: uuid(), unitId: site?.id ?? '' })
  desk.close()
}

/** Everything a browser was given: pages, answers, and what came down its socket. */
function everythingGiven(page: Page): () => string {
  const given: string[] = []
  page.on('websocket', ws => ws.on('framereceived', f => given.push(f.payload.toString())))
  page.on('response', r => {
    if (/json|html|x-script/.test(r.headers()['content-type'] ?? '')) void r.text().then(body => given.push(body)).catch(() => undefined)
  })
  return () => given.join('\n')
}

test('một phiên mười hai nội dung, mười hai thiết bị của mọi vai: cùng đi, mỗi vai chỉ thấy phần của mình', async ({ browser }) => {
  test.setTimeout(240_000)
  await convene()
  const meeting = `/phien-hop/${meetingId}`
  const people: Person[] = []
  const come = async (username: string | null, size: { width: number; height: number }, path: string) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    const given = everythingGiven(person.page)
    await person.page.goto(path)
    return Object.assign(person.page, { given })
  }
  const chair = await come('chutich', TABLET, `${meeting}/dieu-hanh`)
  const desk = await come('thuky1', DESKTOP, `${meeting}/thu-ky`)
  const desk2 = await come('thuky2', DESKTOP, `${meeting}/thu-ky`)
  const office = await come('theodoi', DESKTOP, meeting)
  const vice = await come('phochutich1', TABLET, `${meeting}/du-hop`)
  const finance = await come('gd.stc', TABLET, `${meeting}/du-hop`)
  const home = await come('gd.snv', PHONE, `${meeting}/du-hop`)
  const substitute = await come('duthay', PHONE, `${meeting}/du-hop`)
  const guest = await come('khachmoi', PHONE, `${meeting}/phan-duoc-moi`)
  const press = await come('cv.sct', TABLET, `${meeting}/phan-duoc-moi`)
  const room = await come('cc.tan-trao', DESKTOP, `${meeting}/diem-cau`)
  const hall = await come(null, HALL, '/man-hinh')
  expect(people).toHaveLength(12)
  const members = [vice, finance, home]
  const inRoom = [chair, ...members, substitute, room, hall]

  /** Everybody in the room looks at this item; nobody touched anything but the chair. */
  const everybodyAt = async (n: number) => {
    for (const page of inRoom) await expect(page.getByRole('heading', { level: 2, name: at(n).title, exact: true }).first()).toBeVisible(SLOW)
    for (const page of [desk, desk2]) await expect(page.getByRole('heading', { level: 2, name: at(n).title, exact: true }).or(page.getByText(new RegExp(`^Nội dung ${n}/`))).first()).toBeVisible(SLOW)
  }
  const goTo = async (n: number) => {
    await chair.getByRole('button', { name: /^Chuyển sang nội dung \d+$/ }).first().click()
    const confirm = chair.getByRole('dialog').getByRole('button', { name: t.chair.goToConfirm })
    const arrived = chair.getByRole('heading', { level: 2, name: at(n).title, exact: true }).first()
    await expect(confirm.or(arrived).first()).toBeVisible()
    if (await confirm.isVisible()) await confirm.click()
    await everybodyAt(n)
  }

  await test.step('ghép màn hình, điểm danh, khai mạc', async () => {
    const code = ((await hall.getByText(/^\d{3}\s?\d{3}$/).textContent()) ?? '').replace(/\D/g, '')
    await desk.getByRole('tab', { name: t.desk.hall.title }).click()
    await desk.getByLabel(t.desk.hall.code).fill(code)
    await desk.getByRole('button', { name: t.desk.hall.pair }).click()
    await Promise.all(members.map(page => page.getByRole('button', { name: t.member.checkIn }).click()))
    for (const page of [chair, desk]) await expect(page.getByText(/Có mặt 3\/27/).first()).toBeVisible(SLOW)
    await substitute.getByRole('button', { name: t.member.checkIn }).click()
    await chair.getByRole('button', { name: t.chair.step.open }).click()
    await chair.getByRole('button', { name: t.chair.openConfirm }).click()
    for (const page of [desk2, office]) await expect(page.getByText(t.status.running).first()).toBeVisible(SLOW)
    await expect(press.getByText(audienceText.part.nothingOpen).first()).toBeVisible()
    await expect(guest.getByText(/^Mời đồng chí vào phòng sau khoảng/).first()).toBeVisible(SLOW)
  })

  await test.step('nội dung 1 đến 3; nội dung 2 mở cho báo chí rồi đóng khi sang nội dung khác', async () => {
    await goTo(1)
    await goTo(2)
    await desk.getByRole('button', { name: audienceText.who.open(PRESS_ITEM, at(PRESS_ITEM).title) }).click()
    await desk.getByRole('button', { name: audienceText.who.letIn, exact: true }).click()
    await desk.getByRole('button', { name: audienceText.who.done, exact: true }).click()
    await expect(press.getByText(at(PRESS_ITEM).title).first()).toBeVisible(SLOW)
    await goTo(3)
    await expect(press.getByText(audienceText.part.closedNow).first()).toBeVisible(SLOW)
  })

  await test.step('nội dung 4 biểu quyết: ba phiếu, người dự thay không có phiếu, kết quả trên mọi màn hình', async () => {
    await goTo(VOTED)
    await expect(guest.getByText(audienceText.part.come).first()).toBeVisible(SLOW)
    await chair.getByRole('button', { name: t.chair.step.openVote }).click()
    await chair.getByRole('button', { name: t.chair.voteConfirm }).click()
    await Promise.all(members.map(page => page.getByRole('button', { name: 'Tán thành', exact: true }).click()))
    for (const page of members) await expect(page.getByText(/Đã ghi nhận lúc \d\d:\d\d:\d\d/)).toBeVisible(SLOW)
    await expect(substitute.getByText(t.member.noBallot.substitute)).toBeVisible()
    await expect(substitute.getByRole('button', { name: 'Tán thành', exact: true })).toHaveCount(0)
    for (const page of [chair, desk]) await expect(page.getByText(/Đã bỏ phiếu 3\//).first()).toBeVisible(SLOW)
    await desk2.getByRole('button', { name: t.chair.step.closeVote }).click()
    await desk2.getByRole('button', { name: t.chair.closeConfirm }).click()
    for (const page of [chair, desk, ...members, substitute]) await expect(page.getByText(/3\/27 tổng số thành viên/).first()).toBeVisible(SLOW)
    await expect(hall.getByText(t.vote.outcome.not_passed).first()).toBeVisible(SLOW)
  })

  await test.step('nội dung 5: khách mời vào phòng; nội dung 6 để lại; nội dung 7 người dự thay phát biểu', async () => {
    await goTo(GUEST_ITEM)
    await expect(guest.getByText(audienceText.part.inside).first()).toBeVisible(SLOW)
    await guest.getByRole('button', { name: t.member.checkIn }).click()
    await expect(guest.getByText(audienceText.part.insideHere).first()).toBeVisible(SLOW)
    const reason = 'Chờ ý kiến Bộ Xây dựng'
    await desk.getByRole('button', { name: new RegExp(`^Để lại hoặc rút nội dung ${HELD}:`) }).click()
    await desk.getByLabel(t.aside.reason).fill(reason)
    await desk.getByRole('button', { name: t.aside.confirm }).click()
    await expect(chair.getByText(t.aside.because(reason))).toBeVisible(SLOW)
    await goTo(SPOKEN)
    await expect(guest.getByText(audienceText.part.over).first()).toBeVisible(SLOW)
    await substitute.getByRole('button', { name: t.member.speak }).click()
    await substitute.getByLabel(t.member.speakSubject).fill('Hồ sơ sức khỏe điện tử')
    await substitute.getByRole('button', { name: t.member.speakConfirm }).click()
    await chair.getByRole('button', { name: t.queue.callOne('Phó Giám đốc Sở Y tế') }).click()
    await chair.getByRole('button', { name: t.queue.startOne('Phó Giám đốc Sở Y tế') }).click()
    await expect(hall.getByText(t.hall.speaking).first()).toBeVisible(SLOW)
    await desk2.getByRole('button', { name: t.queue.stopOne('Phó Giám đốc Sở Y tế') }).click()
    await expect(hall.getByText(t.hall.speaking)).toBeHidden(SLOW)
  })

  await test.step('nội dung 8: thư ký soạn kết luận, chủ trì thấy từng chữ', async () => {
    await goTo(CONCLUDED)
    await desk2.getByRole('tab', { name: t.desk.conclusion, exact: true }).click()
    await desk2.getByRole('button', { name: t.desk.addLine }).click()
    await expect(desk2.getByLabel(conclusionText.editor(CONCLUDED))).toBeFocused()
    await desk2.keyboard.type('Sở Nội vụ trình phương án giao biên chế')
    await expect(chair.getByText('Sở Nội vụ trình phương án giao biên chế').first()).toBeVisible(SLOW)
  })

  await test.step('nội dung 9 đang ẩn chỉ hiện khi đến lượt', async () => {
    for (const page of [...members, substitute, room, hall, guest, press]) expect(page.given()).not.toContain(at(HIDDEN).title)
    expect(chair.given()).toContain(at(HIDDEN).title)
    await goTo(HIDDEN)
  })

  await test.step('nội dung 10 đến 12, tạm dừng, tiếp tục, kết thúc', async () => {
    await goTo(10)
    await desk.getByRole('button', { name: t.chair.pause, exact: true }).click()
    for (const page of members) await expect(page.getByText(t.member.paused).first()).toBeVisible(SLOW)
    await expect(room.getByRole('heading', { name: siteText.paused })).toBeVisible(SLOW)
    await chair.getByRole('button', { name: t.chair.step.resume }).click()
    await everybodyAt(10)
    await goTo(11)
    await goTo(12)
    await chair.getByRole('button', { name: t.chair.step.end, exact: true }).click()
    await chair.getByRole('dialog').getByRole('button', { name: t.chair.endConfirm, exact: true }).click()
    for (const page of [...members, substitute]) await expect(page.getByText(t.member.ended).first()).toBeVisible(SLOW)
    await expect(room.getByRole('heading', { name: siteText.ended })).toBeVisible(SLOW)
    await expect(press.getByText(audienceText.part.ended).first()).toBeVisible(SLOW)
    await expect(guest.getByText(audienceText.part.over).first()).toBeVisible()
  })

  await test.step('khách mời và báo chí chưa từng nhận phần của người khác', async () => {
    for (const [page, own] of [[guest, GUEST_ITEM], [press, PRESS_ITEM]] as const) {
      const given = page.given()
      for (const [i, title] of titles.entries()) if (i + 1 !== own) expect(given.includes(title), `${own}: ${title}`).toBe(false)
      expect(given).toContain(at(own).title)
      expect(given).not.toContain('Hồ sơ sức khỏe điện tử')
      expect(given).not.toContain('trình phương án giao biên chế')
    }
  })

  await test.step('hồ sơ đủ mười hai nội dung', async () => {
    const rows = await server.database.query<{ status: string; n: number }>(`SELECT status, count(*)::int AS n FROM "AgendaItem" WHERE "meetingId" = $1 GROUP BY 1 ORDER BY 1`, [meetingId])
    expect(rows).toEqual([{ status: 'concluded', n: 11 }, { status: 'held_over', n: 1 }])
  })

  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})
