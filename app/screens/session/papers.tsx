import { Button, buttonClass, IconButton } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { ChevronLeft, ChevronRight, FileText, Monitor } from '#app/components/icon.tsx'
import { presentationShow, presentationStop } from '#app/contracts/meeting.ts'
import { formatBytes } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { papersOf, type Session } from './derive.ts'
import type { Acts } from './use-session.ts'

const t = sessionText.papers
const address = (paperId: string, page?: number): string => `/tai-lieu/${paperId}${page ? `#page=${page}` : ''}`

/** Papers of an item; with `acts` one of them may be shown to everybody, page by page. */
export function Papers({ view, itemId, acts, isTouch }: { view: Session; itemId: string | null; acts?: Acts; isTouch?: boolean }) {
  const papers = papersOf(view, itemId)
  const shown = view.presenting ? view.papers.find(p => p.id === view.presenting?.paperId) : undefined
  const meetingId = view.meeting.id
  const page = view.presenting?.page ?? 1
  const turn = (to: number) => shown && void acts?.run(presentationShow, { meetingId, paperId: shown.id, page: to })
  return (
    <section aria-label={t.title} className="flex flex-col gap-2">
      {papers.length === 0 && <p className="text-text-3">{t.none}</p>}
      <ul className="flex flex-col gap-2">
        {papers.map(p => (
          <li key={p.id} className={cx('flex items-center gap-3 rounded-xl border bg-surface px-4', isTouch ? 'min-h-16 py-2' : 'min-h-12 py-1.5', p.id === shown?.id ? 'border-act-line' : 'border-line')}>
            <FileText className="text-xl text-act" aria-hidden />
            <div className="min-w-0 flex-1">
              <a href={address(p.id)} className="text-md font-medium hover:text-act hover:underline">
                {p.title}
              </a>
              <p className="text-sm text-text-3">
                {p.pages ? t.pages(p.pages) : formatBytes(p.size)}
                {p.kind === 'reference' && ` · ${t.reference}`}
              </p>
            </div>
            {acts && p.id !== shown?.id && (
              <Button icon={<Monitor aria-hidden />} className={isTouch ? 'min-h-11' : undefined} aria-label={t.showOne(p.title)} disabled={view.meeting.status !== 'running'} onClick={() => void acts.run(presentationShow, { meetingId, paperId: p.id, page: 1 })}>
                {t.show}
              </Button>
            )}
            {!acts && <ChevronRight className="text-text-3" aria-hidden />}
          </li>
        ))}
      </ul>
      {shown && (
        <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-act-line bg-act-soft px-4 py-2.5">
          <Monitor className="text-act" aria-hidden />
          <p className="min-w-0 flex-1">
            <span className="font-semibold text-act">{t.shown(shown.title, page)}</span>
            <span className="block text-sm text-text-2">{t.by(view.presenting?.byLabel ?? '')}</span>
          </p>
          {acts ? (
            <div className="flex items-center gap-1">
              <IconButton label={t.previous} disabled={page <= 1} onClick={() => turn(page - 1)}>
                <ChevronLeft aria-hidden />
              </IconButton>
              <span className="px-1">{t.page(page, shown.pages)}</span>
              <IconButton label={t.next} disabled={shown.pages !== null && page >= shown.pages} onClick={() => turn(page + 1)}>
                <ChevronRight aria-hidden />
              </IconButton>
              <Button variant="plain" onClick={() => void acts.run(presentationStop, { meetingId })}>
                {t.stop}
              </Button>
            </div>
          ) : (
            <a href={address(shown.id, page)} className={buttonClass('outline', 'md', isTouch ? 'min-h-11' : undefined)}>
              {t.follow}
            </a>
          )}
        </div>
      )}
    </section>
  )
}
