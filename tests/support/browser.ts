// Hands for journeys: a signed-in page per role, and a fast way through the front door.
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import { DEMO_PASSWORD } from '#prisma/seed/people.ts'

/** Messages a browser prints when a line is cut on purpose; everything else on the error console fails the journey. */
const EXPECTED = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket connection|ERR_NETWORK|ERR_EMPTY_RESPONSE|ERR_SOCKET/

export type Person = { page: Page; context: BrowserContext; errors: string[] }

/** A browser of one's own; `username` null = no account (the hall screen). */
export async function enter(browser: Browser, baseURL: string, username: string | null, size: { width: number; height: number }): Promise<Person> {
  const context = await browser.newContext({ baseURL, viewport: size, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) errors.push(`${username ?? 'hall'}: ${message.text()}`)
  })
  page.on('pageerror', error => errors.push(`${username ?? 'hall'}: ${error.message}`))
  if (username) {
    // The form itself is played by the journeys of the front door; two hundred others need only what it answers.
    const answer = await context.request.post('/dang-nhap', {
      headers: { origin: baseURL },
      form: { username, password: DEMO_PASSWORD, ve: '/' },
      maxRedirects: 0,
    })
    expect(answer.status(), `${username} signs in`).toBe(302)
    await page.goto('/')
    await expect(page).not.toHaveURL(/dang-nhap/)
  }
  return { page, context, errors }
}

export const TABLET = { width: 1180, height: 820 }
export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1440, height: 900 }
export const HALL = { width: 1920, height: 1080 }

/** Colours that fade have faded: a contrast measured half way is nobody's. */
export const atRest = (page: Page): Promise<unknown> =>
  page.evaluate(() => Promise.all(document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finished.catch(() => undefined))))

/** Changes the theme, which is only a mark on the root. */
export async function wear(page: Page, theme: string): Promise<void> {
  await page.evaluate(name => void (document.documentElement.dataset.theme = name), theme)
  await atRest(page)
}
