import { Video } from '#app/components/icon.tsx'
import { buttonClass } from '#app/components/button.tsx'
import { videoText } from '#app/text/video.ts'

/** The way to the video room, in a window of its own. Loaded only where a session has one. */
export default function VideoLink({ meetingId, isWordShown = false }: { meetingId: string; isWordShown?: boolean }) {
  return (
    <a className={buttonClass('outline', 'md', 'min-h-11 max-md:px-2.5')} href={`/phien-hop/${meetingId}/truc-tuyen`} target="_blank" rel="noopener" aria-label={isWordShown ? videoText.enterNew : videoText.open} title={videoText.open}>
      <Video aria-hidden />
      <span className={isWordShown ? undefined : 'max-md:sr-only'}>{isWordShown ? videoText.setup.enter : videoText.title}</span>
    </a>
  )
}
