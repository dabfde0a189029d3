import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData, useRouteError, isRouteErrorResponse } from '@remix-run/react'
import { useEffect } from 'react'
import { ErrorPage } from '#app/components/error-page.tsx'
import { NotificationBell } from '#app/components/notification-bell.tsx'
import { AppShell } from '#app/components/shell.tsx'
import { useKeptPage } from '#app/live/kept-page.ts'
import { openOutbox } from '#app/live/outbox.ts'
import { setOwner } from '#app/live/papers/owner.ts'
import { hintServerNow } from '#app/live/socket.ts'

/** The signed-in frame. Consoles, the member's device and the hall screen stand outside it: they take the whole screen. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { actor } = context
  const url = new URL(request.url)
  if (!actor) throw redirect(`/dang-nhap?ve=${encodeURIComponent(url.pathname + url.search)}`)
  if ((actor.mustChangePassword || actor.mustSetUpSecondFactor) && url.pathname !== '/tai-khoan') throw redirect('/tai-khoan')
  const bell = await context.query('notification.list', {})
  return {
    user: { id: actor.userId, name: actor.displayName, unitName: actor.unitName },
    roles: [...new Set<string>(actor.positions.map(p => p.role))],
    // What a device keeps for a line that goes away has nothing of sessions and cards in it.
    bell: isToKeep(request) ? { ...bell, view: { ...bell.view, items: bell.view.items.filter(n => !aboutSessions.has(n.kind)) } } : bell,
    now: context.now,
  }
}

/** Asked by the worker that keeps pages on the device (public/thong-bao.js). */
const isToKeep = (request: Request): boolean => request.headers.has('X-Tan-Trao-Giu')
const aboutSessions: ReadonlySet<string> = new Set(['meeting', 'opinion_card'])

export default function SignedIn() {
  const { user, roles, now, bell } = useLoaderData<typeof loader>()
  useEffect(() => hintServerNow(now), [now])
  useEffect(() => openOutbox(user.id), [user.id])
  useEffect(() => setOwner(user.id), [user.id])
  useKeptPage()
  return (
    <AppShell roles={roles} user={user} bell={<NotificationBell data={bell} />}>
      <Outlet />
    </AppShell>
  )
}

/** An error of one page leaves the frame standing only when the frame itself could be loaded; here it could not. */
export function ErrorBoundary() {
  const error = useRouteError()
  const answer = isRouteErrorResponse(error) ? (error.data as { code?: string; params?: Record<string, string | number> } | undefined) : undefined
  return <ErrorPage status={isRouteErrorResponse(error) ? error.status : 500} code={answer?.code} params={answer?.params} />
}
