import { LinkTabs } from '#app/components/link-tabs.tsx'
import { sourceText as s } from '#app/text/sources.ts'

/** The ways work comes in, one beside the other: document or note, plan, duty. */
export function Ways({ current }: { current: 'document' | 'plan' | 'duty' }) {
  const items = [
    { key: 'document', to: '/nhiem-vu/giao', label: s.wayDocument },
    { key: 'plan', to: '/nhiem-vu/ke-hoach', label: s.wayPlan },
    { key: 'duty', to: '/nhiem-vu/dinh-ky', label: s.wayDuty },
  ] as const
  return <LinkTabs label={s.ways} items={items.map(i => ({ ...i, isCurrent: i.key === current }))} />
}
