import { expect, type Locator, type Page, test } from '@playwright/test'
import { itemId, novemberId } from '#prisma/seed/meetings.ts'
import { attendanceCheckIn, meetingGoToItem, meetingOpen, speakingRequest, speakingStart } from '#app/contracts/meeting.ts'
import { newId } from '#app/live/new-id.ts'
import { chatSetup } from '#app/contracts/discussion.ts'
import { discussionText as d } from '#app/text/discussion.ts'
import { sessionText as t } from '#app/text/session.ts'
import { speakingText as s } from '#app/text/speaking.ts'
import { faultsInBothThemes, faultsOf } from '#tests/support/axe.ts'
import { DESKTOP, enter, type Person, PHONE, TABLET, wear } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { type Device, device } from '#tests/support/sockets.ts'

const on = { meetingId: novemberId }
const meeting = `/phien-hop/${novemberId}`
const MEMBER = 'Giám đốc Sở Nội vụ'
const OTHER = 'Giám đốc Sở Tài chính'

let server: TestServer
let chairDevice: Device
let otherDevice: Device
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
  chairDevice = await device(server, 'chutich')
  otherDevice = await device(server, 'gd.stc')
  for (const who of ['chutich', 'gd.snv', 'gd.stc']) {
    const one = who === 'chutich' ? chairDevice : who === 'gd.stc' ? otherDevice : await device(server, who)
    expect(await one.send(attendanceCheckIn, on)).toMatchObject({ ok: true })
    if (who === 'gd.snv') one.close()
  }
  expect(await chairDevice.send(meetingOpen, on)).toMatchObject({ ok: true })
})
test.afterAll(async () => {
  chairDevice.close()
  otherDevice.close()
  await server.close()
})

/** What the browser was asked to buzz, in order. */
const buzzes = (page: Page) => page.evaluate(() => (window as unknown as { buzzed: number[][] }).buzzed)

const sizes = [
  { on: 'máy tính', item: 1, chair: TABLET, desk: DESKTOP, member: DESKTOP, isPhone: false },
  { on: 'điện thoại', item: 2, chair: PHONE, desk: PHONE, member: PHONE, isPhone: true },
] as const

