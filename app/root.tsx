import { isRouteErrorResponse, Links, Meta, Outlet, Scripts, ScrollRestoration, useLoaderData, useNavigation, useRouteError, useRouteLoaderData } from '@remix-run/react'
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { type ReactNode, Suspense, useContext } from 'react'
import { ErrorPage } from './components/error-page.tsx'
import { NonceContext } from './components/nonce.ts'
import { RehearsalBanner } from './screens/rehearsal/rehearsal-banner.tsx'
import stylesheet from './styles/app.css?url'
import { rootText } from './text/root.ts'
import { lazyPart } from './live/patience.ts'

/** Comes after the page itself: it speaks only when rights change. */
const AccessNotice = lazyPart(() => import('./components/access-notice.tsx'))

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: stylesheet },
  { rel: 'icon', href: '/mark.svg', type: 'image/svg+xml' },
]
export const meta: MetaFunction = () => [{ title: rootText.title }]

export async function loader({ request, context }: LoaderFunctionArgs) {
  const theme = /(?:^|;\s*)theme=(light|dark)/.exec(request.headers.get('Cookie') ?? '')?.[1] ?? null
  return { theme, isPublic: context.actor === null, who: context.actor?.userId }
}

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root')
  const nonce = useContext(NonceContext)
  return (
    <html lang="vi" data-who={data?.who} data-theme={data?.theme ?? undefined} data-public={data?.isPublic ? 'true' : undefined} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

/** A page that does not come at once says that it is on its way; one that does shows nothing. */
function Opening() {
  const isBusy = useNavigation().state === 'loading'
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-0 z-50">
      {isBusy && (
        <div className="appear-late">
          <div className="opening h-1 bg-act" />
          <span className="sr-only">{rootText.opening}</span>
        </div>
      )}
    </div>
  )
}

export default function Root() {
  const { isPublic } = useLoaderData<typeof loader>()
  return (
    <>
      <Opening />
      <RehearsalBanner />
      <Outlet />
      {!isPublic && (
        <Suspense>
          <AccessNotice />
        </Suspense>
      )}
    </>
  )
}

/** An error page a clerk understands: what failed, whether work is safe, what to do. */
export function ErrorBoundary() {
  const error = useRouteError()
  if (isRouteErrorResponse(error)) {
    const data = error.data as { code?: string; params?: Record<string, string | number> } | undefined
    return <ErrorPage status={error.status} code={data?.code} params={data?.params} />
  }
  return <ErrorPage status={500} />
}
