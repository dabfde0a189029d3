import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { novemberId } from '#prisma/seed/meetings.ts'
import { recountText as r } from '#app/text/recount.ts'
import { secretText as s } from '#app/text/secret.ts'
import { sessionText as t } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, type Person, PHONE, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

test('bỏ phiếu kín: cảnh báo nhóm nhỏ, phiếu niêm phong trên máy, biên nhận, kết quả, phiếu đã được tính, kiểm đếm lại – máy tính và điện thoại', async ({ browser }) => {
  test.setTimeout(120_000)
  const meeting = `/phien-hop/${novemberId}`
  const chair = await enter(browser, server.url, 'chutich', TABLET)
  const phone = await enter(browser, server.url, 'gd.snv', PHONE)
  const desk = await enter(browser, server.url, 'gd.syt', DESKTOP)
  const secretary = await enter(browser, server.url, 'thuky1', DESKTOP)
  const people: Person[] = [chair, phone, desk, secretary]
  const sent: string[] = []
  phone.page.on('websocket', ws => ws.on('framesent', f => void sent.push(String(f.payload))))

  for (const one of [chair, phone, desk]) {
    await one.page.goto(`${meeting}/du-hop`)
    await one.page.getByRole('button', { name: t.member.checkIn }).click()
    await expect(one.page.getByText(/^Đã điểm danh lúc/)).toBeVisible()
  }
  await chair.page.goto(`${meeting}/dieu-hanh`)
  await secretary.page.goto(`${meeting}/thu-ky`)
  await chair.page.getByRole('button', { name: t.chair.step.open }).click()
  await chair.page.getByRole('button', { name: t.chair.openConfirm }).click()
  await chair.page.getByRole('button', { name: t.chair.step.goTo(1), exact: true }).click()
  await expect(chair.page.getByText(t.item(1, 6)).first()).toBeVisible()

  await test.step('mở: chọn hình thức kín, thấy trước điều dễ lộ', async () => {
    await chair.page.getByRole('button', { name: t.chair.step.openVote }).first().click()
    const dialog = chair.page.getByRole('dialog')
    await dialog.getByRole('radio', { name: new RegExp(s.secret) }).check()
    await expect(dialog.getByText(s.warning.VOTE_SECRET_GROUP_SMALL({ presentVoters: 3, smallGroup: 5 }))).toBeVisible()
    expect(await faultsInBothThemes(chair.page, 'hộp mở biểu quyết')).toEqual([])
    await dialog.getByRole('button', { name: s.confirm }).click()
    await expect(chair.page.getByText(s.turnout(0, 3)).first()).toBeVisible()
  })

  await test.step('bỏ phiếu: máy chỉ gửi phiếu niêm phong, sau đó không còn hiện lựa chọn', async () => {
    const pad = phone.page.getByRole('region', { name: shellText.vote.pad })
    await expect(pad.getByText(s.sealedHint)).toBeVisible()
    expect(await faultsInBothThemes(phone.page, 'phiếu kín trên điện thoại')).toEqual([])
    await pad.getByRole('button', { name: shellText.vote.against, exact: true }).click()
    await expect(pad.getByText(s.recorded)).toBeVisible()
    await expect(pad.getByRole('button', { name: shellText.vote.against, exact: true })).toHaveCount(0)
    const casts = sent.filter(f => f.includes('vote.cast'))
    expect(casts.length).toBeGreaterThan(0)
    for (const f of casts) expect(f).not.toMatch(/"choice"|against|abstain|"for"/)
    expect(await phone.page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/against|abstain/)
    await expect(chair.page.getByText(s.turnout(1, 3)).first()).toBeVisible()
    await expect(chair.page.getByText(s.hidden).first()).toBeVisible()
  })

  await test.step('đổi phiếu được đến khi kết thúc; chỉ số người đã bỏ chạy trên mọi màn hình', async () => {
    const pad = desk.page.getByRole('region', { name: shellText.vote.pad })
    await pad.getByRole('button', { name: shellText.vote.abstain, exact: true }).click()
    await expect(pad.getByText(s.recorded)).toBeVisible()
    const first = await pad.getByText(/^Mã biên nhận/).textContent()
    await pad.getByRole('button', { name: s.again }).click()
    await pad.getByRole('button', { name: shellText.vote.for, exact: true }).click()
    await expect(pad.getByText(first ?? '')).toHaveCount(0)
    await expect(pad.getByText(/^Mã biên nhận/)).toBeVisible()
    const own = chair.page.getByRole('region', { name: shellText.vote.pad })
    await own.getByRole('button', { name: shellText.vote.for, exact: true }).click()
    await expect(own.getByText(s.recorded)).toBeVisible()
    await expect(secretary.page.getByText(s.turnout(3, 3)).first()).toBeVisible()
    expect(await faultsInBothThemes(chair.page, 'bàn điều hành khi bỏ phiếu kín')).toEqual([])
  })

  await test.step('kết thúc: kết quả hiện cùng lúc, mỗi máy tự tìm thấy biên nhận của mình trong danh sách', async () => {
    await chair.page.getByRole('button', { name: t.chair.step.closeVote }).first().click()
    await chair.page.getByRole('dialog').getByRole('button', { name: s.close.confirm }).click()
    for (const one of [chair, phone, desk, secretary]) await expect(one.page.getByText(/^2\/27 tổng số thành viên tán thành/).first()).toBeVisible()
    for (const one of [phone, desk]) {
      await expect(one.page.getByText(/^Phiếu của đồng chí \(mã .{9}\) có trong danh sách 3 phiếu đã được tính/)).toBeVisible()
      await one.page.getByText(s.receipt.list(3)).click()
    }
    expect(await faultsInBothThemes(phone.page, 'kết quả kín trên điện thoại')).toEqual([])
    // After a reload the device still knows its receipt, and no choice.
    await phone.page.reload()
    await expect(phone.page.getByText(/có trong danh sách 3 phiếu đã được tính/)).toBeVisible()
    await secretary.page.goto(`${meeting}/ho-so`)
    await expect(secretary.page.getByText('Bỏ phiếu kín', { exact: true })).toBeVisible()
    await expect(secretary.page.getByText(/^Tán thành 2, không tán thành 1, không biểu quyết 0/)).toBeVisible()
  })

  await test.step('kiểm đếm lại: tệp tải về cho ra đúng kết quả; tệp bị sửa một phiếu thì không bằng nhau, nói rõ số nào', async () => {
    const { page } = secretary
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: r.open, exact: true }).click()
    const table = page.getByRole('region', { name: r.table })
    await expect(table.getByText(r.equal, { exact: true })).toHaveCount(10)
    await expect(page.getByText(`${r.equalHint} ${r.sameAsRecord}`)).toBeVisible()
    await page.getByRole('link', { name: r.csv }).click()
    const file = readFileSync((await (await download).path()) ?? '', 'utf8')
    await page.getByLabel(r.choose, { exact: true }).setInputFiles({ name: 'sua.csv', mimeType: 'text/csv', buffer: Buffer.from(file.replace(/(\r\n3),không tán thành/, '$1,tán thành')) })
    await expect(page.getByRole('alert')).toHaveText(`${r.unequalHint} ${r.otherThanRecord(1)}`)
    await expect(table.getByRole('row', { name: r.check.for }).getByText(r.unequal)).toBeVisible()
    expect(await faultsInBothThemes(page, 'kiểm đếm lại')).toEqual([])
    await phone.page.goto(page.url())
    await expect(phone.page.getByText(`${r.equalHint} ${r.sameAsRecord}`)).toBeVisible()
    expect(await faultsInBothThemes(phone.page, 'kiểm đếm lại trên điện thoại')).toEqual([])
  })
  for (const one of people) expect(one.errors).toEqual([])
  for (const one of people) await one.context.close()
})
