import { useSearchParams } from '@remix-run/react'
import { useState } from 'react'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { ArrowLeft, CircleCheck, ClipboardList, Pencil, Plus, Trash2, UserMinus, Users, VoteIcon } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { QuorumChip } from '#app/components/quorum-chip.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { Toaster, toast } from '#app/components/toast.tsx'
import { participantAddMembers, participantSetAbsence } from '#app/contracts/people.ts'
import { fold } from '#app/domain/search/fold.ts'
import type { InviteGrade } from '#app/domain/meeting/people.ts'
import type { PeopleDesk } from '#app/live/reducers/people.ts'
import { AttendanceTable } from '#app/screens/secretary/attendance-table.tsx'
import { absentMembers, type Participant, type Session } from '#app/screens/session/derive.ts'
import { type Acts, useActs, useSession } from '#app/screens/session/use-session.ts'
import { audienceText } from '#app/text/audience.ts'
import { peopleText as t } from '#app/text/people.ts'
import { sessionText } from '#app/text/session.ts'
import { AbsenceList, waitingCount } from './absence-requests.tsx'
import { AssignmentCard } from './assignment-card.tsx'
import { DoorCard } from './door-card.tsx'
import { AbsenceDialog, AddDialog, EditDialog, RemoveDialog, SubstituteDialog } from './person-dialogs.tsx'
import { GuestItemsDialog, GuestItemsLine, type GuestSlotsData, useGuestSlots } from './guest-items.tsx'
import { PresidingBanner } from './presiding-banner.tsx'
import { type PeopleData, usePeopleDesk } from './use-people.ts'

export type PeoplePageData = {
  view: Session
  seq: number
  now: number
  me: { participantId: string | null; abilities: { record: boolean; editAgenda: boolean } }
  people: PeopleData
  guests: GuestSlotsData
  missing: { missing: { userId: string; label: string }[]; viceChairs: string[]; inOffice: string[] } | null
}

type Tab = 'thanh-phan' | 'bao-vang' | 'diem-danh' | 'chu-tri-thay'
const TABS: Tab[] = ['thanh-phan', 'bao-vang', 'diem-danh', 'chu-tri-thay']

/** Thành phần dự họp: one page for everything convening would bring, before and during the session. */
export function PeopleScreen(data: PeoplePageData) {
  const view = useSession(data)
  const meetingId = view.meeting.id
  const desk = usePeopleDesk(meetingId, data.people)
  const acts = useActs()
  const [params, setParams] = useSearchParams()
  const asked = params.get('phan') as Tab
  const tab = TABS.includes(asked) ? asked : 'thanh-phan'
  const isOver = view.meeting.status === 'ended' || view.meeting.status === 'cancelled'
  const mayPeople = data.people.may.people && !isOver
  const [proposal, setProposal] = useState<{ forId: string; userId: string; name: string } | null>(null)
  return (
    <div className="mx-auto max-w-5xl">
      <PageTitle
        title={t.title}
        actions={
          <ButtonLink to={`/phien-hop/${meetingId}`} icon={<ArrowLeft aria-hidden />} className="min-h-11 md:min-h-9">
            {t.back}
          </ButtonLink>
        }
      >
        <p className="text-md">{view.meeting.title}</p>
        <div className="mt-2 flex flex-wrap gap-2">
          <Chip isLarge>{sessionText.status[view.meeting.status]}</Chip>
          <QuorumChip quorum={view.quorum} absent={absentMembers(view)} />
        </div>
      </PageTitle>
      <PresidingBanner view={view} selfId={data.me.participantId} />
      <Tabs
        label={t.sections}
        value={tab}
        onChange={next => setParams(next === 'thanh-phan' ? {} : { phan: next }, { replace: true, preventScrollReset: true })}
        tabs={[
          { key: 'thanh-phan', label: t.tabs.people, count: view.participants.length },
          { key: 'bao-vang', label: t.tabs.absences, count: waitingCount(desk) },
          { key: 'diem-danh', label: t.tabs.attendance, count: view.participants.filter(p => p.isPresent).length },
          { key: 'chu-tri-thay', label: t.tabs.presiding },
        ]}
      >
        {tab === 'thanh-phan' && <PeopleList view={view} desk={desk} guests={data.guests} acts={acts} mayChange={mayPeople} mayInvite={data.guests.mayChange && !isOver} missing={data.missing?.missing ?? []} inOffice={data.missing?.inOffice ?? []} mayEditAgenda={data.me.abilities.editAgenda} proposal={proposal} onProposalDone={() => setProposal(null)} />}
        {tab === 'bao-vang' && (
          <Card title={t.absences.title}>
            <AbsenceList
              meetingId={meetingId}
              desk={desk}
              mayDecide={data.people.may.absence && !isOver}
              onSubstitute={
                mayPeople
                  ? a => {
                      if (a.substituteUserId && a.substituteLabel) setProposal({ forId: a.participantId, userId: a.substituteUserId, name: a.substituteLabel })
                      setParams({}, { replace: true, preventScrollReset: true })
                    }
                  : undefined
              }
            />
          </Card>
        )}
        {tab === 'diem-danh' && (
          <div className="flex flex-col gap-4">
            <Card title={t.tabs.attendance}>
              <AttendanceTable view={view} acts={acts} canRecord={data.me.abilities.record} desk={desk} />
            </Card>
            {data.me.abilities.record && !isOver && <DoorCard meetingId={meetingId} />}
          </div>
        )}
        {tab === 'chu-tri-thay' && <AssignmentCard view={view} desk={desk} candidates={data.missing?.viceChairs ?? []} mayChange={mayPeople} />}
      </Tabs>
      <FormError>{acts.error}</FormError>
      <Toaster />
    </div>
  )
}

