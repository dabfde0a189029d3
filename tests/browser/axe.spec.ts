import { expect, test } from '@playwright/test'
import { novemberId } from '#prisma/seed/meetings.ts'
import { planTaskId } from '#prisma/seed/plan-603.ts'
import { faultsInBothThemes } from '#tests/support/axe.ts'
import { DESKTOP, enter, HALL, PHONE, TABLET } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = await startServer({ seeded: true })
})
test.afterAll(() => server.close())

const meeting = `/phien-hop/${novemberId}`
const anyTask = `/nhiem-vu/${planTaskId('V.2.1.1')}`
const journeys: { who: string | null; size: { width: number; height: number }; paths: string[] }[] = [
  { who: null, size: PHONE, paths: ['/dang-nhap'] },
  { who: null, size: HALL, paths: ['/man-hinh'] },
  { who: 'chutich', size: TABLET, paths: ['/dieu-hanh', `${meeting}/dieu-hanh`, '/phien-hop'] },
  { who: 'thuky1', size: DESKTOP, paths: [meeting, `${meeting}/thu-ky`, `${meeting}/chuong-trinh`, '/viec-cho-toi', '/tai-khoan'] },
  { who: 'gd.snv', size: PHONE, paths: [`${meeting}/du-hop`, '/viec-cho-toi', '/nhiem-vu', anyTask] },
  { who: 'theodoi', size: DESKTOP, paths: ['/nhiem-vu', anyTask, '/nhiem-vu/giao', '/dieu-hanh/hang-cho'] },
  { who: 'quantri', size: DESKTOP, paths: ['/quan-tri', '/quan-tri/bao-mat', '/quan-tri/bo-quy-tac'] },
]

test('không màn hình nào có lỗi tiếp cận nghiêm trọng, sáng và tối', async ({ browser }) => {
  test.setTimeout(240_000)
  const found: string[] = []
  for (const j of journeys) {
    const person = await enter(browser, server.url, j.who, j.size)
    for (const path of j.paths) {
      await person.page.goto(path)
      await expect(person.page.getByRole('heading', { level: 1 }).first()).toBeAttached()
      found.push(...(await faultsInBothThemes(person.page, `${j.who ?? 'khách'} ${path}`, { isSevereOnly: true })))
    }
    found.push(...person.errors)
    await person.context.close()
  }
  expect(found).toEqual([])
})