for (const size of sizes) {
  test.describe.serial(`phát biểu, chất vấn trên ${size.on}`, () => {
    let chair: Person, desk: Person, member: Person
    let queue: Locator
    const people = () => [chair, desk, member]

    test.beforeAll(async ({ browser }) => {
      test.setTimeout(90_000)
      expect(await chairDevice.send(meetingGoToItem, { ...on, itemId: itemId('2026-11', size.item) })).toMatchObject({ ok: true })
      ;[chair, desk, member] = await Promise.all([enter(browser, server.url, 'chutich', size.chair), enter(browser, server.url, 'thuky1', size.desk), enter(browser, server.url, 'gd.snv', size.member)])
      await member.page.addInitScript(() => {
        const w = window as unknown as { buzzed: unknown[] }
        w.buzzed = []
        navigator.vibrate = pattern => w.buzzed.push(pattern) > 0
      })
      await Promise.all([chair.page.goto(`${meeting}/dieu-hanh`), desk.page.goto(`${meeting}/thu-ky`), member.page.goto(`${meeting}/du-hop`)])
      if (size.isPhone) await chair.page.getByRole('tab', { name: t.chair.part.queue }).click()
      queue = chair.page.getByRole('region', { name: t.queue.title })
      // live before the first act: what the page shows is served, what it does needs its script
      for (const p of people()) await expect(p.page.getByText('Trực tuyến').first()).toBeVisible()
    })
    test.afterAll(async () => {
      const errors = people().flatMap(p => p.errors)
      await Promise.all(people().map(p => p.context.close()))
      expect(errors).toEqual([])
    })

    const lists = (page: Page) => page.getByText(/^Danh sách phát biểu, chất vấn \(\d+\)$/)
    const showLists = async (page: Page, tab: string) => {
      const panel = page.getByRole('tab', { name: new RegExp(`^${tab}`) })
      if (!(await panel.isVisible())) await lists(page).click()
      await panel.click()
    }
    const title = () => server.database.query<{ title: string }>(`SELECT title FROM "AgendaItem" WHERE id = $1`, [itemId('2026-11', size.item)]).then(rows => rows[0]?.title ?? '')
    /** The agenda with the item in hand marked, and the item itself, before the chair lets anybody speak or ask. */
    const seeAgenda = async () => {
      const { page } = chair
      const name = await title()
      const part = (key: 'agenda' | 'item' | 'queue') => (size.isPhone ? page.getByRole('tab', { name: t.chair.part[key] }).click() : undefined)
      await part('agenda')
      await expect(page.getByRole('complementary', { name: t.agenda }).getByRole('listitem').filter({ hasText: name })).toContainText(t.itemStatus.presenting)
      await part('item')
      await expect(page.getByRole('heading', { name })).toBeVisible()
      await part('queue')
    }
    const pick = async (tab: string, which: string) => {
      await queue.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
      await queue.getByRole('button', { name: new RegExp(`^${which} \\(`) }).click()
    }

    test('thành viên đăng ký, hủy đăng ký phát biểu; xem danh sách và nội dung đăng ký', async () => {
      const { page } = member
      const register = async (subject: string) => {
        await page.getByRole('button', { name: t.member.speak }).click()
        await page.getByLabel(t.member.speakSubject).fill(subject)
        await page.getByRole('button', { name: t.member.speakConfirm }).click()
        await expect(page.getByText(s.member.placeOf.speech(1))).toBeVisible()
      }
      await register('Đăng ký nhầm')
      await page.getByRole('button', { name: s.member.withdrawOf.speech }).click()
      await expect(page.getByText(s.member.placeOf.speech(1))).toBeHidden()
      await register('Kinh phí và nhân lực')
      await showLists(page, s.kind.speech)
      await page.getByRole('button', { name: s.view(MEMBER) }).click()
      await expect(page.getByRole('dialog').getByText('Kinh phí và nhân lực')).toBeVisible()
      await page.getByRole('dialog').getByRole('button', { name: 'Đóng', exact: true }).last().click()
      await expect(queue.getByText('Kinh phí và nhân lực')).toBeVisible()
    })

    test('chủ trì duyệt danh sách phát biểu: chưa gọi, gọi, đã gọi; máy người được mời rung và hiện lời mời', async () => {
      await pick(s.kind.speech, s.list.notCalled)
      await queue.getByRole('button', { name: t.queue.callOne(MEMBER) }).click()
      await expect(member.page.getByRole('alert').filter({ hasText: s.member.called.speech })).toBeVisible()
      expect((await buzzes(member.page)).at(-1)).toEqual([300, 150, 300])
      // a slip of the finger is taken back where it was made
      await chair.page.getByRole('button', { name: s.act.undo }).click()
      await expect(member.page.getByText(s.member.placeOf.speech(1))).toBeVisible()
      await queue.getByRole('button', { name: t.queue.callOne(MEMBER) }).click()
      await queue.getByRole('button', { name: t.queue.startOne(MEMBER) }).click()
      await expect(member.page.getByText(s.member.speaking.speech)).toBeVisible()
      await queue.getByRole('button', { name: s.act.pauseClockOne(MEMBER) }).click()
      await expect(member.page.getByText(s.clock.paused)).toBeVisible()
      await queue.getByRole('button', { name: s.act.resumeClockOne(MEMBER) }).click()
      await queue.getByRole('button', { name: s.act.extendOne(2, MEMBER) }).click()
      await expect(member.page.getByRole('timer').filter({ hasText: /Còn 0?6:/ })).toBeVisible()
      await queue.getByRole('button', { name: t.queue.stopOne(MEMBER) }).click()
      await pick(s.kind.speech, s.list.called)
      await expect(queue.getByRole('listitem').filter({ hasText: MEMBER })).toContainText(s.state.done)
      await pick(s.kind.speech, s.list.notCalled)
      await expect(queue.getByText(s.list.none.speech)).toBeVisible()
    })

    test('chủ trì điều hành phát biểu: xem nội dung chương trình, dừng nhận đăng ký, bắt đầu lại, chỉ định, kết thúc', async () => {
      const { page } = member
      await seeAgenda()
      await queue.getByRole('tab', { name: new RegExp(`^${s.kind.speech}`) }).click()
      await queue.getByRole('button', { name: s.door.speech.stop }).click()
      await expect(page.getByText(s.door.member.stopped(s.door.what.speech))).toBeVisible()
      await expect(page.getByRole('button', { name: t.member.speak })).toBeHidden()
      await queue.getByRole('button', { name: s.door.speech.open }).click()
      await expect(page.getByRole('button', { name: t.member.speak })).toBeVisible()
      if (size.isPhone) {
        // anybody present, found without marks
        await queue.getByRole('button', { name: s.designate.open }).click()
        await chair.page.getByLabel(s.designate.find).fill('so tai chinh')
        await chair.page.getByRole('dialog').getByRole('button', { name: s.designate.name(OTHER) }).click()
      } else {
        // one press from the list of those who have not spoken
        await queue.getByText(/^Chưa phát biểu \(\d+\)$/).click()
        await queue.getByRole('button', { name: s.designate.name(OTHER) }).click()
      }
      await expect(queue.getByRole('button', { name: t.queue.startOne(OTHER) })).toBeVisible()
      await queue.getByRole('button', { name: t.queue.startOne(OTHER) }).click()
      await expect(queue.getByRole('button', { name: t.queue.stopOne(OTHER) })).toBeVisible()
      await queue.getByRole('button', { name: s.door.speech.end }).click()
      await chair.page.getByRole('dialog').getByRole('button', { name: s.door.speech.end }).click()
      await expect(page.getByText(s.door.member.ended(s.door.what.speech))).toBeVisible()
      await expect(queue.getByRole('button', { name: t.queue.stopOne(OTHER) })).toBeHidden()
    })

    test('thành viên đăng ký, hủy đăng ký chất vấn khi chủ trì cho phép; xem danh sách và nội dung chất vấn', async () => {
      const { page } = member
      await expect(page.getByRole('button', { name: s.member.ask, exact: true })).toBeHidden()
      await queue.getByRole('tab', { name: new RegExp(`^${s.kind.question}`) }).click()
      await queue.getByRole('button', { name: s.door.question.open }).click()
      const ask = async () => {
        await page.getByRole('button', { name: s.member.ask, exact: true }).click()
        const form = page.getByRole('dialog')
        await form.getByRole('button', { name: s.member.send.question }).click()
        await expect(form.getByText(/Chất vấn cần nêu người hoặc đơn vị/)).toBeVisible()
        // ten thousand characters: said at the field, nothing lost
        await form.getByLabel(s.member.question).fill('x'.repeat(10_000))
        await expect(form.getByText(s.member.tooLong('10.000', '2.000'))).toBeVisible()
        await form.getByRole('button', { name: s.member.send.question }).click()
        await expect(form.getByLabel(s.member.question)).toHaveValue('x'.repeat(10_000))
        await form.getByLabel(s.member.question).fill('Bao giờ \u202ephân bổ\u202c xong kinh phí? 🙂')
        await form.getByLabel(s.member.target).selectOption({ label: OTHER })
        await form.getByRole('button', { name: s.member.send.question }).click()
        await expect(page.getByText(s.member.placeOf.question(1))).toBeVisible()
      }
      await ask()
      await page.getByRole('button', { name: s.member.withdrawOf.question }).click()
      await expect(page.getByText(s.member.placeOf.question(1))).toBeHidden()
      await ask()
      await showLists(page, s.kind.question)
      await page.getByRole('button', { name: s.view(MEMBER) }).click()
      await expect(page.getByRole('dialog').getByText('Bao giờ phân bổ xong kinh phí? 🙂')).toBeVisible()
      await expect(page.getByRole('dialog').getByText(s.to(OTHER))).toBeVisible()
      await page.getByRole('dialog').getByRole('button', { name: 'Đóng', exact: true }).last().click()
    })

    test('chủ trì duyệt danh sách chất vấn: chưa gọi, gọi, mời trả lời, đã gọi', async () => {
      await pick(s.kind.question, s.list.notCalled)
      await queue.getByRole('button', { name: s.list.more(MEMBER) }).click()
      await expect(chair.page.getByRole('dialog').getByText('Bao giờ phân bổ xong kinh phí? 🙂')).toBeVisible()
      await chair.page.getByRole('dialog').getByRole('button', { name: 'Đóng', exact: true }).last().click()
      await queue.getByRole('button', { name: t.queue.callOne(MEMBER) }).click()
      await expect(member.page.getByRole('alert').filter({ hasText: s.member.called.question })).toBeVisible()
      await queue.getByRole('button', { name: t.queue.startOne(MEMBER) }).click()
      await queue.getByRole('button', { name: t.queue.stopOne(MEMBER) }).click()
      await pick(s.kind.question, s.list.called)
      await queue.getByRole('button', { name: s.list.answerOne(MEMBER) }).click()
      await queue.getByRole('button', { name: t.queue.startOne(OTHER) }).click()
      await expect(queue.getByText(s.answerTo(MEMBER))).toBeVisible()
      await queue.getByRole('button', { name: t.queue.stopOne(OTHER) }).click()
    })

    test('chủ trì điều hành chất vấn: xem nội dung chương trình, dừng nhận chất vấn, bắt đầu lại, kết thúc', async () => {
      await seeAgenda()
      await queue.getByRole('tab', { name: new RegExp(`^${s.kind.question}`) }).click()
      await queue.getByRole('button', { name: s.door.question.stop }).click()
      await expect(member.page.getByText(s.door.member.stopped(s.door.what.question))).toBeVisible()
      await queue.getByRole('button', { name: s.door.question.open }).click()
      await expect(member.page.getByRole('button', { name: s.member.ask, exact: true })).toBeVisible()
      await queue.getByRole('button', { name: s.door.question.end }).click()
      await chair.page.getByRole('dialog').getByRole('button', { name: s.door.question.end }).click()
      await expect(member.page.getByText(s.door.member.ended(s.door.what.question))).toBeVisible()
    })

    test('điểm trật tự ngắt lời; sắp lại thứ tự và hoàn tác; bác bỏ nêu lý do', async () => {
      await queue.getByRole('tab', { name: new RegExp(`^${s.kind.speech}`) }).click()
      await queue.getByRole('button', { name: s.door.speech.open }).click()
      await pick(s.kind.speech, s.list.notCalled)
      const talking = newId()
      expect(await otherDevice.send(speakingRequest, { ...on, requestId: talking, subject: 'Đang nói' })).toMatchObject({ ok: true })
      expect(await chairDevice.send(speakingStart, { ...on, requestId: talking })).toMatchObject({ ok: true })
      await member.page.getByRole('button', { name: s.member.order }).click()
      await member.page.getByLabel(s.member.orderWhat).fill('Chưa phát tài liệu')
      await member.page.getByRole('button', { name: s.member.send.order }).click()
      await queue.getByRole('button', { name: s.list.orderStartOne(MEMBER) }).click()
      await expect(queue.getByText(s.clock.paused)).toBeVisible()
      await queue.getByRole('button', { name: t.queue.stopOne(MEMBER) }).click()
      await queue.getByRole('button', { name: s.act.resumeClockOne(OTHER) }).click()
      await queue.getByRole('button', { name: t.queue.stopOne(OTHER) }).click()
      await expect(queue.getByRole('button', { name: t.queue.stopOne(OTHER) })).toBeHidden()

      expect(await otherDevice.send(speakingRequest, { ...on, requestId: newId(), subject: 'Trước' })).toMatchObject({ ok: true })
      await member.page.getByRole('button', { name: t.member.speak }).click()
      await member.page.getByLabel(t.member.speakSubject).fill('Sau')
      await member.page.getByRole('button', { name: t.member.speakConfirm }).click()
      const order = queue.getByRole('list', { name: s.list.notCalled }).getByRole('listitem')
      await expect(order).toHaveText([new RegExp(OTHER), new RegExp(MEMBER)])
      await queue.getByRole('button', { name: s.list.more(MEMBER) }).click()
      await chair.page.getByRole('dialog').getByRole('button', { name: s.act.first }).click()
      await expect(order).toHaveText([new RegExp(MEMBER), new RegExp(OTHER)])
      await chair.page.getByRole('dialog').getByRole('button', { name: 'Đóng', exact: true }).last().click()
      // next in line: buzzed and told in words
      await expect(member.page.getByText(s.member.next)).toBeVisible()
      expect((await buzzes(member.page)).at(-1)).toEqual([200])
      await chair.page.getByRole('button', { name: s.act.undo }).click()
      await expect(order).toHaveText([new RegExp(OTHER), new RegExp(MEMBER)])
      await queue.getByRole('button', { name: s.list.more(MEMBER) }).click()
      await chair.page.getByRole('dialog').getByRole('button', { name: s.act.decline }).click()
      await chair.page.getByLabel(t.queue.declineReason).fill('Hết thời gian')
      await chair.page.getByRole('dialog').getByRole('button', { name: t.queue.decline, exact: true }).click()
      await expect(member.page.getByText(t.member.declined('Hết thời gian'))).toBeVisible()
    })

    test('thư ký: sổ phát biểu, ghi chú, sửa giờ giữ giờ cũ, thời gian theo người và đơn vị', async () => {
      const { page } = desk
      await page.getByRole('tab', { name: s.log.tab, exact: true }).click()
      const note = page.getByRole('textbox', { name: new RegExp(`^Ghi chú về lượt của ${MEMBER}`) }).first()
      await note.fill('Đề nghị bổ sung 12 biên chế')
      await note.blur()
      await expect(page.getByText(/^Đã lưu \d\d:\d\d:\d\d$/).first()).toBeVisible()
      await page.getByRole('button', { name: new RegExp(`^Sửa giờ lượt của ${OTHER}`) }).first().click()
      const form = page.getByRole('dialog')
      await form.getByRole('button', { name: s.log.save }).click()
      await expect(form.getByText('Cần nêu lý do; lý do được ghi vào phiên họp.')).toBeVisible()
      await form.getByLabel(s.log.end).fill('23:59:59')
      await form.getByLabel(s.log.reason).fill('Bấm kết thúc muộn')
      await form.getByRole('button', { name: s.log.save }).click()
      await expect(form.getByText(/^Giờ chưa đúng/)).toBeVisible()
      const [last] = await server.database.query<{ end: Date }>(`SELECT max("endedAt") AS end FROM "SpeakingRequest" WHERE "meetingId" = $1 AND status = 'done'`, [novemberId])
      await form.getByLabel(s.log.end).fill(new Date((last?.end.getTime() ?? 0) + 7 * 3600_000).toISOString().slice(11, 19))
      await form.getByRole('button', { name: s.log.save }).click()
      await expect(page.getByText(/^Giờ cũ .+ lý do: Bấm kết thúc muộn/).first()).toBeVisible()
      await page.getByRole('tab', { name: s.log.units }).click()
      await expect(page.getByRole('row', { name: /Sở Nội vụ/ })).toBeVisible()
      await page.getByRole('tab', { name: s.log.people }).click()
      await expect(page.getByRole('row', { name: new RegExp(OTHER) })).toBeVisible()
    })

    for (const theme of ['light', 'dark'] as const)
      test(`không có lỗi tiếp cận nghiêm trọng (${theme})`, async () => {
        const found: string[] = []
        for (const p of size.isPhone ? [member] : [chair, desk]) {
          await wear(p.page, theme)
          found.push(...(await faultsOf(p.page, { isSevereOnly: true })))
        }
        expect(found).toEqual([])
      })
  })
}

