import { redirect, type LoaderFunctionArgs } from '@remix-run/node'

/** Everybody opens on what their role works with first. */
export function loader({ context }: LoaderFunctionArgs) {
  const { actor } = context
  if (!actor) throw redirect('/dang-nhap')
  const has = (...roles: string[]) => actor.positions.some(p => roles.includes(p.role))
  if (has('chairman', 'vice_chairman')) throw redirect('/dieu-hanh')
  if (has('office_leader', 'office_monitor', 'secretary', 'committee_member', 'unit_head', 'unit_clerk')) throw redirect('/viec-cho-toi')
  if (has('admin')) throw redirect('/quan-tri')
  throw redirect('/phien-hop')
}
