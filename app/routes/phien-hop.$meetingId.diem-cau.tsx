import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { SiteScreen } from '#app/screens/site/site-screen.tsx'
import { siteText } from '#app/text/site.ts'

export const meta: MetaFunction = () => [{ title: `${siteText.title} – Tân Trào` }]

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  const [session, sites] = await Promise.all([context.query('session.view', { meetingId }), context.query('site.list', { meetingId })])
  // The clerk's own room; the desk opens any by its address.
  const wanted = new URL(request.url).searchParams.get('diem-cau')
  const site = sites.sites.find(s => s.id === wanted) ?? sites.sites.find(s => sites.ownIds.includes(s.id))
  if (!site) throw redirect(`/phien-hop/${meetingId}`)
  return { view: session.view, seq: session.seq, now: context.now, userId: context.actor?.userId ?? '', siteId: site.id, sites: { sites: sites.sites, seq: sites.seq } }
}

export default function SiteRoute() {
  const data = useLoaderData<typeof loader>()
  return <SiteScreen key={data.siteId} {...data} />
}