test('trao đổi: chủ trì bật, tin chung, tin riêng cho thư ký, mất mạng thì “Chưa gửi”, thu hồi, số chưa đọc', async ({ browser }) => {
  test.setTimeout(90_000)
  const [chair, desk, member] = await Promise.all([enter(browser, server.url, 'chutich', TABLET), enter(browser, server.url, 'thuky1', DESKTOP), enter(browser, server.url, 'gd.snv', PHONE)])
  await Promise.all([chair.page.goto(`${meeting}/dieu-hanh`), desk.page.goto(`${meeting}/thu-ky`), member.page.goto(`${meeting}/du-hop`)])
  for (const p of [chair, desk, member]) await expect(p.page.getByText('Trực tuyến').first()).toBeVisible()
  const talk = (p: Person) => p.page.getByRole('dialog', { name: d.title })
  const write = async (where: Locator, text: string) => {
    await where.getByRole('textbox', { name: d.compose, exact: true }).fill(text)
    await where.getByRole('button', { name: d.send }).click()
  }

  await test.step('chưa bật thì nói rõ; chủ trì bật, máy thành viên mở ngay', async () => {
    await member.page.getByRole('button', { name: d.open(0) }).click()
    await talk(member).getByRole('tab', { name: d.room }).click()
    await expect(talk(member).getByText(d.roomOff)).toBeVisible()
    await chair.page.getByRole('button', { name: d.open(0) }).click()
    await chair.page.getByRole('checkbox', { name: d.setup.isRoomOn }).click()
    await expect(talk(member).getByText(d.roomOff)).toBeHidden()
    await chair.page.keyboard.press('Escape')
  })
  await test.step('tin chung: lưu rồi mới hiện đã gửi; chủ trì thấy số chưa đọc', async () => {
    await write(talk(member), 'Đề nghị xem trang 12')
    await expect(talk(member).getByText(/^Đã gửi \d\d:\d\d$/)).toBeVisible()
    await expect(chair.page.getByRole('button', { name: d.open(1) })).toBeVisible()
  })
  await test.step('mất mạng: tin ở máy này, “Chưa gửi”; đóng trang mở lại vẫn còn; có mạng thì tự gửi một lần', async () => {
    await member.context.setOffline(true)
    // a panel opened without a line says so and leaves the page alone; back on the line it fills by itself
    await talk(member).getByRole('tab', { name: d.line }).click()
    await expect(talk(member).getByText(d.loadFailed)).toBeVisible()
    await talk(member).getByRole('tab', { name: d.room }).click()
    await write(talk(member), 'Tin lúc mất mạng')
    await expect(talk(member).getByText(d.pending)).toBeVisible()
    await member.page.close()
    await member.context.setOffline(false)
    member.page = await member.context.newPage()
    member.page.on('pageerror', error => member.errors.push(error.message))
    await member.page.goto(`${meeting}/du-hop`)
    await expect.poll(() => server.database.query(`SELECT count(*)::int AS n FROM "ChatMessage" WHERE text = 'Tin lúc mất mạng'`), { timeout: 20_000 }).toEqual([{ n: 1 }])
    await member.page.getByRole('button', { name: d.open(0) }).click()
    await expect(talk(member).getByText('Tin lúc mất mạng')).toHaveCount(1)
    await expect(talk(member).getByText(d.pending)).toBeHidden()
  })
  await test.step('thu hồi: mọi máy thấy tin đã thu hồi', async () => {
    await chair.page.getByRole('button', { name: d.open(2) }).click()
    await expect(talk(chair).getByText('Tin lúc mất mạng')).toBeVisible()
    await talk(member).getByRole('button', { name: d.withdrawOne('Tin lúc mất mạng') }).click()
    for (const p of [chair, member]) await expect(talk(p).getByText(d.withdrawn)).toBeVisible()
    await chair.page.keyboard.press('Escape')
    await expect(chair.page.getByRole('button', { name: d.open(0) })).toBeVisible()
  })
  await test.step('tin riêng: thư ký thấy số chưa đọc, trả lời từ bàn; chủ trì không thấy ở tin chung', async () => {
    await talk(member).getByRole('tab', { name: d.line }).click()
    await write(talk(member), 'Xin ra ngoài năm phút')
    const tab = desk.page.getByRole('tab', { name: new RegExp(`^${d.title}`) })
    await expect(tab).toContainText(/[1-9]/)
    await tab.click()
    await desk.page.getByRole('tab', { name: new RegExp(`^${d.lines}`) }).click()
    await desk.page.getByRole('button', { name: new RegExp(MEMBER) }).click()
    await expect(desk.page.getByText('Xin ra ngoài năm phút')).toBeVisible()
    await write(desk.page.getByRole('region', { name: d.line, exact: true }), 'Mời đồng chí')
    await expect(talk(member).getByText('Mời đồng chí')).toBeVisible()
  })
  await test.step('tắt trong lúc gõ: chữ còn nguyên, nói rõ vì sao', async () => {
    await talk(member).getByRole('tab', { name: d.room }).click()
    await talk(member).getByRole('textbox', { name: d.compose, exact: true }).fill('Đang gõ dở')
    expect(await chairDevice.send(chatSetup, { ...on, isRoomOn: false, isLineOn: true, isInRecord: false })).toMatchObject({ ok: true })
    await expect(talk(member).getByText(d.roomOff)).toBeVisible()
    await expect(talk(member).getByRole('textbox', { name: d.compose, exact: true })).toHaveValue('Đang gõ dở')
  })
  for (const p of [desk, member]) expect(await faultsInBothThemes(p.page, 'trao đổi', { isSevereOnly: true })).toEqual([])
  expect([chair, desk, member].flatMap(p => p.errors)).toEqual([])
  for (const p of [chair, desk, member]) await p.context.close()
})
