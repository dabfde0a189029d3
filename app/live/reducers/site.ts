import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { siteChanged, type SiteView } from '#app/contracts/site.ts'

export type Site = z.output<typeof SiteView>
export type SitesState = { sites: readonly Site[] }

/** The rooms after one event of `sites:{id}`; one that was closed goes. In the order of their names. */
export function reduceSites(view: SitesState, e: StreamEvent): SitesState {
  if (e.name !== siteChanged.name) return view
  const { siteId, site } = e.payload as PayloadOf<typeof siteChanged>
  const others = view.sites.filter(s => s.id !== siteId)
  return { sites: site ? [...others, site].sort((a, b) => a.name.localeCompare(b.name, 'vi') || (a.id < b.id ? -1 : 1)) : others }
}
