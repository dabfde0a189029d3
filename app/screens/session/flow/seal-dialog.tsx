import { ConfirmDialog } from '#app/components/dialog.tsx'
import { meetingSealRecord } from '#app/contracts/flow.ts'
import type { Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { flowText } from '#app/text/flow.ts'

const t = flowText.seal

/** Khóa hồ sơ: cannot be taken back, so the safe answer has the focus. */
export function SealDialog({ view, acts, onClose }: { view: Session; acts: Acts; onClose: () => void }) {
  return (
    <ConfirmDialog
      isOpen
      title={t.title}
      confirmLabel={t.confirm}
      isSending={acts.isBusy(meetingSealRecord.name)}
      error={acts.error}
      onClose={onClose}
      onConfirm={() => void acts.run(meetingSealRecord, { meetingId: view.meeting.id }).then(answer => answer?.ok && onClose())}
    >
      <p>{t.body}</p>
    </ConfirmDialog>
  )
}
