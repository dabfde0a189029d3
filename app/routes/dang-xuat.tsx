import { redirect, type ActionFunctionArgs } from '@remix-run/node'

export const loader = () => redirect('/')

/** Ends this session everywhere it is open. The mark of a known device stays, so that strangers cannot lock its owner out. */
export async function action({ context }: ActionFunctionArgs) {
  const { cookies } = await context.auth.signOut()
  const headers = new Headers({ 'Clear-Site-Data': '"cache"' })
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  throw redirect('/dang-nhap', { headers })
}
