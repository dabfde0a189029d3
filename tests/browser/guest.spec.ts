import { DEMO_PASSWORD } from '#prisma/seed/people.ts'
import { expect, test } from '@playwright/test'
import { v7 as uuid } from 'uuid'
import { itemId, novemberId, novemberItemIds } from '#prisma/seed/meetings.ts'
import type { CommandDef, InputOf } from '#app/contracts/define.ts'
import { meetingOpenToPress } from '#app/contracts/audience.ts'
import { attendanceCheckIn, meetingGoToItem, meetingOpen, speakingCall, speakingRequest, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { siteAdd } from '#app/contracts/site.ts'
import { audienceText } from '#app/text/audience.ts'
import { errorText } from '#app/text/errors.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { siteText } from '#app/text/site.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, type Person, PHONE, TABLET } from '#tests/support/browser.ts'
import { device } from '#tests/support/sockets.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

const { part, slots } = audienceText
let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${novemberId}`
const on = { meetingId: novemberId }
const at = (n: number): string => itemId('2026-11', n)

test('khách mời trên điện thoại, báo chí và người dự thay trên máy tính bảng trong một phiên đang họp; thư ký chọn nội dung mời; cán bộ xã vào điểm cầu', async ({ browser }) => {
  test.setTimeout(180_000)
  const people: Person[] = []
  const come = async (username: string, size: { width: number; height: number }, to: string) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    await person.page.goto(to)
    return person.page
  }
  const titles = (await server.database.query<{ id: string; title: string }>(`SELECT id, title FROM "AgendaItem" WHERE "meetingId" = $1`, [novemberId])).reduce((m, r) => m.set(r.id, r.title), new Map<string, string>())
  const title = (n: number): string => titles.get(at(n)) ?? ''
  expect(novemberItemIds.map(id => titles.has(id))).not.toContain(false)

  // The secretary chooses on the page of people what the guest is invited for: the second item instead of the third.
  const desk = await come('thuky1', DESKTOP, `${meeting}/thanh-phan`)
  const row = desk.getByRole('listitem').filter({ hasText: 'Phó Chủ tịch HĐND tỉnh' })
  await expect(row).toContainText(slots.one(3, title(3)))
  await row.getByRole('button', { name: slots.chooseOne('Phó Chủ tịch HĐND tỉnh') }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: title(3) }).uncheck()
  await dialog.getByRole('checkbox', { name: title(2) }).check()
  const serious = await faultsInBothThemes(desk, 'chọn nội dung mời')
  await dialog.getByRole('button', { name: slots.save(1) }).click()
  await expect(row).toContainText(slots.one(2, title(2)))

  const [guest, press, substitute] = await Promise.all([come('khachmoi', PHONE, meeting), come('baochi', TABLET, meeting), come('duthay', TABLET, `${meeting}/du-hop`)])
  // Whatever address they open, guests and the press come to their own part.
  await expect(guest).toHaveURL(/phan-duoc-moi/)
  await expect(press).toHaveURL(/phan-duoc-moi/)
  await expect(guest.getByRole('heading', { name: title(2) })).toBeVisible()

  const chair = await device(server, 'chutich')
  const member = await device(server, 'gd.snv')
  const must = async <C extends CommandDef>(def: C, input: InputOf<C>, who = chair) => {
    const answer = await who.send(def, input)
    if (!answer.ok) throw new Error(`${def.name}: ${JSON.stringify(answer)}`)
  }
  await must(attendanceCheckIn, on)
  await must(attendanceCheckIn, on, member)
  await must(meetingOpen, on)
  await must(meetingGoToItem, { ...on, itemId: at(1) })

  // Item 1, 25 minutes: the guest is told when to come, and sees nothing of it.
  await expect(guest.getByRole('status').filter({ hasText: /^Mời đồng chí vào phòng sau khoảng 2[0-9] phút/ })).toBeVisible()
  await expect(guest.getByRole('heading', { level: 3 })).toHaveText([title(2)])
  await expect(press.getByRole('heading', { level: 3 })).toHaveText([title(1)])
  await expect(press.getByText(part.here)).toBeVisible()
  await expect(substitute.getByText(title(1)).first()).toBeVisible()
  await expect(substitute.getByText(sessionText.member.noBallot.substitute)).toBeVisible()
  serious.push(...(await Promise.all([faultsInBothThemes(guest, 'khách, chưa đến'), faultsInBothThemes(press, 'báo chí, đang mở')])).flat())

  // Somebody is called to speak: deliberation, the press is out. A vote opens: the substitute has no ballot, and reads why.
  const requestId = uuid()
  await must(speakingRequest, { ...on, requestId, subject: 'Bổ sung chỉ tiêu' }, member)
  await expect(press.getByText(part.here)).toBeVisible()
  await must(speakingCall, { ...on, requestId })
  await expect(press.getByText(part.closedNow)).toBeVisible()
  await expect(press.getByRole('heading', { level: 3 })).toHaveCount(0)
  const voteId = uuid()
  await must(voteOpen, { ...on, voteId, question: 'Thông qua báo cáo?' })
  await expect(substitute.getByText('Thông qua báo cáo?').first()).toBeVisible()
  await expect(substitute.getByText(sessionText.member.noBallot.substitute).first()).toBeVisible()
  for (const choice of [shellText.vote.for, shellText.vote.against]) await expect(substitute.getByRole('button', { name: choice, exact: true })).toHaveCount(0)
  serious.push(...(await Promise.all([faultsInBothThemes(press, 'báo chí, đã đóng'), faultsInBothThemes(substitute, 'người dự thay')])).flat())
  expect(await guest.content()).not.toContain('Thông qua báo cáo?')
  await must(voteClose, { voteId })

  // Item 2: the guest comes in, asks to speak, and leaves. The press sees it only once the chair opens it.
  await must(meetingGoToItem, { ...on, itemId: at(2) })
  await expect(guest.getByText(part.inside)).toBeVisible()
  await expect(press.getByText(part.closedNow)).toBeVisible()
  await guest.getByRole('button', { name: sessionText.member.checkIn }).click()
  await guest.getByRole('button', { name: sessionText.member.speak, exact: true }).click()
  await guest.getByRole('dialog').getByRole('button', { name: sessionText.member.speakConfirm }).click()
  await expect(guest.getByText(part.waiting)).toBeVisible()
  serious.push(...(await faultsInBothThemes(guest, 'khách, đang bàn')))
  expect(await guest.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await must(meetingOpenToPress, { ...on, itemId: at(2), isOpen: true })
  await expect(press.getByRole('heading', { name: title(2) })).toBeVisible()
  await guest.getByRole('button', { name: sessionText.member.leave, exact: true }).click()
  await expect(guest.getByRole('button', { name: sessionText.member.checkIn })).toBeVisible()
  await must(meetingGoToItem, { ...on, itemId: at(3) })
  await expect(guest.getByText(part.over)).toBeVisible()
  await expect(guest.getByRole('heading', { level: 3 })).toHaveText([title(2)])
  // The doors of others stay shut, and say so.
  await guest.goto(`${meeting}/ho-so`)
  await expect(guest.getByText(errorText('FORBIDDEN')).first()).toBeVisible()

  // A commune whose room was opened finds its way in from the session's page.
  const secretary = await device(server, 'thuky1')
  const [commune] = await server.database.query<{ id: string }>(`SELECT p."unitId" AS id FROM "Position" p JOIN "User" u ON u.id = p."userId" WHERE u.username = 'cc.tan-trao'`)
  await must(siteAdd, { ...on, siteId: uuid(), unitId: commune?.id ?? '' }, secretary)
  const clerk = await come('cc.tan-trao', TABLET, meeting)
  await clerk.getByRole('link', { name: siteText.enter }).click()
  await expect(clerk).toHaveURL(/diem-cau/)
  serious.push(...(await faultsInBothThemes(clerk, 'điểm cầu')))

  // The own PIN, from one's own account: two fields that must agree, a weak one is refused in words.
  await clerk.goto('/tai-khoan')
  const pin = clerk.getByLabel(siteText.pin.field)
  const again = clerk.getByLabel(siteText.pin.again)
  const save = clerk.getByRole('button', { name: siteText.account.save })
  await save.locator('xpath=ancestor::form').getByLabel('Mật khẩu', { exact: true }).fill(DEMO_PASSWORD)
  await pin.fill('123456')
  await again.fill('123457')
  await save.click()
  await expect(clerk.getByText(siteText.pin.differ)).toBeVisible()
  await again.fill('123456')
  await save.click()
  await expect(clerk.getByText(errorText('PIN_WEAK'))).toBeVisible()
  serious.push(...(await faultsInBothThemes(clerk, 'tài khoản')))
  await pin.fill('480915')
  await again.fill('480915')
  await save.click()
  await expect(clerk.getByRole('button', { name: siteText.account.change })).toBeVisible()

  expect(serious).toEqual([])
  expect(people.flatMap(p => p.errors).filter(e => !e.includes('403'))).toEqual([])
  for (const d of [chair, member, secretary]) d.close()
  await Promise.all(people.map(p => p.context.close()))
})
