import { VersionList } from '#app/screens/agenda/version-list.tsx'
import { Link, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, CountBadge } from '#app/components/chip.tsx'
import { Empty } from '#app/components/empty.tsx'
import { ArrowRight, BookOpen, ClipboardList, History, Monitor, Pencil, Radio, Users, VoteIcon } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { QuorumChip } from '#app/components/quorum-chip.tsx'
import type { AgendaChange } from '#app/domain/agenda/version.ts'
import { agendaText } from '#app/text/agenda.ts'
import { formatSpan } from '#app/text/format.ts'
import { historyText } from '#app/text/history.ts'
import { recordText } from '#app/text/record.ts'
import { peopleText } from '#app/text/people.ts'
import { sessionText } from '#app/text/session.ts'
import { siteText } from '#app/text/site.ts'
import { planText } from '#app/text/vote-plan.ts'
import { PackCard, type PackData } from '#app/screens/record/pack-card.tsx'
import { RehearsalCard, type RehearsalData } from '#app/screens/rehearsal/rehearsal-card.tsx'
import { absentMembers, isBeforeOpening, type Session, standing } from './derive.ts'
import { Papers } from './papers.tsx'
import { useSession } from './use-session.ts'

const t = sessionText.overview

export type OverviewData = {
  view: Session
  seq: number
  now: number
  me: { role: string | null; abilities: { control: boolean; desk: boolean; editAgenda: boolean } }
  /** the person's commune has a room in this session */
  hasRoom: boolean
  /** checks and rehearsal, for those who prepare the session */
  rehearsal: RehearsalData | null
  pack: PackData | null
  versions: { n: number; issuedAt: number; reason: string | null; changes: AgendaChange[] }[]
}

