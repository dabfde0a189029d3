import { Link, useNavigate } from '@remix-run/react'
import { useRef, useState } from 'react'
import { planStart } from '#app/contracts/plan.ts'
import { Chip } from '#app/components/chip.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { FilePicker } from '#app/components/file-picker.tsx'
import { buttonClass } from '#app/components/button.tsx'
import { CircleCheck, Download, FileText, Hourglass } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { newId } from '#app/live/new-id.ts'
import type { Plan } from '#app/live/reducers/plan.ts'
import { useAct } from '#app/live/use-command.ts'
import { Ways } from '#app/screens/tasks/ways.tsx'
import { errorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { planText as t } from '#app/text/plans.ts'

const looks = { open: { tone: 'act', Icon: FileText }, running: { tone: 'soon', Icon: Hourglass }, done: { tone: 'ok', Icon: CircleCheck } } as const

export function PlanStatus({ status }: { status: Plan['status'] }) {
  const { tone, Icon } = looks[status]
  return (
    <Chip tone={tone} icon={<Icon aria-hidden />}>
      {t.status[status]}
    </Chip>
  )
}

/** Where a plan comes in, and the plans that came. */
export function PlanList({ plans }: { plans: readonly Plan[] }) {
  const navigate = useNavigate()
  const [label, setLabel] = useState('')
  // What was typed when the file is whole, not when it was chosen.
  const typed = useRef(label)
  typed.current = label
  const { run, isSending, refusal } = useAct(planStart)
  return (
    <div className="mx-auto max-w-4xl">
      <PageTitle title={t.title}>{t.intro}</PageTitle>
      <Ways current="plan" />
      <section aria-label={t.upload} className="mt-4 flex flex-col gap-4 rounded-xl border border-line bg-surface p-5">
        <TextInput label={t.planLabel} hint={t.planLabelHint} placeholder={t.planLabelDefault} maxLength={300} value={label} onChange={e => setLabel(e.target.value)} />
        <FilePicker
          label={t.upload}
          purpose="plan"
          isTransient
          onReceived={file => {
            const importId = newId()
            void run({ importId, fileId: file.fileId, planLabel: typed.current.trim() || file.name.replace(/\.xlsx$/i, '') }).then(answer => answer?.ok && navigate(`/nhiem-vu/ke-hoach/${importId}`))
          }}
        />
        {isSending && <p role="status">{t.reading}</p>}
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
        <a href="/nhiem-vu/ke-hoach-mau.xlsx" className={buttonClass('plain', 'md', 'w-fit')}>
          <Download aria-hidden />
          {t.template}
        </a>
      </section>
      <h2 className="mt-8 mb-2 text-lg font-semibold">{t.listTitle}</h2>
      {plans.length === 0 ? (
        <Empty icon={<FileText aria-hidden />} title={t.listEmpty}>{t.listEmptyBody}</Empty>
      ) : (
        <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface px-4">
          {plans.map(p => (
            <li key={p.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
              <span className="min-w-0">
                <Link to={`/nhiem-vu/ke-hoach/${p.id}`} className="font-semibold text-act underline-offset-2 hover:underline">
                  {p.planLabel}
                </Link>
                <span className="block text-sm text-text-3">
                  {p.fileName} · {t.by(p.createdByLabel, formatDateTime(p.createdAt))}
                </span>
                {p.status === 'done' && <span className="block text-sm text-text-2">{t.done(p.tasks, p.duties)}</span>}
              </span>
              <PlanStatus status={p.status} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
