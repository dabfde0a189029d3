import { Card } from '#app/components/card.tsx'
import { CircleAlert } from '#app/components/icon.tsx'
import { savings, type SavingsInput, type SavingsPrice } from '#app/domain/statistics/savings.ts'
import { formulaLines, moneyText, pagesText, savingsText as t } from '#app/text/savings.ts'

/** Giấy và tiền tiết kiệm of one session: the figures, the formula with its numbers, and what is not known. */
export function SavingsCard({ input, price }: { input: SavingsInput; price: SavingsPrice }) {
  const saved = savings(input, price)
  return (
    <Card title={t.title}>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        <div>
          <dt className="text-sm text-text-3">{t.pages}</dt>
          <dd className="text-card font-semibold tabular-nums">{pagesText(saved)}</dd>
        </div>
        <div>
          <dt className="text-sm text-text-3">{t.money}</dt>
          <dd className="text-card font-semibold tabular-nums">{moneyText(saved)}</dd>
        </div>
      </dl>
      <Unknown unknownPapers={saved.unknownPapers} price={price} />
      <details className="mt-2">
        <summary className="flex min-h-11 cursor-pointer items-center font-semibold text-act">{t.how}</summary>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-text-2 tabular-nums">
          {formulaLines(input, saved, price).map(l => (
            <li key={l}>{l}</li>
          ))}
        </ul>
        <ul className="mt-2 flex list-disc flex-col gap-1 pl-5 text-sm text-text-3">
          {t.rules.map(l => (
            <li key={l}>{l}</li>
          ))}
        </ul>
      </details>
    </Card>
  )
}

/** What is not known is said, never filled in. */
export function Unknown({ unknownPapers, price }: { unknownPapers: number; price: SavingsPrice }) {
  return (
    <>
      {price && <p className="mt-3 text-text-2">{t.price(price)}</p>}
      {[!price && t.noPrice, unknownPapers > 0 && t.unknown(unknownPapers)].map(
        words =>
          words && (
            <p key={words} className="mt-3 flex items-start gap-2 text-soon">
              <CircleAlert className="mt-1 shrink-0" aria-hidden />
              {words}
            </p>
          ),
      )}
    </>
  )
}
