import { useRevalidator } from '@remix-run/react'
import { useState } from 'react'
import { roleSecuritySet } from '#app/contracts/account.ts'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { ShieldCheck } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { useAct } from '#app/live/use-command.ts'
import { adminText as t } from '#app/text/admin.ts'
import { errorText } from '#app/text/errors.ts'

type Role = keyof typeof t.role
export type RoleRow = { role: Role; people: number; withSecond: number; isDemanded: boolean }

/** Bảo mật theo vai trò: who must have a second factor; says beforehand how many it will stop. */
export function SecurityScreen({ roles }: { roles: RoleRow[] }) {
  const act = useAct(roleSecuritySet, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const [asked, ask] = useState<RoleRow | null>(null)
  const order = Object.keys(t.role)
  const run = async () => {
    if (!asked) return
    const answer = await act.run({ role: asked.role, isSecondFactorDemanded: !asked.isDemanded })
    if (!answer?.ok) return
    toast(t.saved)
    revalidate()
    ask(null)
  }
  return (
    <>
      <p className="mb-4 max-w-2xl text-text-2">{t.securityLead}</p>
      <Card title={t.security} isFlush>
        <ul className="divide-y divide-line">
          {[...roles]
            .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
            .map(row => (
              <li key={row.role} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                <p className="min-w-0 flex-[1_1_14rem]">
                  <span className="block font-semibold">{t.role[row.role]}</span>
                  <span className="text-sm text-text-2">{t.people(row.people, row.withSecond)}</span>
                </p>
                <Chip tone={row.isDemanded ? 'ok' : 'neutral'} icon={row.isDemanded ? <ShieldCheck aria-hidden /> : undefined}>
                  {row.isDemanded ? t.demanded : t.free}
                </Chip>
                <Button className="min-h-11 w-36 md:min-h-9" aria-label={row.isDemanded ? t.releaseOne(t.role[row.role]) : t.demandOne(t.role[row.role])} onClick={() => ask(row)}>
                  {row.isDemanded ? t.release : t.demand}
                </Button>
              </li>
            ))}
        </ul>
      </Card>
      {asked && (
        <ConfirmDialog
          isOpen
          title={asked.isDemanded ? t.releaseTitle(t.role[asked.role]) : t.demandTitle(t.role[asked.role])}
          confirmLabel={asked.isDemanded ? t.release : t.demand}
          isSending={act.isSending}
          onClose={() => ask(null)}
          onConfirm={() => void run()}
        >
          <p>{asked.isDemanded ? t.releaseBody : t.demandBody(asked.people - asked.withSecond)}</p>
          {act.refusal && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
        </ConfirmDialog>
      )}
    </>
  )
}
