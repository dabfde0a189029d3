import type { Answer } from '#app/contracts/define.ts'

/** What the sign-in pages may do. Cookies to set come back with the answer; the route only passes them on. */
export type AuthDoor = {
  signIn: (username: string, password: string) => Promise<SignInAnswer>
  /** second step, after the password was right */
  secondFactor: (code: string) => Promise<SignInAnswer>
  signOut: () => Promise<{ cookies: string[] }>
  /** one-time link of the first administrator */
  setupLinkIsValid: (token: string) => Promise<boolean>
  setupAdmin: (token: string, username: string, password: string) => Promise<Answer<{ cookies: string[] }>>
}
export type SignInAnswer =
  | { ok: true; next: 'home' | 'second_factor'; cookies: string[] }
  | { ok: false; code: string; params?: Record<string, string | number> }
