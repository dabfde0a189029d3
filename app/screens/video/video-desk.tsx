import { Suspense, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { Skeleton } from '#app/components/empty.tsx'
import { Video } from '#app/components/icon.tsx'
import { lazyPart } from '#app/live/patience.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { videoText } from '#app/text/video.ts'

const VideoSetup = lazyPart(() => import('./video-setup.tsx'))

/** Họp trực tuyến at the desk: how this session meets on line, and the way in. The form loads when it is opened. */
export function VideoDesk({ view }: { view: Session }) {
  const [isOpen, setOpen] = useState(false)
  const isOn = (view.video?.kind ?? 'none') !== 'none'
  return (
    <>
      <Button icon={<Video className={isOn ? 'text-act' : undefined} aria-hidden />} onClick={() => setOpen(true)}>
        {videoText.title}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={videoText.setup.title} isWide>
        {isOpen && (
          <Suspense fallback={<Skeleton lines={5} />}>
            <VideoSetup view={view} />
          </Suspense>
        )}
      </Dialog>
    </>
  )
}
