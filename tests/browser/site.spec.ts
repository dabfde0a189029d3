import { expect, type Page, test } from '@playwright/test'
import { v7 as uuid } from 'uuid'
import { novemberId } from '#prisma/seed/meetings.ts'
import { DEMO_PASSWORD, userId } from '#prisma/seed/people.ts'
import type { CommandDef, InputOf } from '#app/contracts/define.ts'
import { attendanceCheckIn, attendanceRecord, voteOpen } from '#app/contracts/meeting.ts'
import { ownPinSet, sitePlace } from '#app/contracts/site.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { siteText as t } from '#app/text/site.ts'
import { faultsOf } from '#tests/support/axe.ts'
import { DESKTOP, enter, type Person, TABLET } from '#tests/support/browser.ts'
import { device } from '#tests/support/sockets.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${novemberId}`
const dialog = (page: Page) => page.getByRole('dialog')

/** Six digits by the large keys, then "Xác nhận". */
async function typePin(page: Page, pin: string) {
  for (const d of pin) await dialog(page).getByRole('button', { name: t.pin.digit(d), exact: true }).click()
  await expect(dialog(page).getByLabel(t.pin.typed(6))).toBeVisible()
  await dialog(page).getByRole('button', { name: t.pin.send, exact: true }).click()
}

