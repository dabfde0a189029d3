import { Form, useRevalidator, useSubmit } from '@remix-run/react'
import { useState } from 'react'
import { userDisable, userEnable } from '#app/contracts/account.ts'
import { Button } from '#app/components/button.tsx'
import { Pages } from '#app/components/pages.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { ConfirmDialog, Dialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { LinkTabs } from '#app/components/link-tabs.tsx'
import { Lock, Search, ShieldCheck, Users } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { useAct } from '#app/live/use-command.ts'
import { adminText as t } from '#app/text/admin.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'

type Role = keyof typeof t.role
export type UserRow = {
  id: string
  username: string
  name: string
  units: string[]
  titles: string[]
  roles: Role[]
  hasSecondFactor: boolean
  disabledAt: number | null
  disabledReason: string | null
  lastSeenAt: number | null
}
export type UsersData = { ownId: string; total: number; page: number; pages: number; users: UserRow[]; filter: { q: string; role: string; state: string } }

/** Người dùng: found without diacritics, disabled with a reason, opened again. Filters live in the address. */
export function UsersScreen({ data }: { data: UsersData }) {
  const submit = useSubmit()
  const [asked, ask] = useState<UserRow | null>(null)
  const close = () => ask(null)
  return (
    <>
      <Form
        method="get"
        role="search"
        className="mb-4 grid gap-3 md:grid-cols-[minmax(0,1fr)_14rem_11rem_auto] md:items-end"
        onChange={e => {
          if (e.target instanceof HTMLSelectElement) submit(e.currentTarget)
        }}
      >
        <TextInput label={t.search} placeholder={t.searchHint} name="q" type="search" defaultValue={data.filter.q} />
        <Select label={t.roleFilter} name="vai-tro" defaultValue={data.filter.role}>
          <option value="">{t.all}</option>
          {(Object.keys(t.role) as Role[]).map(role => (
            <option key={role} value={role}>
              {t.role[role]}
            </option>
          ))}
        </Select>
        <Select label={t.stateFilter} name="tinh-trang" defaultValue={data.filter.state}>
          <option value="">{t.all}</option>
          <option value="active">{t.state.active}</option>
          <option value="disabled">{t.state.disabled}</option>
        </Select>
        <Button type="submit" className="min-h-11 md:min-h-10" icon={<Search aria-hidden />}>
          {t.find}
        </Button>
      </Form>
      {data.users.length === 0 ? (
        <Empty icon={<Users aria-hidden />} title={t.none}>
          {t.noneHint}
        </Empty>
      ) : (
        <Card title={`${t.users} · ${t.found(data.total)}`} isFlush>
          <ul className="divide-y divide-line">
            {data.users.map(user => (
              <UserLine key={user.id} user={user} isOwn={user.id === data.ownId} onAct={() => ask(user)} />
            ))}
          </ul>
        </Card>
      )}
      <Pages page={data.page} pages={data.pages} className="mt-4 justify-center" />
      {asked && asked.disabledAt === null && <DisableDialog user={asked} onClose={close} />}
      {asked && asked.disabledAt !== null && <EnableDialog user={asked} onClose={close} />}
    </>
  )
}

function UserLine({ user, isOwn, onAct }: { user: UserRow; isOwn: boolean; onAct: () => void }) {
  return (
    <li className="grid items-center gap-x-4 gap-y-1 px-4 py-2.5 md:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,3fr)_7rem]">
      <p className="min-w-0">
        <span className="font-semibold">{user.name}</span> <span className="text-sm text-text-3">{user.username}</span>
        <span className="block text-sm text-text-2">{user.units.join(', ')}</span>
      </p>
      <p className="text-sm text-text-2">
        {user.roles.map(role => t.role[role]).join(', ')}
        {user.hasSecondFactor && (
          <span className="flex items-center gap-1 text-ok">
            <ShieldCheck aria-hidden /> {t.second}
          </span>
        )}
      </p>
      <div className="text-sm text-text-2">
        {user.disabledAt === null ? (
          <>
            {t.column.seen}: {user.lastSeenAt === null ? t.never : formatDateTime(user.lastSeenAt)}
          </>
        ) : (
          <>
            <Chip tone="late" icon={<Lock aria-hidden />}>
              {t.disabledSince(formatDateTime(user.disabledAt))}
            </Chip>
            {user.disabledReason && <span className="mt-1 block">{t.because(user.disabledReason)}</span>}
          </>
        )}
      </div>
      <div className="md:text-right">
        {isOwn ? (
          <span className="text-sm text-text-3">{t.you}</span>
        ) : (
          <Button aria-label={user.disabledAt === null ? t.disableOne(user.name) : t.enableOne(user.name)} className="min-h-11 md:min-h-9" onClick={onAct}>
            {user.disabledAt === null ? t.disable : t.enable}
          </Button>
        )}
      </div>
    </li>
  )
}

function DisableDialog({ user, onClose }: { user: UserRow; onClose: () => void }) {
  const act = useAct(userDisable, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const [reason, setReason] = useState('')
  const run = async () => {
    const answer = await act.run({ userId: user.id, reason })
    if (!answer?.ok) return
    toast(t.disabledToast(user.name))
    revalidate()
    onClose()
  }
  const wrong = act.refusal?.fields?.reason
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.disableTitle(user.name)}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={act.isSending} onClick={() => void run()}>
            {t.disable}
          </Button>
        </>
      }
    >
      <p>{t.disableBody}</p>
      <TextArea frameClassName="mt-4" label={t.reason} hint={t.reasonHint} value={reason} maxLength={500} onChange={e => setReason(e.target.value)} error={wrong ? fieldErrorText(wrong) : undefined} />
      {act.refusal && !wrong && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
    </Dialog>
  )
}

function EnableDialog({ user, onClose }: { user: UserRow; onClose: () => void }) {
  const act = useAct(userEnable, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const run = async () => {
    const answer = await act.run({ userId: user.id })
    if (!answer?.ok) return
    toast(t.enabledToast(user.name))
    revalidate()
    onClose()
  }
  return (
    <ConfirmDialog isOpen title={t.enableTitle(user.name)} confirmLabel={t.enable} isSending={act.isSending} onClose={onClose} onConfirm={() => void run()}>
      <p>{t.enableBody}</p>
      {user.disabledReason && <p className="mt-2 text-text-2">{t.because(user.disabledReason)}</p>}
      {act.refusal && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
    </ConfirmDialog>
  )
}

/** Tabs of the administrator's pages, each with an address of its own. */
export function AdminTabs({ at }: { at: keyof typeof adminPages }) {
  return (
    <div className="mb-4">
      <LinkTabs label={t.sections} items={(Object.keys(adminPages) as (keyof typeof adminPages)[]).map(key => ({ key, to: adminPages[key], label: t[key], isCurrent: at === key }))} />
    </div>
  )
}

const adminPages = { users: '/quan-tri', units: '/quan-tri/don-vi', security: '/quan-tri/bao-mat', rules: '/quan-tri/bo-quy-tac', alerts: '/quan-tri/canh-bao' } as const
