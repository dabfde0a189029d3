import { useCallback, useEffect, useRef, useState } from 'react'
import { Button, ButtonLink, buttonClass } from '#app/components/button.tsx'
import { FormError } from '#app/components/field.tsx'
import { ArrowLeft, ExternalLink, Info, RefreshCw, Video } from '#app/components/icon.tsx'
import type { Answer } from '#app/contracts/define.ts'
import { newId } from '#app/live/new-id.ts'
import { TopBar } from '#app/screens/session/top-bar.tsx'
import { errorText } from '#app/text/errors.ts'
import { videoText } from '#app/text/video.ts'

const t = videoText.room
type Way = { kind: 'link' | 'frame'; href: string; until: number }

/** Asks the server to come in, under a new id each time: the right is asked anew, a pass is never handed out twice. */
async function ask(meetingId: string): Promise<Answer<Way>> {
  try {
    const response = await fetch(`/phien-hop/${meetingId}/truc-tuyen/vao`, { method: 'POST', body: new URLSearchParams({ lenh: newId() }) })
    return (await response.json()) as Answer<Way>
  } catch {
    return { ok: false, code: 'NO_ANSWER' }
  }
}

/**
 * The video room in a window of its own: the session's page beside it needs nothing from here. A frame of the province's own
 * server, or the way to somebody else's page.
 */
export function VideoRoom({ meetingId, title, back }: { meetingId: string; title: string; back: string }) {
  const [answer, setAnswer] = useState<Answer<Way> | null>(null)
  const enter = useCallback(() => {
    setAnswer(null)
    void ask(meetingId).then(setAnswer)
  }, [meetingId])
  const isAsked = useRef(false)
  useEffect(() => {
    if (isAsked.current) return
    isAsked.current = true
    enter()
  }, [enter])
  const way = answer?.ok ? answer.data : null
  const home = `/phien-hop/${meetingId}/${back}`
  return (
    <div className="flex h-dvh flex-col bg-bg">
      <TopBar to={home} title={videoText.title} lead={title}>
        {way?.kind === 'frame' && (
          <>
            <Button className="min-h-11 max-md:px-2.5" icon={<RefreshCw aria-hidden />} title={t.again} onClick={enter}>
              <span className="max-md:sr-only">{t.again}</span>
            </Button>
            <a className={buttonClass('outline', 'md', 'min-h-11 max-md:px-2.5')} title={t.alone} href={way.href} target="_blank" rel="noopener noreferrer">
              <ExternalLink aria-hidden />
              <span className="max-md:sr-only">{t.alone}</span>
            </a>
          </>
        )}
        <ButtonLink to={home} reloadDocument className="min-h-11" icon={<ArrowLeft aria-hidden />}>
          {t.back}
        </ButtonLink>
      </TopBar>
      <main className="flex min-h-0 flex-1 flex-col">
        {way?.kind === 'frame' ? (
          <iframe title={t.frame} src={way.href} className="min-h-0 w-full flex-1 border-0 bg-surface-2" allow="camera; microphone; display-capture; autoplay; fullscreen" referrerPolicy="origin" />
        ) : (
          <section role="status" className="mx-auto my-auto flex w-full max-w-xl flex-col gap-4 p-5">
            {way ? (
              <>
                <h2 className="text-xl font-semibold">{t.linkTitle}</h2>
                <p className="text-md break-words text-text-2">{t.linkLead(new URL(way.href).host)}</p>
                <a className={buttonClass('primary', 'xl')} href={way.href} target="_blank" rel="noopener noreferrer">
                  <ExternalLink aria-hidden />
                  {t.linkOpen}
                </a>
              </>
            ) : answer && !answer.ok ? (
              <>
                <h2 className="text-xl font-semibold">{t.failed}</h2>
                <FormError>{answer.code === 'NO_ANSWER' ? t.lost : errorText(answer.code, answer.params)}</FormError>
                <Button variant="primary" size="xl" icon={<RefreshCw aria-hidden />} onClick={enter}>
                  {t.retry}
                </Button>
              </>
            ) : (
              <p className="flex items-center gap-3 text-xl font-semibold">
                <Video className="text-act" aria-hidden />
                {t.entering}
              </p>
            )}
            <p className="flex items-start gap-2.5 rounded-xl bg-surface-2 px-4 py-3 text-md text-text-2">
              <Info className="mt-1 shrink-0" aria-hidden />
              <span>{videoText.beside}</span>
            </p>
          </section>
        )}
      </main>
    </div>
  )
}