test('điểm cầu xã: ba người trên một máy chung, mã PIN, đăng ký phát biểu, mất đường truyền', async ({ browser }) => {
  test.setTimeout(120_000)
  const people: Person[] = []
  const come = async (username: string, size: { width: number; height: number }) => {
    const person = await enter(browser, server.url, username, size)
    people.push(person)
    return person.page
  }
  const desk = await come('thuky1', DESKTOP)
  const chair = await come('chutich', TABLET)
  const room = await come('cc.tan-trao', DESKTOP)

  await desk.goto(`${meeting}/thu-ky`)
  await test.step('thư ký mở điểm cầu cho mọi xã, phường trong một lần', async () => {
    await desk.getByRole('tab', { name: t.desk.title }).click()
    await desk.getByRole('button', { name: t.desk.addAll }).click()
    await dialog(desk).getByRole('button', { name: t.desk.addAllConfirm }).click()
    await expect(desk.getByText(/^124 điểm cầu/)).toBeVisible()
    await desk.getByLabel(t.desk.find).fill('tan trao')
    await expect(desk.getByText('Điểm cầu xã Tân Trào')).toBeVisible()
  })

  const sent: string[] = []
  room.on('websocket', ws => ws.on('framesent', f => void sent.push(String(f.payload))))
  await room.goto(`${meeting}/diem-cau`)
  await expect(room.getByRole('heading', { name: 'Điểm cầu xã Tân Trào' })).toBeVisible()
  const names = ['Hoàng Văn An', 'Lý Thị Bình', 'Ma Văn Cường']
  const pins = ['480915', '907061', '135790']
  const label = (i: number) => `${names[i]}, Đại biểu xã`

  await test.step('thêm ba người dự; thiếu chức vụ thì báo tại ô', async () => {
    for (const [i, name] of names.entries()) {
      await room.getByRole('button', { name: t.add }).click()
      await room.getByLabel(t.name).fill(name)
      if (i === 0) {
        await dialog(room).getByRole('button', { name: t.addConfirm }).click()
        await expect(room.getByText(t.positionRequired)).toBeVisible()
      }
      await room.getByLabel(t.position).fill('Đại biểu xã')
      await dialog(room).getByRole('button', { name: t.addConfirm }).click()
      await expect(room.getByText(label(i), { exact: true })).toBeVisible()
    }
    await expect(desk.getByText(label(2))).toBeVisible()
  })

  await test.step('mỗi người đặt mã PIN của mình rồi xác nhận; gõ sai được báo còn mấy lần', async () => {
    for (const [i, pin] of pins.entries()) {
      await room.getByRole('button', { name: t.confirmOne(label(i)) }).click()
      await typePin(room, pin)
      await expect(dialog(room).getByText(t.pin.again)).toBeVisible()
      await typePin(room, pin)
      await expect(room.getByRole('button', { name: t.confirmOne(label(i)) })).toBeHidden()
    }
    await expect(room.getByText(t.summary(3, 3)).first()).toBeVisible()
    await expect(desk.getByText(t.summary(3, 3)).first()).toBeVisible()
    await room.getByRole('button', { name: t.leaveOne(label(2)) }).click()
    await typePin(room, '111222')
    await expect(room.getByText(t.pin.wrong(4))).toBeVisible()
    // the keyboard types too
    await room.keyboard.type(pins[2] ?? '')
    await room.keyboard.press('Enter')
    await expect(room.getByText(t.summary(2, 3)).first()).toBeVisible()
  })

  await test.step('công chức đăng ký phát biểu cho đồng chí có tên; chủ trì mời', async () => {
    await chair.goto(`${meeting}/dieu-hanh`)
    await chair.getByRole('button', { name: sessionText.chair.step.open }).click()
    await chair.getByRole('button', { name: sessionText.chair.openConfirm }).click()
    await chair.getByRole('button', { name: sessionText.chair.step.goTo(1), exact: true }).click()
    await expect(room.getByRole('heading', { name: 'Kết quả thực hiện Đề án 603 quý III và các mục tiêu đến năm 2025' })).toBeVisible()
    await room.getByRole('button', { name: t.speakOne(label(1)) }).click()
    await room.getByLabel(t.speakSubject).fill('Đường truyền vùng cao')
    await dialog(room).getByRole('button', { name: t.speakConfirm }).click()
    await expect(room.getByText(t.waiting(1))).toBeVisible()
    await chair.getByRole('button', { name: sessionText.queue.callOne(label(1)) }).click()
    await expect(room.getByText(t.called)).toBeVisible()
  })

  await test.step('mất đường truyền: mã PIN không nằm chờ trên máy chung, màn hình tự về đúng', async () => {
    const context = people[2]?.context
    await context?.setOffline(true)
    await room.getByRole('button', { name: t.leaveOne(label(0)) }).click()
    await typePin(room, pins[0] ?? '')
    await expect(room.getByText(t.pin.offline).first()).toBeVisible({ timeout: 20_000 })
    expect(await room.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(pins[0])
    await dialog(room).getByRole('button', { name: shellText.button.cancel }).click()
    await chair.getByRole('button', { name: sessionText.queue.startOne(label(1)) }).click()
    await context?.setOffline(false)
    await expect(room.getByText(t.speaking).first()).toBeVisible({ timeout: 30_000 })
    await expect(room.getByText(t.summary(2, 3)).first()).toBeVisible()
  })

  await test.step('bỏ phiếu kín trên máy chung: mã PIN của chính thành viên mở một phiếu, máy chỉ gửi phiếu niêm phong', async () => {
    const [secretary, own, chairman] = await Promise.all([device(server, 'thuky1'), device(server, 'gd.snv'), device(server, 'chutich')])
    const must = async <C extends CommandDef>(who: typeof own, def: C, input: InputOf<C>) => expect(await who.send(def, input), def.name).toMatchObject({ ok: true })
    const [seat] = await server.database.query<{ id: string; siteId: string }>(
      `SELECT p.id, s.id AS "siteId" FROM "MeetingParticipant" p, "Site" s WHERE p."meetingId" = $1 AND p."userId" = $2 AND s."meetingId" = $1 AND s.name LIKE '%xã Tân Trào'`,
      [novemberId, userId('gd.snv')],
    )
    const participantId = seat?.id ?? ''
    await must(own, ownPinSet, { pin: '246813', password: DEMO_PASSWORD })
    await must(secretary, sitePlace, { meetingId: novemberId, participantId, siteId: seat?.siteId ?? '' })
    await must(secretary, attendanceRecord, { meetingId: novemberId, participantId, act: 'arrive' })
    await must(chairman, attendanceCheckIn, { meetingId: novemberId })
    await must(chairman, voteOpen, { meetingId: novemberId, voteId: uuid(), question: 'Giới thiệu nhân sự', form: 'secret' })
    await room.getByRole('button', { name: t.voteOne('Giám đốc Sở Nội vụ') }).click()
    await typePin(room, '246813')
    await dialog(room).getByRole('button', { name: shellText.vote.against, exact: true }).click()
    await expect(room.getByText(/Phiếu của Giám đốc Sở Nội vụ đã ghi nhận lúc/)).toBeVisible()
    const casts = sent.filter(f => f.includes('vote.cast'))
    expect(casts.length).toBeGreaterThan(0)
    for (const f of casts) expect(f).not.toMatch(/"choice"|against/)
    for (const d of [secretary, own, chairman]) d.close()
  })

  await test.step('không có lỗi tiếp cận nghiêm trọng, sáng và tối', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await room.emulateMedia({ colorScheme })
      expect(await faultsOf(room, { isSevereOnly: true })).toEqual([])
      await room.getByRole('button', { name: t.leaveOne(label(0)) }).click()
      expect(await faultsOf(room, { isSevereOnly: true })).toEqual([])
      await dialog(room).getByRole('button', { name: shellText.button.cancel }).click()
    }
  })

  expect(people.flatMap(p => p.errors)).toEqual([])
  for (const p of people) await p.context.close()
})
