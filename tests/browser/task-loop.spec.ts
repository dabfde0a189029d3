import { expect, type Page, test } from '@playwright/test'
import { errorText } from '#app/text/errors.ts'
import { MAX_PHOTO_BYTES } from '#app/domain/task/photo.ts'
import { fileText } from '#app/text/files.ts'
import { alertText } from '#app/text/alerts.ts'
import { civilToday, formatBytes, formatDate } from '#app/text/format.ts'
import { sourceText as s } from '#app/text/sources.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { directionText } from '#app/text/direction.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, PHONE, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true })
const pickUnit = async (page: Page, label: string, typed: string, name: string) => {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).fill(typed)
  await page.getByRole('option', { name }).first().click()
}

test('một văn bản đi hết đường: ba nhiệm vụ, việc con hai bậc, phối hợp chậm, cảnh báo sớm, gia hạn, sản phẩm, xác nhận; bảng điều hành theo suốt', async ({ browser }) => {
  test.setTimeout(150_000)
  const people = await Promise.all([
    enter(browser, server.url, 'theodoi', DESKTOP),
    enter(browser, server.url, 'cv.snv', TABLET),
    enter(browser, server.url, 'ct.tan-trao', PHONE),
    enter(browser, server.url, 'cc.tan-trao', PHONE),
    enter(browser, server.url, 'cv.stp', DESKTOP),
    enter(browser, server.url, 'chutich', TABLET),
  ])
  const [o, lead, head, clerk, partner, chairman] = people.map(p => p.page) as [Page, Page, Page, Page, Page, Page]
  // The Chairman's board is opened once and only looked at from here on.
  await Promise.all([o.goto('/nhiem-vu/giao'), chairman.goto('/dieu-hanh')])
  const feed = chairman.locator('section', { has: chairman.getByRole('heading', { name: directionText.stream, exact: true }) })
  const told = (act: keyof typeof t.did, title: string) => expect(feed.getByRole('listitem').filter({ hasText: t.did[act] }).filter({ hasText: title }).first()).toBeVisible()

  const TITLE = 'Giao Sở Nội vụ rà soát, tổng hợp số liệu biên chế cấp xã'
  await test.step('một văn bản, ba nhiệm vụ; bảng điều hành thấy từng việc', async () => {
    await o.getByLabel(s.number).fill('2345/UBND-NC')
    await o.getByLabel(s.issuedOn).fill(formatDate(civilToday(Date.now())))
    await o.getByLabel(s.extract).fill('V/v rà soát biên chế sau sắp xếp')
    await button(o, s.toTasks).click()
    for (const [i, [quote, unit, due]] of ([[TITLE, 'snv', '10 ngày làm việc'], ['Sở Tài chính báo cáo dự toán bổ sung', 'so tai chinh', '5 ngày làm việc'], ['UBND xã Tân Trào niêm yết danh sách', 'tan trao', '7 ngày làm việc']] as const).entries()) {
      const form = o.getByRole('form', { name: s.taskTitle(i + 1) })
      await form.getByLabel(s.quote).fill(`${quote}.`)
      await form.getByRole('combobox', { name: t.fieldLead }).fill(unit)
      await o.getByRole('option').first().click()
      await form.getByRole('textbox', { name: t.fieldDeadline, exact: true }).fill(due)
      await o.keyboard.press('Control+Enter')
      await expect(o.getByRole('complementary', { name: s.given }).getByRole('listitem')).toHaveCount(i + 1)
      await told('assign', quote)
    }
  })
  const [task] = await server.database.query<{ id: string; code: string; day: string }>(`SELECT id, code, "deadlineOn"::text AS day FROM "Task" WHERE title LIKE $1`, [`${TITLE}%`])
  const at = `/nhiem-vu/${task?.id}`
  await Promise.all([o.goto(at), lead.goto(at)])
  await button(lead, t.accept).click()
  await told('accept', TITLE)

  await test.step('Văn phòng thêm đơn vị phối hợp, có phần việc và ngày riêng; màn hình đơn vị chủ trì tự đổi', async () => {
    await button(o, x.addPart).click()
    await pickUnit(o, x.unit, 'so tu phap', 'Sở Tư pháp')
    await o.getByLabel(x.partLabel, { exact: true }).fill('Rà soát văn bản liên quan')
    await inDialog(o, x.addPart).click()
    await expect(lead.getByText('Rà soát văn bản liên quan').first()).toBeVisible()
  })
  await test.step('việc con: hạn sau hạn trên bị chặn tại ô, chữ còn nguyên; giao xã, xã giao tiếp cho người', async () => {
    await button(lead, x.addChild).first().click()
    await lead.getByLabel(x.childTitle).fill('Rà soát tại xã Tân Trào')
    await pickUnit(lead, x.childUnit, 'tan trao', 'UBND xã Tân Trào')
    await lead.getByRole('textbox', { name: t.fieldDeadline, exact: true }).fill('31/12/2027')
    await inDialog(lead, x.addChild).click()
    await expect(lead.getByText(errorText('TASK_CHILD_AFTER_PARENT', { day: task?.day ?? '' }))).toBeVisible()
    expect(await faultsInBothThemes(lead, 'giao việc con')).toEqual([])
    await lead.getByRole('textbox', { name: t.fieldDeadline, exact: true }).fill('3 ngày làm việc')
    await inDialog(lead, x.addChild).click()
    await expect(o.getByRole('link', { name: 'Rà soát tại xã Tân Trào' })).toBeVisible()

    await head.goto('/viec-cho-toi')
    await head.getByRole('link', { name: 'Rà soát tại xã Tân Trào', exact: true }).first().click()
    await button(head, t.accept).click()
    await button(head, x.addChild).first().click()
    await head.getByLabel(x.childTitle).fill('Chụp ảnh niêm yết')
    await pickUnit(head, x.childUnit, 'tan trao', 'UBND xã Tân Trào')
    await head.getByLabel(x.childPerson).selectOption({ label: 'Công chức UBND xã Tân Trào' })
    await head.getByRole('textbox', { name: t.fieldDeadline, exact: true }).fill('2 ngày làm việc')
    await inDialog(head, x.addChild).click()
    for (const page of [o, lead, head]) await expect(page.getByText('Chụp ảnh niêm yết').first()).toBeVisible()
  })
  await test.step('người ở xã thấy câu giao việc của tỉnh; không có sản phẩm thì không trình được, có thì trình', async () => {
    await clerk.goto('/viec-cho-toi')
    await clerk.getByRole('link', { name: 'Chụp ảnh niêm yết', exact: true }).first().click()
    await expect(clerk.getByRole('region', { name: x.path })).toContainText(task?.code ?? 'GV')
    await button(clerk, t.accept).click()
    await button(clerk, t.submit).click()
    await clerk.getByLabel(t.noteResult).fill('Đã niêm yết')
    await button(clerk, t.send).click()
    await expect(clerk.getByText(errorText('TASK_EVIDENCE_REQUIRED'))).toBeVisible()
    // a photo no device can make smaller is refused before its first byte, by page and server; a readable one is made smaller here
    const limit = errorText('FILE_PHOTO_TOO_LARGE', { limit: formatBytes(MAX_PHOTO_BYTES) })
    await clerk.getByRole('dialog').locator('input[type=file]').evaluate(choosePhoto, 'broken' as const)
    await expect(clerk.getByText(limit)).toBeVisible()
    const named = (word: string) => Buffer.from(word).toString('base64')
    const refused = await clerk.request.post('/tai-len', { headers: { Origin: server.url, 'Tus-Resumable': '1.0.0', 'Upload-Length': String(30 * 1024 * 1024), 'Upload-Metadata': `filename ${named('anh.jpg')},purpose ${named('task')}` } })
    expect([refused.status(), ((await refused.json()) as { message: string }).message]).toEqual([413, limit])
    await clerk.getByRole('dialog').locator('input[type=file]').evaluate(choosePhoto, 'noise' as const)
    await expect(clerk.getByText(fileText.done)).toBeVisible()
    await button(clerk, t.send).click()
    await expect(clerk.getByText(t.state.waiting_confirmation).first()).toBeVisible()
    // the commune's own clock is the head's; over an open sub-task nothing is handed in
    await head.getByRole('link', { name: 'Chụp ảnh niêm yết' }).click()
    await button(head, t.confirm).click()
    await expect(clerk.getByText(t.state.done, { exact: true }).first()).toBeVisible()
  })
  await test.step('phối hợp im lặng, phần việc quá ngày: cảnh báo sớm nói vì sao; đôn đốc có giờ hẹn, đơn vị trả lời, mọi màn hình cùng thấy', async () => {
    // Twelve days go by.
    await server.database.query(`UPDATE "Task" SET "assignedAt" = "assignedAt" - interval '12 days' WHERE id = $1`, [task?.id])
    await server.database.query(`UPDATE "TaskCoordinator" c SET "askedAt" = now() - interval '12 days', "dueOn" = current_date - 2 FROM "OrgUnit" u WHERE c."unitId" = u.id AND u.name = 'Sở Tư pháp' AND c."taskId" = $1`, [task?.id])
    await o.reload()
    await expect(o.getByText(/^Chưa có tin: Sở Tư pháp \(quá ngày/)).toBeVisible()
    await expect(o.getByRole('region', { name: alertText.early.title })).toContainText('Sở Tư pháp (phối hợp) im lặng')
    expect(await faultsInBothThemes(o, 'cảnh báo sớm')).toEqual([])
    await button(o, x.partOf(x.demandKind.urge, 'Sở Tư pháp')).click()
    await o.getByLabel(t.noteUrge).fill('Đề nghị gửi kết quả rà soát')
    await o.getByLabel(x.dueDay).fill(formatDate(task?.day ?? ''))
    await inDialog(o, t.urge).click()
    await partner.goto('/viec-cho-toi')
    await expect(partner.getByRole('heading', { name: t.homeGroup.part })).toBeVisible()
    await partner.goto(at)
    await button(partner, x.answer).click()
    await partner.getByLabel(x.answerNote).fill('Gửi trong ngày mai')
    await button(partner, t.send).click()
    for (const page of [o, lead, partner]) await expect(page.getByText('Gửi trong ngày mai').first()).toBeVisible()
    await button(partner, x.acceptPart).click()
    await expect(o.getByText(x.partState.accepted, { exact: true })).toBeVisible()
  })
  await test.step('nhắc bằng @: gõ không cướp chỗ, người được nhắc thấy ngay; đã xem theo từng đơn vị', async () => {
    const talk = lead.getByLabel(x.talkWrite)
    await talk.click()
    await talk.pressSequentially('Nhờ @tu phap')
    await lead.getByRole('option', { name: 'Sở Tư pháp' }).first().click()
    await expect(talk).toHaveValue('Nhờ @Sở Tư pháp ')
    // an act of somebody else arrives in the middle: the place and the caret stay
    await button(o, x.partOf(x.editPart, 'Sở Tư pháp')).click()
    await o.getByLabel(x.partLabel, { exact: true }).fill('Rà soát văn bản, gửi danh mục')
    await inDialog(o, x.setPart).click()
    await expect(lead.getByText('Rà soát văn bản, gửi danh mục').first()).toBeVisible()
    await expect(talk).toBeFocused()
    await talk.pressSequentially('xem giúp')
    await button(lead, x.talkSend).click()
    for (const page of [o, partner]) await expect(page.getByText('Nhờ @Sở Tư pháp xem giúp')).toBeVisible()
    await expect(o.getByRole('region', { name: x.seen })).toContainText(x.notSeenNone)
  })
  await test.step('chủ trì xin gia hạn: thiếu thì báo tại ô, chữ đã gõ còn nguyên; Văn phòng duyệt ngày khác, hạn giao đầu còn đó', async () => {
    await button(lead, t.requestExtension).click()
    await lead.getByLabel(t.reason).fill('Chờ phần việc của Sở Tư pháp')
    await button(lead, t.send).click()
    await expect(lead.getByText(t.newDeadlineMissing)).toBeVisible()
    await expect(lead.getByLabel(t.reason)).toHaveValue('Chờ phần việc của Sở Tư pháp')
    await lead.getByLabel(t.newDeadline).fill('15/01/2027')
    expect(await faultsInBothThemes(lead, 'xin gia hạn')).toEqual([])
    await button(lead, t.send).click()
    for (const page of [lead, o]) await expect(page.getByText(t.extensionWaits('15/01/2027'))).toBeVisible()
    await told('requestExtension', TITLE)
    await o.goto('/viec-cho-toi')
    await expect(o.getByText(t.homeGroup.extension).first()).toBeVisible()
    await o.getByRole('link', { name: new RegExp(`^${TITLE}`) }).first().click()
    await button(o, t.decideExtension).click()
    await expect(o.getByRole('dialog')).toContainText('Chờ phần việc của Sở Tư pháp')
    await o.getByLabel(t.newDeadline).fill('08/01/2027')
    expect(await faultsInBothThemes(o, 'quyết định gia hạn')).toEqual([])
    await button(o, t.grant).click()
    for (const page of [lead, o]) {
      await expect(page.getByText(t.deadlineTitle('Thứ Sáu, 08/01/2027'))).toBeVisible()
      await expect(page.getByText(t.originalDeadline(formatDate(task?.day ?? '')))).toBeVisible()
      await expect(page.getByText(/^Gia hạn từ .* đến 08\/01\/2027/)).toBeVisible()
    }
    await told('decideExtension', TITLE)
  })
  await test.step('tạm hoãn rồi tiếp tục', async () => {
    await button(o, t.pause).click()
    await o.getByLabel(t.reason).fill('Chờ hướng dẫn của Bộ')
    await inDialog(o, t.pause).click()
    for (const page of [lead, o]) await expect(page.getByText(t.state.paused).first()).toBeVisible()
    await button(o, t.resume).click()
    for (const page of [lead, o]) await expect(page.getByText(t.state.in_progress, { exact: true }).first()).toBeVisible()
  })
  await test.step('xã trình, chủ trì xác nhận; Văn phòng thấy cộng dồn', async () => {
    await head.goto('/viec-cho-toi')
    await head.getByRole('link', { name: 'Rà soát tại xã Tân Trào', exact: true }).first().click()
    await button(head, t.submit).click()
    await head.getByLabel(t.noteResult).fill('Xong cả xã')
    await head.getByLabel(t.productLabel).fill('16/BC-UBND')
    await button(head, t.send).click()
    await lead.getByRole('link', { name: 'Rà soát tại xã Tân Trào' }).click()
    await button(lead, t.confirm).click()
    await expect(o.getByText(x.rollUp(100))).toBeVisible()
    for (const [page, name] of [[o, 'trang nhiệm vụ'], [head, 'trang nhiệm vụ, điện thoại']] as const) {
      // What lies half under the bar that stays is no target where it lies.
      await page.evaluate(() => scrollTo(0, 0))
      expect(await faultsInBothThemes(page, name)).toEqual([])
    }
  })
  await test.step('chủ trì trình có sản phẩm, Văn phòng xác nhận: khép lại, bảng điều hành thấy ngay', async () => {
    await lead.goto(at)
    await button(lead, t.submit).click()
    await lead.getByLabel(t.noteResult).fill('Đã tổng hợp đủ các xã')
    await lead.getByLabel(t.productLabel).fill('88/BC-SNV')
    await button(lead, t.send).click()
    await told('submit', TITLE)
    await button(o, t.confirm).click()
    for (const page of [lead, o]) await expect(page.getByText(t.state.done, { exact: true }).first()).toBeVisible()
    await told('confirm', TITLE)
    await expect(o.getByText('88/BC-SNV').first()).toBeVisible()
    if (process.env.SHOTS) await shots(process.env.SHOTS, { o, lead, head, clerk, partner, chairman })
  })
  expect(people.flatMap(p => p.errors)).toEqual([])
  await Promise.all(people.map(p => p.context.close()))
})

/** In the page: a photo larger than what is taken in, put into the field as a finger would; 30 MB no device can open, or noise. */
async function choosePhoto(field: Element, kind: 'broken' | 'noise'): Promise<void> {
  const put = (file: File) => {
    const chosen = new DataTransfer()
    chosen.items.add(file)
    ;(field as HTMLInputElement).files = chosen.files
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
  if (kind === 'broken') return put(new File([new Uint8Array(30 * 1024 * 1024)], 'anh.jpg', { type: 'image/jpeg' }))
  const canvas = document.createElement('canvas')
  canvas.width = 3000
  canvas.height = 2400
  const pen = canvas.getContext('2d')
  const image = new ImageData(canvas.width, canvas.height)
  for (let i = 0; i < image.data.length; i += 65_536) crypto.getRandomValues(image.data.subarray(i, i + 65_536))
  for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255
  pen?.putImageData(image, 0, 0)
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
  if (!blob || blob.size <= 20 * 1024 * 1024) throw new Error('the photo is too small to prove anything')
  put(new File([blob], 'niem-yet.png', { type: 'image/png' }))
}

/** Pictures to look at, when asked for. */
async function shots(dir: string, pages: Record<string, Page>): Promise<void> {
  for (const [name, page] of Object.entries(pages))
    for (const theme of ['light', 'dark']) {
      await page.evaluate(to => void (document.documentElement.dataset.theme = to), theme)
      await page.screenshot({ path: `${dir}/${name}-${theme}.png`, fullPage: true })
    }
}
