import { Button } from '#app/components/button.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FileText, Printer } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { numberOf, type Session } from '#app/screens/session/derive.ts'
import { useSession } from '#app/screens/session/use-session.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { formatDateLong } from '#app/text/format.ts'
import { AgreedConclusion } from './agreed-conclusion.tsx'

/** Kết luận của phiên: everything the chair agreed to, item by item; live, and to print. */
export function ConclusionsPage(data: { view: Session; seq: number; now: number }) {
  const view = useSession(data)
  const agreed = [...(view.conclusions ?? [])].sort((a, b) => numberOf(view, a.itemId) - numberOf(view, b.itemId))
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-4">
      <PageTitle
        title={t.pageTitle}
        actions={
          agreed.length > 0 && (
            <Button className="min-h-11 print:hidden" icon={<Printer aria-hidden />} onClick={() => window.print()}>
              {t.print}
            </Button>
          )
        }
      >
        {view.meeting.title} · {formatDateLong(view.meeting.startsAt)}
      </PageTitle>
      {agreed.length === 0 ? (
        <Empty icon={<FileText aria-hidden />} title={t.none}>
          {t.noneHint}
        </Empty>
      ) : (
        agreed.map(c => (
          <section key={c.itemId} className="rounded-2xl border border-line bg-surface p-4 print:border-0 print:p-0">
            <AgreedConclusion title={`${numberOf(view, c.itemId)}. ${view.items.find(i => i.id === c.itemId)?.title ?? ''}`} agreed={c} />
          </section>
        ))
      )}
    </div>
  )
}
