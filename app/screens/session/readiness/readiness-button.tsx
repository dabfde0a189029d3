import { Suspense, useState } from 'react'
import { Dialog } from '#app/components/dialog.tsx'
import { Skeleton } from '#app/components/empty.tsx'
import { ChevronDown, UserCheck } from '#app/components/icon.tsx'
import { Button } from '#app/components/button.tsx'
import { lazyPart } from '#app/live/patience.ts'
import type { Presence } from '#app/live/reducers/people.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { readinessText as t } from '#app/text/readiness.ts'
import { voterRows } from './derive.ts'

const ReadinessList = lazyPart(() => import('./readiness-list.tsx'))

/** How many are ready to vote, live; opens the list with the reason beside each name. */
export function ReadinessButton({ view, presence }: { view: Session; presence: Presence | null }) {
  const [isOpen, setOpen] = useState(false)
  const rows = voterRows(view, presence, null)
  return (
    <>
      <Button variant="plain" aria-haspopup="dialog" className="mt-2 -ml-3.5" icon={<UserCheck aria-hidden />} iconAfter={<ChevronDown aria-hidden />} onClick={() => setOpen(true)}>
        {t.open(rows.filter(r => r.isReady).length, rows.length)}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t.title} isWide>
        <Suspense fallback={<Skeleton lines={6} />}>
          <ReadinessList view={view} presence={presence} />
        </Suspense>
      </Dialog>
    </>
  )
}
