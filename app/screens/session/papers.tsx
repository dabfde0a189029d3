import { Suspense, useEffect, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { Skeleton } from '#app/components/empty.tsx'
import { FormError } from '#app/components/field.tsx'
import { ChevronRight, CircleCheck, Download, FileText, Monitor, MonitorUp } from '#app/components/icon.tsx'
import { presentationStop } from '#app/contracts/meeting.ts'
import { WHOLE_PAGE } from '#app/domain/presentation/place.ts'
import { useOwner } from '#app/live/papers/owner.ts'
import { type CopyStatus, useCopyStatus } from '#app/live/papers/use-local-copies.ts'
import { lazyPart } from '#app/live/patience.ts'
import { formatBytes } from '#app/text/format.ts'
import { presentationText } from '#app/text/presentation.ts'
import { sessionText } from '#app/text/session.ts'
import { papersOf, type Session } from './derive.ts'
import { useOpenings } from './use-openings.ts'
import { type At, usePresenting } from './presenting/use-presenting.ts'
import { type Acts, useActs } from './use-session.ts'

const t = sessionText.papers
const p8n = presentationText
const Stage = lazyPart(() => import('./presenting/stage.tsx'))
const GrantDialog = lazyPart(() => import('./presenting/grant-dialog.tsx'))

/**
 * Papers of an item, read in place, and the page being presented. Every device follows it by itself; turning or enlarging
 * a page alone leaves it, one tap leads back. Whoever may present (`acts` = the chair's side; a participant while the chair
 * lets them) shows a paper to everybody, page by page.
 */
export function Papers({ view, itemId, acts, isTouch }: { view: Session; itemId: string | null; acts?: Acts; isTouch?: boolean }) {
  const userId = useOwner()
  const self = view.participants.find(p => p.userId === userId)
  const isGranted = self !== undefined && (view.presenterIds ?? []).includes(self.id)
  const own = useActs()
  const presenter = acts ?? (isGranted ? own : undefined)
  const { presenting } = view
  const { isMine, mine, error, show, rest } = usePresenting(view, userId)
  const [open, setOpen] = useState<At | null>(null)
  const [isFollowing, setFollowing] = useState(true)
  const [isGranting, setGranting] = useState(false)
  useOpenings(open?.paperId ?? null)
  const papers = papersOf(view, itemId)
  const meetingId = view.meeting.id
  const isRunning = view.meeting.status === 'running'
  const shown = presenting ? view.papers.find(p => p.id === presenting.paperId) : undefined
  const isPresenter = presenter !== undefined && (isMine || mine !== null)

  // The next presentation is followed again, whatever was done with this one.
  const isAnything = presenting !== null
  useEffect(() => {
    if (!isAnything) setFollowing(true)
  }, [isAnything])

  const live: At | null = (isPresenter && mine) || (presenting && shown ? { paperId: shown.id, page: presenting.page, place: presenting.place ?? WHOLE_PAGE } : null)
  const isLive = open === null && live !== null && (isPresenter || isFollowing)
  const at = open ?? (isLive ? live : null)
  const reading = at ? view.papers.find(p => p.id === at.paperId) : undefined
  const go = (to: At) => {
    if (isLive && isPresenter) show(to)
    else setOpen(to)
  }
  const follow = () => {
    setOpen(null)
    setFollowing(true)
  }
  const present = (to: At) => {
    setOpen(null)
    show(to)
  }
  const stop = () => {
    rest()
    void presenter?.run(presentationStop, { meetingId })
  }
  const problem = error ?? (acts ? null : own.error)
  const tall = isTouch ? 'min-h-11' : undefined
  return (
    <div role="group" aria-label={t.title} className="flex flex-col gap-2">
      {papers.length === 0 && <p className="text-text-3">{t.none}</p>}
      <ul className="flex flex-col gap-2">
        {papers.map(p => {
          const isOpen = reading?.id === p.id
          const isShown = p.id === live?.paperId
          return (
            <li key={p.id} className={cx('flex items-center gap-3 rounded-xl border bg-surface pr-3', isShown || isOpen ? 'border-act-line' : 'border-line')}>
              <button
                type="button"
                aria-label={t.open(p.title)}
                aria-expanded={isOpen}
                className={cx('flex min-w-0 flex-1 items-center gap-3 rounded-xl px-4 text-left', isTouch ? 'min-h-16 py-2' : 'min-h-12 py-1.5')}
                onClick={() => (isOpen && isLive ? setFollowing(isPresenter) : setOpen(isOpen ? null : { paperId: p.id, page: 1, place: WHOLE_PAGE }))}
              >
                <FileText className="text-xl text-act" aria-hidden />
                <span className="min-w-0 flex-1">
                  <span className="block text-md font-semibold">{p.title}</span>
                  <span className="block text-sm text-text-3">
                    {p.pages ? t.pages(p.pages) : formatBytes(p.size)}
                    {p.kind === 'reference' && ` · ${t.reference}`}
                  </span>
                </span>
                <ChevronRight className={cx('text-text-3 transition-transform', isOpen && 'rotate-90')} aria-hidden />
              </button>
              {presenter && !isShown && (
                <Button icon={<Monitor aria-hidden />} className={tall} aria-label={t.showOne(p.title)} disabled={!isRunning} onClick={() => present({ paperId: p.id, page: 1, place: WHOLE_PAGE })}>
                  {t.show}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {papers.length > 0 && <Copies />}
      {isGranted && !acts && !isPresenter && <p className="rounded-xl border border-act-line bg-act-soft px-4 py-2.5 text-act">{p8n.granted}</p>}
      {live && shown && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-act-line bg-act-soft px-4 py-2.5">
          <Monitor className="text-act" aria-hidden />
          <p role="status" className="min-w-0 flex-[1_1_13rem]">
            <span className="font-semibold text-act">{t.shown(shown.title, live.page)}</span>
            <span className="block text-sm text-text-2">{isPresenter ? p8n.mine : open ? p8n.left : t.by(presenting?.byLabel ?? '')}</span>
          </p>
          {!isPresenter && presenter && isRunning && (
            <Button icon={<MonitorUp aria-hidden />} className={tall} title={p8n.takeOverHint(presenting?.byLabel ?? '')} onClick={() => present(at ?? live)}>
              {p8n.takeOver}
            </Button>
          )}
          {isPresenter || acts ? (
            <>
              {open && (
                <Button className={tall} onClick={follow}>
                  {p8n.back}
                </Button>
              )}
              <Button variant="plain" className={tall} onClick={stop}>
                {t.stop}
              </Button>
            </>
          ) : (
            <Button aria-pressed={isLive} className={tall} variant={isLive ? 'outline' : 'primary'} onClick={() => (isLive ? setFollowing(false) : follow())}>
              {isLive ? t.unfollow : open ? p8n.back : t.follow}
            </Button>
          )}
        </div>
      )}
      {acts && isRunning && papers.length > 0 && (
        <Button variant="plain" className={cx('self-start', tall)} onClick={() => setGranting(true)}>
          {p8n.grant.open}
        </Button>
      )}
      <FormError>{problem}</FormError>
      {reading && at && (
        <Suspense fallback={<Skeleton lines={8} />}>
          <Stage
            meetingId={meetingId}
            paper={reading}
            page={at.page}
            place={at.place}
            // A new page is seen from its top, as large as the one before.
            onPage={page => go({ paperId: reading.id, page, place: { ...at.place, y: 0 } })}
            onPlace={place => go({ ...at, place })}
            isShown={isLive}
            acts={isLive && isPresenter ? presenter : undefined}
          />
        </Suspense>
      )}
      {isGranting && acts && (
        <Suspense fallback={null}>
          <GrantDialog view={view} acts={acts} onClose={() => setGranting(false)} />
        </Suspense>
      )}
    </div>
  )
}

/** How much of this session's papers lies on the device. */
function Copies() {
  const status: CopyStatus | null = useCopyStatus()
  if (!status) return null
  const isDone = status.state === 'done'
  const Icon = isDone ? CircleCheck : Download
  return (
    <p className={cx('flex items-center gap-1.5 px-1 text-sm', isDone ? 'text-ok' : 'text-text-3')}>
      <Icon aria-hidden />
      {status.state === 'off' ? p8n.copies.off : p8n.copies[status.state](status.done, status.total)}
    </p>
  )
}
