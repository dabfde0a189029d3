import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Skeleton } from '#app/components/empty.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { CircleCheck, RefreshCw } from '#app/components/icon.tsx'
import { useRead } from '#app/live/use-read.ts'
import { useAct } from '#app/live/use-command.ts'
import { VIDEO_LINK_MAX, videoSet } from '#app/contracts/video.ts'
import type { VideoKind } from '#app/domain/meeting/video.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { videoText } from '#app/text/video.ts'
import { VideoWay } from './video-button.tsx'

const t = videoText.setup
type Setting = { kind: VideoKind; link: string | null; kinds: VideoKind[] }

/** How this session meets on line: chosen at the desk, shown only when the server has answered. */
export default function VideoSetup({ view }: { view: Session }) {
  const meetingId = view.meeting.id
  const { data: setting, isFailed, again } = useRead<Setting>(`/phien-hop/${meetingId}/dat-truc-tuyen`)
  const [picked, pick] = useState<VideoKind | null>(null)
  const [typed, type] = useState<string | null>(null)
  const [said, say] = useState<string | null>(null)
  const act = useAct(videoSet, { isOnlyNow: true })
  const isOver = view.meeting.status === 'ended' || view.meeting.status === 'cancelled'
  if (!setting)
    return isFailed ? (
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {t.loadFailed}
        <Button icon={<RefreshCw aria-hidden />} onClick={again}>
          {videoText.room.retry}
        </Button>
      </p>
    ) : (
      <Skeleton lines={4} />
    )
  const stored = view.video?.kind ?? setting.kind
  const kind = picked ?? stored
  const link = typed ?? setting.link ?? ''
  const wrong = act.refusal?.fields?.link
  const save = async (isNewRoom: boolean) => {
    say(null)
    const answer = await act.run({ meetingId, kind, ...(kind === 'link' ? { link } : {}), ...(isNewRoom ? { isNewRoom } : {}) })
    if (answer?.ok) say(isNewRoom ? t.newRoomDone : t.saved)
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={e => {
        e.preventDefault()
        void save(false)
      }}
    >
      <fieldset disabled={isOver} className="flex flex-col gap-1">
        <legend className="mb-1 text-sm font-semibold">{t.choose}</legend>
        {setting.kinds.map(one => (
          <label key={one} className="flex min-h-11 cursor-pointer items-start gap-3 rounded-lg border border-line px-3 py-2.5 has-checked:border-act has-checked:bg-act-soft">
            <input type="radio" name="kind" className="mt-0.5 size-5 accent-act" checked={kind === one} onChange={() => (pick(one), act.clear(), say(null))} aria-labelledby={`video-${one}-name`} aria-describedby={`video-${one}`} />
            <span>
              <span id={`video-${one}-name`} className="block font-semibold">
                {videoText.kind[one]}
              </span>
              <span id={`video-${one}`} className="block text-sm text-text-2">
                {videoText.kindHint[one]}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {kind === 'link' && (
        <TextInput
          label={t.link}
          hint={t.linkHint}
          inputMode="url"
          placeholder="https://"
          value={link}
          disabled={isOver}
          error={link.length > VIDEO_LINK_MAX ? t.linkTooLong(VIDEO_LINK_MAX) : wrong ? errorText(act.refusal?.code ?? 'BAD_INPUT') : undefined}
          onChange={e => (type(e.target.value), say(null))}
        />
      )}
      <p className="text-sm text-text-2">{videoText.who}</p>
      <p className="text-sm text-text-2">{videoText.beside}</p>
      {isOver && <p role="status">{t.over}</p>}
      {act.refusal && !wrong && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" size="lg" isSending={act.isSending} disabled={isOver}>
          {t.save}
        </Button>
        {(stored === 'jitsi' || stored === 'livekit') && kind === stored && (
          <Button size="lg" icon={<RefreshCw aria-hidden />} disabled={isOver || act.isSending} onClick={() => void save(true)}>
            {t.newRoom}
          </Button>
        )}
        <VideoWay meetingId={meetingId} isOpen={!isOver && stored !== 'none'} isWordShown />
        <span role="status" className="flex items-center gap-1.5 font-semibold text-ok">
          {said && (
            <>
              <CircleCheck aria-hidden />
              {said}
            </>
          )}
        </span>
      </div>
    </form>
  )
}