/** A session as its people read it beforehand and afterwards: agenda, papers, versions, results; and the way in. */
export function Overview(data: OverviewData) {
  const view = useSession(data)
  const { meeting } = view
  const { revalidate } = useRevalidator()
  const known = data.versions[0]?.n ?? 0
  // A new version came over the stream: its differences are asked for.
  useEffect(() => {
    if (meeting.agendaVersion > known) revalidate()
  }, [meeting.agendaVersion, known, revalidate])
  const { control, desk, editAgenda } = data.me.abilities
  const base = `/phien-hop/${meeting.id}`
  const isChair = data.me.role === 'chair'
  const isSecretary = desk && !isChair
  const isLive = meeting.status === 'running' || meeting.status === 'paused'
  const attends = data.me.role !== null && !isChair && data.me.role !== 'secretary'
  const mayReadHistory = (desk || data.me.role === 'member' || data.me.role === 'substitute') && !isBeforeOpening(view)
  return (
    <div className="mx-auto max-w-6xl">
      <PageTitle
        title={meeting.title}
        actions={
          <>
            {mayReadHistory && (
              <ButtonLink to={`${base}/ho-so`} size="lg" icon={<BookOpen aria-hidden />}>
                {recordText.open}
              </ButtonLink>
            )}
            {editAgenda && !meeting.isRehearsal && (
              <ButtonLink to={`${base}/chuong-trinh`} size="lg" icon={<Pencil aria-hidden />}>
                {t.editAgenda}
              </ButtonLink>
            )}
            {(editAgenda || (view.planned?.length ?? 0) > 0) && (
              <ButtonLink to={`${base}/bieu-quyet`} size="lg" icon={<VoteIcon aria-hidden />}>
                {planText.open}
              </ButtonLink>
            )}
            {desk && (
              <ButtonLink to={`${base}/thanh-phan`} size="lg" icon={<Users aria-hidden />}>
                {peopleText.open}
              </ButtonLink>
            )}
            {isSecretary && (
              <ButtonLink to={`${base}/thu-ky`} size="lg" variant={attends ? 'outline' : 'primary'} iconAfter={<ArrowRight aria-hidden />}>
                {t.enterDesk}
              </ButtonLink>
            )}
            {control && isChair && (
              <ButtonLink to={`${base}/dieu-hanh`} size="lg" variant="primary" iconAfter={<ArrowRight aria-hidden />}>
                {t.enterChair}
              </ButtonLink>
            )}
            {data.hasRoom && (
              <ButtonLink to={`${base}/diem-cau`} size="lg" variant={attends ? 'outline' : 'primary'} icon={<Monitor aria-hidden />}>
                {siteText.enter}
              </ButtonLink>
            )}
            {attends && (
              <ButtonLink to={`${base}/du-hop`} size="lg" variant="primary" iconAfter={<ArrowRight aria-hidden />}>
                {t.enterMember}
              </ButtonLink>
            )}
          </>
        }
      >
        <p className="text-md">
          {formatSpan(meeting)} · {meeting.place}
        </p>
        <div className="mt-2 flex flex-wrap gap-2">
          <Chip isLarge tone={meeting.status === 'running' ? 'ok' : 'neutral'} icon={meeting.status === 'running' ? <Radio aria-hidden /> : undefined}>
            {sessionText.status[meeting.status]}
          </Chip>
          {isLive && <QuorumChip quorum={view.quorum} absent={absentMembers(view)} />}
        </div>
      </PageTitle>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_336px]">
        <Card title={t.agenda} aside={meeting.agendaVersion > 0 ? agendaText.issued(meeting.agendaVersion) : undefined}>
          {standing(view).length === 0 ? (
            <Empty icon={<ClipboardList aria-hidden />} title={t.notIssued}>
              {t.notIssuedHint}
            </Empty>
          ) : (
            <ol className="divide-y divide-line">
              {standing(view).map((item, i) => (
                <li key={item.id} id={item.id} className="flex gap-3 py-4">
                  <span className="mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-full bg-surface-3 text-sm font-semibold text-text-2">{i + 1}</span>
                  <div className="flex min-w-0 flex-1 flex-col gap-2">
                    <div>
                      <h3 className="text-md font-semibold">{item.title || sessionText.untitled}</h3>
                      <p className="text-text-2">
                        {[item.presenter && sessionText.presents(item.presenter), sessionText.minutes(item.minutes), item.leadUnitName && sessionText.lead(item.leadUnitName)].filter(Boolean).join(' · ')}
                      </p>
                      {item.isCollective && <p className="text-sm text-text-3">{sessionText.collective}</p>}
                    </div>
                    {item.text && <p className="whitespace-pre-line text-text-2">{item.text}</p>}
                    {mayReadHistory && (
                      <Link to={`${base}/dien-bien?noi-dung=${item.id}`} aria-label={historyText.openItemOf(item.title)} className="inline-flex min-h-11 items-center gap-1.5 self-start font-semibold text-act md:min-h-8">
                        <History aria-hidden />
                        {historyText.openItem}
                      </Link>
                    )}
                    <Papers view={{ ...view, presenting: null }} itemId={item.id} />
                    {view.votes
                      .filter(v => v.itemId === item.id && v.result)
                      .map(v => (
                        <p key={v.id} className="rounded-lg bg-surface-2 px-3 py-2">
                          <strong className="font-semibold">{v.result ? sessionText.vote.outcome[v.result.outcome] : ''}</strong>: {v.result?.sentence}.
                        </p>
                      ))}
                  </div>
                </li>
              ))}
            </ol>
          )}
        </Card>
        <div className="flex flex-col gap-4">
          {data.rehearsal && (isBeforeOpening(view) || meeting.isRehearsal) && <RehearsalCard data={data.rehearsal} meetingId={meeting.id} isBefore={isBeforeOpening(view)} />}
          {data.pack && !meeting.isRehearsal && <PackCard data={data.pack} meetingId={meeting.id} />}
          <Card title={agendaText.versions}>
            <VersionList versions={data.versions} />
          </Card>
          <Card title={t.people} aside={<CountBadge count={view.participants.length} />}>
            <ul className="divide-y divide-line">
              {view.participants.map(p => (
                <li key={p.id} className="flex justify-between gap-3 py-1.5">
                  <span>{p.label}</span>
                  <span className="shrink-0 text-sm text-text-3">{sessionText.role[p.role]}</span>
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
    </div>
  )
}