/** A guest of the hall: people at a commune's room follow the session from there. */
const isInvited = (p: Participant): boolean => p.role === 'guest' && !p.siteId

type Asked = { kind: 'edit' | 'substitute' | 'absence' | 'remove' | 'items'; person: Participant }

function PeopleList({
  view,
  desk,
  guests,
  acts,
  mayChange,
  mayInvite,
  missing,
  inOffice,
  mayEditAgenda,
  proposal,
  onProposalDone,
}: {
  view: Session
  desk: PeopleDesk
  guests: GuestSlotsData
  acts: Acts
  mayChange: boolean
  mayInvite: boolean
  missing: { userId: string; label: string }[]
  inOffice: string[]
  mayEditAgenda: boolean
  proposal: { forId: string; userId: string; name: string } | null
  onProposalDone: () => void
}) {
  const [query, setQuery] = useState('')
  const [asked, ask] = useState<Asked | null>(null)
  const [isAdding, setAdding] = useState(false)
  const meetingId = view.meeting.id
  const slots = useGuestSlots(view, guests)
  const details = new Map(desk.details.map(d => [d.participantId, d]))
  const byId = new Map(view.participants.map(p => [p.id, p]))
  const substituteOf = new Map(view.participants.filter(p => p.substituteForId).map(p => [p.substituteForId, p]))
  const words = fold(query).split(/\s+/).filter(Boolean)
  const rows = view.participants.filter(p => {
    const text = fold(`${p.label} ${p.unitName ?? ''} ${sessionText.role[p.role]}`)
    return words.every(w => text.includes(w))
  })
  const isMember = (p: Participant) => p.isVoter || inOffice.includes(p.userId)
  const members = view.participants.filter(isMember).length
  const left = missing.filter(m => !view.participants.some(p => p.userId === m.userId))
  const close = () => ask(null)
  // The person may have been changed or taken away by another hand while the dialog stood open.
  const person = asked && byId.get(asked.person.id)
  const proposedFor = proposal && byId.get(proposal.forId)
  const gradeOf = (id: string): InviteGrade | null => details.get(id)?.inviteGrade ?? null
  return (
    <>
      {left.length > 0 && mayChange && view.meeting.openedAt === null && (
        <div className="mb-4 flex flex-wrap items-center gap-3 rounded-lg border border-soon-line bg-soon-soft px-4 py-3 text-soon">
          <Users className="text-xl" aria-hidden />
          <p className="min-w-0 flex-[1_1_14rem]">
            <strong className="font-semibold">{t.list.missing(left.length)}</strong>
            <span className="block text-sm">{left.map(m => m.label).join(', ')}</span>
          </p>
          <Button
            className="min-h-11 md:min-h-9"
            isSending={acts.isBusy(participantAddMembers.name)}
            onClick={async () => {
              const answer = await acts.run(participantAddMembers, { meetingId })
              if (answer?.ok) toast(t.list.added(answer.data.added))
            }}
          >
            {t.list.addMissing}
          </Button>
        </div>
      )}
      <Card>
        <div className="mb-2 flex flex-wrap items-end justify-between gap-3">
          <TextInput label={t.list.find} placeholder={t.list.findHint} type="search" value={query} frameClassName="w-full max-w-sm" onChange={e => setQuery(e.target.value)} />
          {mayChange && (
            <Button variant="primary" className="min-h-11 md:min-h-10" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
              {t.list.add}
            </Button>
          )}
        </div>
        <p className="text-sm text-text-3">{t.list.count(members, view.participants.length - members, view.participants.length)}</p>
        <ul className="divide-y divide-line">
          {rows.map(p => {
            const detail = details.get(p.id)
            const target = p.substituteForId ? byId.get(p.substituteForId) : null
            const substitute = substituteOf.get(p.id)
            const canBeReplaced = p.role !== 'chair' && p.role !== 'substitute' && p.role !== 'secretary' && p.role !== 'observer' && p.intervals.length === 0 && !substitute
            return (
              <li key={p.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
                <div className="min-w-0 flex-[1_1_20rem]">
                  <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <span className="font-semibold">{p.label}</span>
                    <Chip>{sessionText.role[p.role]}</Chip>
                    {p.isVoter && (
                      <Chip tone="act" icon={<VoteIcon aria-hidden />}>
                        {t.list.voter}
                      </Chip>
                    )}
                    {p.isPresent && (
                      <Chip tone="ok" icon={<CircleCheck aria-hidden />}>
                        {sessionText.desk.present}
                      </Chip>
                    )}
                  </p>
                  <p className="text-sm text-text-3">
                    {[p.unitName !== p.label && p.unitName, detail?.inviteGrade && t.list.grade(t.grade[detail.inviteGrade])].filter(Boolean).join(' · ')}
                  </p>
                  {isInvited(p) && <GuestItemsLine items={slots.of(p.id)} />}
                  {target && <p className="text-sm text-text-2">{t.list.substituteFor(target.label, detail?.mandateDocument ?? null)}</p>}
                  {substitute && <p className="text-sm text-text-2">{t.list.substituteIs(substitute.label)}</p>}
                  {p.absenceReason && !p.isPresent && (
                    <p className="flex items-center gap-1.5 text-sm text-text-2">
                      <UserMinus aria-hidden />
                      {t.list.absent(p.absenceReason)}
                    </p>
                  )}
                </div>
                {(mayChange || mayInvite) && (
                  <div className="flex flex-wrap gap-1">
                    {mayInvite && isInvited(p) && (
                      <Button size="sm" variant="plain" icon={<ClipboardList aria-hidden />} aria-label={audienceText.slots.chooseOne(p.label)} onClick={() => ask({ kind: 'items', person: p })}>
                        {audienceText.slots.choose}
                      </Button>
                    )}
                    {mayChange && (
                      <>
                        <Button size="sm" variant="plain" icon={<Pencil aria-hidden />} aria-label={t.list.editOne(p.label)} onClick={() => ask({ kind: 'edit', person: p })}>
                          {t.list.edit}
                        </Button>
                        {canBeReplaced && (
                          <Button size="sm" variant="plain" aria-label={t.list.substituteOne(p.label)} onClick={() => ask({ kind: 'substitute', person: p })}>
                            {t.list.substitute}
                          </Button>
                        )}
                        {!p.isPresent &&
                          p.role !== 'observer' &&
                          (p.absenceReason ? (
                            <Button size="sm" variant="plain" aria-label={t.list.absenceBackOne(p.label)} isSending={acts.isBusy(p.id)} onClick={() => void acts.run(participantSetAbsence, { meetingId, participantId: p.id, reason: null }, p.id)}>
                              {t.list.absenceBack}
                            </Button>
                          ) : (
                            <Button size="sm" variant="plain" aria-label={t.list.absenceOne(p.label)} onClick={() => ask({ kind: 'absence', person: p })}>
                              {t.list.absence}
                            </Button>
                          ))}
                        {p.role !== 'chair' && !isMember(p) && (
                          <Button size="sm" variant="plain" icon={<Trash2 aria-hidden />} aria-label={t.list.removeOne(p.label)} onClick={() => ask({ kind: 'remove', person: p })}>
                            {t.list.remove}
                          </Button>
                        )}
                      </>
                    )}
                  </div>
                )}
              </li>
            )
          })}
        </ul>
        {rows.length === 0 && <p className="py-4 text-text-3">{t.list.none}</p>}
      </Card>
      {mayEditAgenda && (
        <Card className="mt-4" title={t.list.undisputed}>
          <p className="mb-3 text-text-2">{t.list.undisputedHint}</p>
          <ButtonLink to={`/phien-hop/${meetingId}/chuong-trinh`} className="min-h-11 md:min-h-9">
            {t.list.undisputedOpen}
          </ButtonLink>
        </Card>
      )}
      <AddDialog view={view} isOpen={isAdding} onClose={() => setAdding(false)} />
      {asked?.kind === 'edit' && person && <EditDialog view={view} person={person} grade={gradeOf(person.id)} onClose={close} />}
      {asked?.kind === 'items' && person && isInvited(person) && <GuestItemsDialog meetingId={meetingId} person={person} items={slots.items} given={slots.of(person.id)} onClose={close} />}
      {asked?.kind === 'substitute' && person && <SubstituteDialog view={view} person={person} grade={gradeOf(person.id)} proposed={null} onClose={close} />}
      {asked?.kind === 'absence' && person && <AbsenceDialog view={view} person={person} onClose={close} />}
      {asked?.kind === 'remove' && person && <RemoveDialog view={view} person={person} onClose={close} />}
      {proposal && proposedFor && <SubstituteDialog view={view} person={proposedFor} grade={gradeOf(proposedFor.id)} proposed={proposal} onClose={onProposalDone} />}
    </>
  )
}
