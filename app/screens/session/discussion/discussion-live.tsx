import { Suspense, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { CountBadge } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { Skeleton } from '#app/components/empty.tsx'
import { MessageSquare } from '#app/components/icon.tsx'
import { lazyPart } from '#app/live/patience.ts'
import { discussionText as t } from '#app/text/discussion.ts'
import type { DiscussionProps } from './discussion-button.tsx'
import { useDiscussion } from './use-discussion.ts'

const DiscussionPanel = lazyPart(() => import('./discussion-panel.tsx'))

/** Trao đổi: the button with what is unread; the panel and its messages are loaded when it is opened first. */
export default function DiscussionLive({ view, userId, head, now, canSetup = false }: DiscussionProps) {
  const discussion = useDiscussion(view.meeting.id, userId, head)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button className="relative min-h-11 min-w-11 max-md:px-2.5" icon={<MessageSquare aria-hidden />} aria-label={t.open(discussion.unread)} onClick={() => setOpen(true)}>
        <span className="max-md:sr-only">{t.title}</span>
        {discussion.unread > 0 && <CountBadge count={discussion.unread} isStrong />}
      </Button>
      <span role="status" className="sr-only">
        {discussion.unread > 0 && !isOpen ? t.unread(discussion.unread) : ''}
      </span>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={head.room ? t.title : t.line} isWide>
        <Suspense fallback={<Skeleton lines={5} />}>
          <DiscussionPanel discussion={discussion} view={view} now={now} canSetup={canSetup} />
        </Suspense>
      </Dialog>
    </>
  )
}
