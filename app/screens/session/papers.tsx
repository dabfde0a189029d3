import { lazy, Suspense, useState } from 'react'
import { Button, IconButton } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { Skeleton } from '#app/components/empty.tsx'
import { ChevronLeft, ChevronRight, FileText, Monitor } from '#app/components/icon.tsx'
import { presentationShow, presentationStop } from '#app/contracts/meeting.ts'
import { formatBytes } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { papersOf, type Session } from './derive.ts'
import type { Acts } from './use-session.ts'

const t = sessionText.papers
const PdfView = lazy(() => import('#app/components/pdf-view.tsx'))

type Open = { paperId: string; page: number } | 'follow' | null

/**
 * Papers of an item, read in place. With `acts` one of them may be shown to everybody, page by page; without, the shown
 * page is followed by those who want to. Turning a page by oneself ends the following.
 */
export function Papers({ view, itemId, acts, isTouch }: { view: Session; itemId: string | null; acts?: Acts; isTouch?: boolean }) {
  const [open, setOpen] = useState<Open>(null)
  const papers = papersOf(view, itemId)
  const { presenting } = view
  const shown = presenting ? view.papers.find(p => p.id === presenting.paperId) : undefined
  const meetingId = view.meeting.id
  const page = presenting?.page ?? 1
  const isRunning = view.meeting.status === 'running'
  const show = (paperId: string, to: number) => void acts?.run(presentationShow, { meetingId, paperId, page: to })

  const at = open === 'follow' ? (shown ? { paperId: shown.id, page } : null) : open
  const reading = at ? view.papers.find(p => p.id === at.paperId) : undefined
  const turn = (to: number) => {
    if (!reading) return
    if (acts && reading.id === shown?.id) show(reading.id, to)
    else setOpen({ paperId: reading.id, page: to })
  }
  const pageOf = reading && acts && reading.id === shown?.id ? page : (at?.page ?? 1)
  return (
    <div role="group" aria-label={t.title} className="flex flex-col gap-2">
      {papers.length === 0 && <p className="text-text-3">{t.none}</p>}
      <ul className="flex flex-col gap-2">
        {papers.map(p => {
          const isOpen = reading?.id === p.id
          return (
            <li key={p.id} className={cx('flex items-center gap-3 rounded-xl border bg-surface pr-3', p.id === shown?.id || isOpen ? 'border-act-line' : 'border-line')}>
              <button
                type="button"
                aria-label={t.open(p.title)}
                aria-expanded={isOpen}
                className={cx('flex min-w-0 flex-1 items-center gap-3 rounded-xl px-4 text-left', isTouch ? 'min-h-16 py-2' : 'min-h-12 py-1.5')}
                onClick={() => setOpen(isOpen ? null : { paperId: p.id, page: 1 })}
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
              {acts && p.id !== shown?.id && (
                <Button icon={<Monitor aria-hidden />} className={isTouch ? 'min-h-11' : undefined} aria-label={t.showOne(p.title)} disabled={!isRunning} onClick={() => show(p.id, 1)}>
                  {t.show}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {shown && (
        <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-act-line bg-act-soft px-4 py-2.5">
          <Monitor className="text-act" aria-hidden />
          <p className="min-w-0 flex-[1_1_13rem]">
            <span className="font-semibold text-act">{t.shown(shown.title, page)}</span>
            <span className="block text-sm text-text-2">{t.by(presenting?.byLabel ?? '')}</span>
          </p>
          {acts ? (
            <div className="flex items-center gap-1">
              <IconButton label={t.previous} disabled={page <= 1} onClick={() => show(shown.id, page - 1)}>
                <ChevronLeft aria-hidden />
              </IconButton>
              <span className="px-1">{t.page(page, shown.pages)}</span>
              <IconButton label={t.next} disabled={shown.pages !== null && page >= shown.pages} onClick={() => show(shown.id, page + 1)}>
                <ChevronRight aria-hidden />
              </IconButton>
              <Button variant="plain" onClick={() => void acts.run(presentationStop, { meetingId })}>
                {t.stop}
              </Button>
            </div>
          ) : (
            <Button aria-pressed={open === 'follow'} className={isTouch ? 'min-h-11' : undefined} onClick={() => setOpen(open === 'follow' ? null : 'follow')}>
              {open === 'follow' ? t.unfollow : t.follow}
            </Button>
          )}
        </div>
      )}
      {reading && (
        <Suspense fallback={<Skeleton lines={8} />}>
          <PdfView paperId={reading.id} title={reading.title} page={pageOf} pages={reading.pages} onPage={turn} />
        </Suspense>
      )}
    </div>
  )
}
