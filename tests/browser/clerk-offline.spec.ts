import { expect, type Page, test } from '@playwright/test'
import { errorText } from '#app/text/errors.ts'
import { formatBytes } from '#app/text/format.ts'
import { MAX_PHOTO_BYTES } from '#app/domain/task/photo.ts'
import { workText as w } from '#app/text/my-work.ts'
import { shellText } from '#app/text/shell.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, PHONE } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const named = (page: Page, start: string) => page.getByRole('button', { name: start }).first()
const inSheet = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true })
/** What of anybody's work lies on the device: pages, files, words. */
const onDevice = (page: Page) =>
  page.evaluate(async () => {
    const caches_ = (await caches.keys()).filter(name => name.includes('.trang.'))
    const pages = (await Promise.all(caches_.map(async name => (await (await caches.open(name)).keys()).map(r => new URL(r.url).pathname)))).flat()
    const files = await new Promise<number>(resolve => {
      const opening = indexedDB.open('tantrao.waiting-files', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('files', { keyPath: 'id' })
      opening.onsuccess = () => {
        const db = opening.result
        const counting = db.transaction('files').objectStore('files').count()
        counting.onsuccess = () => {
          resolve(counting.result)
          db.close()
        }
      }
    })
    return { pages, files, words: JSON.stringify(Object.entries(localStorage).filter(([key]) => key.startsWith('tantrao.'))) }
  })

test('công chức xã mất mạng mười phút: nhận việc, báo cáo kèm ảnh, trả lời, nộp; tải lại trang giữa chừng; có mạng thì mỗi việc ghi một lần, việc đến muộn giữ nguyên chữ', async ({ browser }) => {
  const [late, fresh] = await server.database.query<{ id: string; title: string }>(`SELECT t.id, t.title FROM "Task" t JOIN "OrgUnit" u ON u.id = t."leadUnitId" WHERE u.name = 'UBND xã Tân Trào' ORDER BY t."deadlineOn"`)
  if (!late || !fresh) throw new Error('the demo data has two tasks of the commune')
  await server.database.query(`UPDATE "Task" SET state = 'assigned', progress = 0 WHERE id = $1`, [fresh.id])
  const [since] = await server.database.query<{ now: Date }>('SELECT now()')
  const { page, context, errors } = await enter(browser, server.url, 'cc.tan-trao', PHONE)
  const head = await enter(browser, server.url, 'ct.tan-trao', DESKTOP)
  await page.clock.install()
  await page.goto('/viec-cho-toi')
  await expect.poll(async () => (await onDevice(page)).pages.toSorted(), { timeout: 15_000 }).toEqual([`/nhiem-vu/${fresh.id}`, `/nhiem-vu/${late.id}`, '/viec-cho-toi'].toSorted())

  await context.setOffline(true)
  await expect(page.getByRole('alert')).toContainText(shellText.line.stillWorks)
  await test.step('một chạm tiếp nhận; báo cáo bằng ngón cái, ảnh 30 MB không đọc được thì nói rõ, ảnh khác ở lại máy', async () => {
    await named(page, `${t.accept}: ${fresh.title}`).click()
    await expect(page.getByText(w.here.accept)).toBeVisible()
    await named(page, `${t.report}: ${late.title}`).click()
    await page.getByRole('dialog').getByText(w.percent(60), { exact: true }).click()
    await page.getByText(w.obstacle.means, { exact: true }).click()
    await page.getByLabel(w.file, { exact: true }).evaluate(field => {
      const chosen = new DataTransfer()
      chosen.items.add(new File([new Uint8Array(30 * 1024 * 1024)], 'anh.jpg', { type: 'image/jpeg' }))
      ;(field as HTMLInputElement).files = chosen.files
      field.dispatchEvent(new Event('change', { bubbles: true }))
    })
    await expect(page.getByRole('dialog')).toContainText(errorText('FILE_PHOTO_TOO_LARGE', { limit: formatBytes(MAX_PHOTO_BYTES) }))
    await page.getByLabel(w.photo, { exact: true }).setInputFiles({ name: 'tru-so.png', mimeType: 'image/png', buffer: PICTURE })
    await expect(page.getByRole('img', { name: 'tru-so.png' })).toBeVisible()
    expect(await faultsInBothThemes(page, 'báo cáo không có mạng')).toEqual([])
    await inSheet(page, w.keep).click()
    await expect(page.getByText(w.here.report(60))).toBeVisible()
  })

  await page.clock.fastForward('10:00')
  await test.step('tải lại khi vẫn không có mạng: trang còn, việc đã làm còn, làm tiếp được; nhiệm vụ mở được', async () => {
    await page.reload()
    await expect(page.getByRole('alert')).toContainText(/Không có mạng, số liệu lúc/)
    for (const line of [w.here.accept, w.here.report(60)]) await expect(page.getByText(line)).toBeVisible()
    await named(page, w.more(fresh.title)).click()
    await inSheet(page, t.submit).click()
    await page.getByLabel(t.productLabel).fill('12/BC-UBND')
    await inSheet(page, w.keep).click()
    await expect(page.getByText(w.here.submit)).toBeVisible()
    await named(page, `${w.answer}: ${late.title}`).click()
    await page.getByLabel(w.answerWords).fill('Chậm do thiếu thiết bị')
    await inSheet(page, w.keep).click()
    await expect(page.getByText(w.here.answer)).toBeVisible()
    await page.getByRole('link', { name: fresh.title }).first().click()
    await expect(page.getByRole('heading', { name: fresh.title })).toBeVisible()
    await page.goBack()
    await expect(page.getByText(w.here.submit)).toBeVisible()
  })
  // Meanwhile the head of the commune answers the same demand from the office.
  await head.page.goto('/viec-cho-toi')
  await named(head.page, `${w.answer}: ${late.title}`).click()
  await head.page.getByLabel(w.answerWords).fill('Sẽ xong trong tuần')
  await inSheet(head.page, w.answer).click()
  await expect(head.page.getByRole('dialog')).toBeHidden()

  await context.setOffline(false)
  await test.step('có mạng: đúng thứ tự, mỗi việc một lần, ảnh đi cùng; việc đến muộn nói lý do và còn nguyên chữ', async () => {
    await expect(page.getByText(w.lateTitle(1))).toBeVisible({ timeout: 20_000 })
    await expect(page.getByText('Chậm do thiếu thiết bị')).toBeVisible()
    await expect(page.getByText(errorText('TASK_DEMAND_ANSWERED'))).toBeVisible()
    await expect(page.getByText(w.here.report(60))).toBeHidden()
    await expect(page.getByText(w.here.submit)).toBeHidden()
    const receipts = await server.database.query<{ name: string }>(`SELECT r.name FROM "CommandReceipt" r JOIN "User" u ON u.id = r."actorId" WHERE u.username = 'cc.tan-trao' AND r.name IN ('task.accept', 'task.report', 'task.submit') AND r.at > $1 ORDER BY r.at`, [since?.now])
    // Acts on one task keep their order; the photo of the other holds nothing back.
    expect(receipts.map(r => r.name).filter(name => name !== 'task.report')).toEqual(['task.accept', 'task.submit'])
    expect(receipts).toHaveLength(3)
    const now = await server.database.query(`SELECT t.id, t.state, t.progress, (SELECT count(*)::int FROM "TaskFile" f JOIN "StoredFile" s ON s.id = f."fileId" WHERE f."taskId" = t.id AND s.name LIKE 'tru-so%') AS photos FROM "Task" t WHERE t.id = ANY($1)`, [[late.id, fresh.id]])
    expect(now).toContainEqual({ id: late.id, state: 'in_progress', progress: 60, photos: 1 })
    expect(now).toContainEqual({ id: fresh.id, state: 'waiting_confirmation', progress: 100, photos: 0 })
    expect(await faultsInBothThemes(page, 'việc chưa được ghi')).toEqual([])
  })
  await test.step('đăng xuất: hỏi trước khi bỏ việc chưa ghi; máy không giữ lại gì cho người sau', async () => {
    await page.locator('summary').filter({ visible: true }).click()
    await named(page, shellText.user.signOut).click()
    await inSheet(page, shellText.signOut.anyway).click()
    await expect(page).toHaveURL(/dang-nhap/)
    const left = await onDevice(page)
    expect(left.pages).toEqual([])
    expect(left.files).toBe(0)
    expect(left.words).not.toContain('Chậm do')
  })
  expect([...errors, ...head.errors]).toEqual([])
  await Promise.all([context.close(), head.context.close()])
})

/** The smallest picture there is. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
