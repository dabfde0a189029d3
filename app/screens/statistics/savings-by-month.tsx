import { useRevalidator } from '@remix-run/react'
import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { Pencil } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { savingsSetPrice } from '#app/contracts/savings.ts'
import { type Savings, type SavingsPrice, sumSavings } from '#app/domain/statistics/savings.ts'
import { useAct } from '#app/live/use-command.ts'
import { Unknown } from '#app/screens/record/savings-card.tsx'
import { errorText } from '#app/text/errors.ts'
import { formatNumber } from '#app/text/format.ts'
import { moneyText, pagesText, savingsText as t } from '#app/text/savings.ts'
import { shellText } from '#app/text/shell.ts'
import { monthName } from '#app/text/statistics.ts'

export type SavingsData = { months: { month: string; sessions: number; savings: Savings }[]; price: SavingsPrice; mayPrice: boolean }

/** Giấy và tiền tiết kiệm by month, with the price and who set it. */
export function SavingsByMonth({ data }: { data: SavingsData }) {
  const [isEditing, setEditing] = useState(false)
  const total = sumSavings(data.months.map(m => m.savings))
  const c = t.columns
  return (
    <Card title={t.byMonth}>
      {data.months.length === 0 ? (
        <p className="text-text-3">{t.noSession}</p>
      ) : (
        <DataTable
          caption={t.byMonth}
          rows={data.months}
          rowKey={m => m.month}
          columns={[
            { key: 'month', head: t.month, isHead: true, className: 'whitespace-nowrap', cell: m => monthName(m.month) },
            { key: 'sessions', head: t.sessions, isFigure: true, cell: m => m.sessions },
            { key: 'paper', head: c.paper, isFigure: true, cell: m => formatNumber(m.savings.paper) },
            { key: 'guest', head: c.guest, isFigure: true, cell: m => formatNumber(m.savings.guest) },
            { key: 'invitation', head: c.invitation, isFigure: true, cell: m => formatNumber(m.savings.invitation) },
            { key: 'ballot', head: c.ballot, isFigure: true, cell: m => formatNumber(m.savings.ballot) },
            { key: 'pages', head: c.pages, isFigure: true, cell: m => formatNumber(m.savings.pages) },
            { key: 'money', head: c.money, isFigure: true, className: 'whitespace-nowrap', cell: m => (m.savings.money === null ? t.moneyUnknown : formatNumber(m.savings.money)) },
          ]}
        />
      )}
      {data.months.length > 0 && (
        <p className="mt-3 font-semibold">
          {t.total}: {pagesText(total)}, {moneyText(total)}
        </p>
      )}
      <Unknown unknownPapers={total.unknownPapers} price={data.price} />
      <ul className="mt-3 flex list-disc flex-col gap-1 pl-5 text-sm text-text-3">
        {t.rules.map(l => (
          <li key={l}>{l}</li>
        ))}
      </ul>
      {data.mayPrice && (
        <Button className="mt-3 print:hidden" icon={<Pencil aria-hidden />} onClick={() => setEditing(true)}>
          {t.edit}
        </Button>
      )}
      {isEditing && <PriceDialog price={data.price} onClose={() => setEditing(false)} />}
    </Card>
  )
}

function PriceDialog({ price, onClose }: { price: SavingsPrice; onClose: () => void }) {
  const act = useAct(savingsSetPrice)
  const { revalidate } = useRevalidator()
  const [typed, setTyped] = useState(price ? String(price.perPage) : '')
  const [source, setSource] = useState(price?.source ?? '')
  const [isTried, setTried] = useState(false)
  const digits = typed.replace(/[.\s]/g, '')
  const isWrong = digits !== '' && !/^\d{1,7}$/.test(digits)
  const save = async () => {
    setTried(true)
    if (isWrong) return
    const answer = await act.run({ pricePerPage: digits === '' ? null : Number(digits), source })
    if (!answer?.ok) return
    toast(t.saved)
    revalidate()
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.editTitle}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={act.isSending} onClick={() => void save()}>
            {t.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextInput label={t.priceLabel} hint={t.priceHint} inputMode="numeric" value={typed} error={isTried && isWrong ? t.priceWrong : undefined} onChange={e => setTyped(e.target.value)} />
        <TextInput label={t.source} hint={t.sourceHint} maxLength={300} value={source} onChange={e => setSource(e.target.value)} />
        <FormError>{act.refusal && errorText(act.refusal.code, act.refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}
