import { expect, type Page, test } from '@playwright/test'
import { itemId, novemberId } from '#prisma/seed/meetings.ts'
import { guestSetItems } from '#app/contracts/audience.ts'
import { attendanceCheckIn, meetingGoToItem, meetingOpen } from '#app/contracts/meeting.ts'
import { siteAddCommunes } from '#app/contracts/site.ts'
import { errorText } from '#app/text/errors.ts'
import { discussionText as talkText } from '#app/text/discussion.ts'
import { sessionText as t } from '#app/text/session.ts'
import { videoText as v } from '#app/text/video.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, type Person, PHONE, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { type Device, device } from '#tests/support/sockets.ts'
import { ROOM_SECRET, startVideoRooms, type VideoRooms, videoSettings } from '#tests/support/video-room.ts'

const on = { meetingId: novemberId }
const meeting = `/phien-hop/${novemberId}`
let rooms: VideoRooms
let server: TestServer
let chair: Device
let secretary: Device
test.beforeAll(async () => {
  test.setTimeout(120_000)
  rooms = await startVideoRooms()
  server = await startServer({ seeded: true, env: videoSettings(rooms) })
  ;[chair, secretary] = await Promise.all([device(server, 'chutich'), device(server, 'thuky1')])
  for (const one of [chair, await device(server, 'gd.snv')]) expect(await one.send(attendanceCheckIn, on)).toMatchObject({ ok: true })
  expect(await chair.send(meetingOpen, on)).toMatchObject({ ok: true })
  expect(await chair.send(meetingGoToItem, { ...on, itemId: itemId('2026-11', 1) })).toMatchObject({ ok: true })
  expect(await secretary.send(siteAddCommunes, on)).toMatchObject({ ok: true })
})
test.afterAll(async () => {
  for (const one of [chair, secretary]) one.close()
  await server.close()
  await rooms.close()
})

const live = (page: Page) => expect(page.getByText('Trực tuyến', { exact: true }).first()).toBeVisible()
/** The room inside the frame is another program's. */
const violations = (page: Page) => faultsInBothThemes(page, page.url(), { exclude: 'iframe' })
/** Presses the way in and waits for the window of its own. */
const follow = async (p: Person): Promise<Page> => {
  const [room] = await Promise.all([p.context.waitForEvent('page'), p.page.getByRole('link', { name: v.open }).click()])
  room.on('pageerror', error => p.errors.push(error.message))
  return room
}
const greeting = (room: Page) => room.frameLocator(`iframe[title="${v.room.frame}"]`).getByRole('heading')

