import { useEffect, useState } from 'react'
import { cx } from '#app/components/cx.ts'
import { CircleAlert, CircleCheck } from '#app/components/icon.tsx'
import { checkReceipt } from '#app/domain/voting/sealed.ts'
import { receiptKept } from '#app/live/secret/receipts.ts'
import { secretText } from '#app/text/secret.ts'
import { castCount, type Vote } from '../derive.ts'

const t = secretText.receipt

/**
 * "Phiếu đã được tính": the voter's own screen looks for its receipt in the published list and compares the list's length
 * with the ballots counted. What this device worked out itself is believed before what the server says it was.
 */
export default function OwnReceipt({ vote, userId, recorded }: { vote: Vote; userId: string; recorded: string }) {
  const [kept, setKept] = useState<string | null>(null)
  useEffect(() => setKept(receiptKept(vote.id, userId)), [vote.id, userId])
  const receipts = vote.receipts ?? []
  const own = kept ?? recorded
  const ballots = castCount(vote)
  const found = checkReceipt(own, receipts, vote.count.for + vote.count.against + vote.count.abstain + (vote.invalid ?? 0))
  const isRight = found === 'counted' && own === recorded
  const words = own !== recorded ? t.differs(own, recorded) : found === 'counted' ? t.counted(own, ballots) : found === 'missing' ? t.missing(own) : t.wrong(receipts.length, ballots)
  const Icon = isRight ? CircleCheck : CircleAlert
  return (
    <section aria-label={t.title} className={cx('mb-3 flex items-start gap-2.5 rounded-lg border px-3 py-2.5', isRight ? 'border-ok-line bg-ok-soft text-ok' : 'border-late-line bg-late-soft text-late')}>
      <Icon className="mt-1 shrink-0" aria-hidden />
      <p role={isRight ? 'status' : 'alert'}>
        <strong className="block font-semibold">{t.title}</strong>
        <span className="text-text">{words}</span>
      </p>
    </section>
  )
}