test('họp trực tuyến: thư ký đặt, chủ trì, thành viên trên điện thoại, điểm cầu và khách mời vào phòng của mình; phòng hỏng thì phiên vẫn chạy', async ({ browser }) => {
  test.setTimeout(120_000)
  const [desk, lead, member, site, guest] = await Promise.all([
    enter(browser, server.url, 'thuky1', DESKTOP),
    enter(browser, server.url, 'chutich', TABLET),
    enter(browser, server.url, 'gd.snv', PHONE),
    enter(browser, server.url, 'cc.tan-trao', TABLET),
    enter(browser, server.url, 'khachmoi', PHONE),
  ])
  const people = [desk, lead, member, site, guest]
  await Promise.all([
    desk.page.goto(`${meeting}/thu-ky`),
    lead.page.goto(`${meeting}/dieu-hanh`),
    member.page.goto(`${meeting}/du-hop`),
    site.page.goto(`${meeting}/diem-cau`),
    guest.page.goto(`${meeting}/phan-duoc-moi`),
  ])
  for (const p of people) await live(p.page)
  const form = desk.page.getByRole('dialog', { name: v.setup.title })

  await test.step('chưa đặt thì không màn hình nào có nút', async () => {
    for (const p of people) await expect(p.page.getByRole('link', { name: v.open })).toHaveCount(0)
  })
  await test.step('thư ký đặt: liên kết không https báo ở ô, chữ đã dán còn nguyên; chọn phòng của tỉnh', async () => {
    await desk.page.getByRole('button', { name: v.title }).click()
    await form.getByRole('radio', { name: v.kind.link }).check()
    await form.getByRole('textbox', { name: v.setup.link }).fill('http://hop.example.vn/phong 🙂')
    await form.getByRole('button', { name: v.setup.save }).click()
    await expect(form.getByText(errorText('VIDEO_LINK_NOT_HTTPS'))).toBeVisible()
    await expect(form.getByRole('textbox', { name: v.setup.link })).toHaveValue('http://hop.example.vn/phong 🙂')
    await form.getByRole('textbox', { name: v.setup.link }).fill(`https://hop.example.vn/${'x'.repeat(10_000)}`)
    await expect(form.getByText(v.setup.linkTooLong(500))).toBeVisible()
    await form.getByRole('radio', { name: v.kind.jitsi }).check()
    await form.getByRole('button', { name: v.setup.save }).click()
    await expect(form.getByText(v.setup.saved, { exact: true })).toBeVisible()
    expect(await violations(desk.page)).toEqual([])
    await desk.page.keyboard.press('Escape')
  })
  await test.step('nút hiện ngay, không tải lại; mỗi người vào phòng bằng tên và quyền của mình', async () => {
    const names = []
    for (const p of [lead, member, site]) {
      const room = await follow(p)
      await expect(greeting(room)).toHaveText(/^Đã vào phòng: /)
      const entry = rooms.entries.at(-1)
      const user = entry?.ok ? (entry.claims.context as { user: { name: string; moderator: string } }).user : null
      names.push([user?.name, user?.moderator])
      if (p === member) expect(await violations(room)).toEqual([])
      await room.close()
    }
    expect(names).toEqual([['Chủ tịch UBND tỉnh', 'true'], ['Giám đốc Sở Nội vụ', 'false'], [expect.stringContaining('Tân Trào'), 'false']])
    const seen = rooms.entries.map(e => (e.ok ? e.room : e.why))
    expect(new Set(seen).size).toBe(1)
  })
  await test.step('khách mời: chỉ khi đang bàn nội dung của mình', async () => {
    await expect(guest.page.getByRole('link', { name: v.open })).toHaveCount(0)
    const [row] = await server.database.query<{ id: string }>(`SELECT p.id FROM "MeetingParticipant" p JOIN "User" u ON u.id = p."userId" WHERE p."meetingId" = $1 AND u.username = 'khachmoi'`, [novemberId])
    expect(await secretary.send(guestSetItems, { ...on, participantId: row?.id ?? '', itemIds: [itemId('2026-11', 2)] })).toMatchObject({ ok: true })
    await guest.page.goto(`${meeting}/truc-tuyen`)
    await expect(guest.page.getByText(errorText('VIDEO_GUEST_WAIT'))).toBeVisible()
    expect(await violations(guest.page)).toEqual([])
    await guest.page.goto(`${meeting}/phan-duoc-moi`)
    await live(guest.page)
    expect(await chair.send(meetingGoToItem, { ...on, itemId: itemId('2026-11', 2) })).toMatchObject({ ok: true })
    const room = await follow(guest)
    await expect(greeting(room)).toHaveText(/^Đã vào phòng: /)
    await room.close()
  })
  await test.step('khách mời nhắn riêng thư ký, không có trao đổi chung', async () => {
    await guest.page.getByRole('button', { name: talkText.open(0) }).click()
    const talk = guest.page.getByRole('dialog', { name: talkText.line })
    await expect(talk.getByRole('region', { name: talkText.line })).toBeVisible()
    await expect(talk.getByRole('tab')).toHaveCount(0)
    await talk.getByRole('textbox', { name: talkText.compose, exact: true }).fill('Tôi đang ở sảnh')
    await talk.getByRole('button', { name: talkText.send }).click()
    await expect(talk.getByText(/^Đã gửi \d\d:\d\d$/)).toBeVisible()
    await expect(desk.page.getByRole('tab', { name: new RegExp(`^${talkText.title}`) })).toContainText('1')
    await guest.page.keyboard.press('Escape')
  })
  await test.step('khung chỉ nhận máy chủ của tỉnh, chỉ ở trang này; khóa ký không tới trình duyệt', async () => {
    const read = async (path: string) => {
      const response = await member.context.request.get(path)
      return { csp: response.headers()['content-security-policy'] ?? '', allows: response.headers()['permissions-policy'] ?? '', body: await response.text() }
    }
    const [room, session, setting] = await Promise.all([read(`${meeting}/truc-tuyen`), read(`${meeting}/du-hop`), desk.context.request.get(`${meeting}/dat-truc-tuyen`)])
    expect(room.csp).toContain(`frame-src ${rooms.url};`)
    expect(room.allows).toContain(`microphone=("${rooms.url}")`)
    expect(session.csp).toContain(`frame-src 'none';`)
    expect(session.allows).toContain('microphone=()')
    const given = await member.context.request.post(`${meeting}/truc-tuyen/vao`, { form: { lenh: 'x' }, headers: { Origin: server.url } })
    expect(await given.json()).toMatchObject({ ok: false, code: 'BAD_INPUT' })
    for (const text of [room.body, session.body, await setting.text(), await desk.page.content()]) expect(text).not.toContain(ROOM_SECRET)
    // from another site the way in is not handed out
    expect((await member.context.request.post(`${meeting}/truc-tuyen/vao`, { form: { lenh: 'x' }, headers: { Origin: 'https://khac.example' } })).status()).toBe(403)
  })
  await test.step('máy chủ phòng hỏng: phiên vẫn đăng ký phát biểu được; đổi sang liên kết thì nói rõ là trang của nơi khác', async () => {
    await rooms.close()
    const room = await follow(member)
    await expect(room.getByRole('button', { name: v.room.again })).toBeVisible()
    await member.page.bringToFront()
    await member.page.getByRole('button', { name: t.member.speak }).click()
    await member.page.getByLabel(t.member.speakSubject).fill('Vẫn họp được')
    await member.page.getByRole('button', { name: t.member.speakConfirm }).click()
    await expect(lead.page.getByText('Vẫn họp được')).toBeVisible()
    await desk.page.getByRole('button', { name: v.title }).click()
    await form.getByRole('radio', { name: v.kind.link }).check()
    await form.getByRole('textbox', { name: v.setup.link }).fill('https://hop.example.vn/phong')
    await form.getByRole('button', { name: v.setup.save }).click()
    await expect(form.getByText(v.setup.saved, { exact: true })).toBeVisible()
    await room.reload()
    await expect(room.getByText(v.room.linkLead('hop.example.vn'))).toBeVisible()
    await expect(room.getByRole('link', { name: v.room.linkOpen })).toHaveAttribute('href', 'https://hop.example.vn/phong')
    expect(await violations(room)).toEqual([])
    await form.getByRole('radio', { name: v.kind.none }).check()
    await form.getByRole('button', { name: v.setup.save }).click()
    for (const p of [lead, member, site, guest]) await expect(p.page.getByRole('link', { name: v.open })).toHaveCount(0)
    await room.reload()
    await expect(room.getByText(errorText('VIDEO_OFF'))).toBeVisible()
  })
  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})
