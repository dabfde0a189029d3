import { buttonClass, Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { FormError } from '#app/components/field.tsx'
import { CircleCheck, Download, Printer } from '#app/components/icon.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { packChanged, packRequest } from '#app/contracts/pack.ts'
import { useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { errorText } from '#app/text/errors.ts'
import { formatBytes, formatNumber } from '#app/text/format.ts'
import { packText as t } from '#app/text/pack.ts'

type Pack = PayloadOf<typeof packChanged>['pack']
export type PackData = { pack: Pack | null; seq: number; stream: string }

type Shown = { pack: Pack | null }
const reduce = (view: Shown, e: StreamEvent): Shown => (e.name === packChanged.name ? { pack: (e.payload as PayloadOf<typeof packChanged>).pack } : view)

/** Bản in dự phòng on the session's page: made by one press, followed while it is made, taken when it is there. */
export function PackCard({ data, meetingId }: { data: PackData; meetingId: string }) {
  const {
    view: { pack },
  } = useStream<Shown>({ stream: data.stream, seq: data.seq, view: data, reduce })
  const act = useAct(packRequest, { isOnlyNow: true })
  const isMaking = pack?.status === 'waiting' || pack?.status === 'building'
  const isReady = pack?.status === 'done'
  return (
    <Card title={t.title}>
      <p className="text-text-2">{t.lead}</p>
      <div role="status" className="mt-2">
        {!pack && <p className="text-text-3">{t.none}</p>}
        {pack?.status === 'waiting' && <p>{t.waiting}</p>}
        {pack?.status === 'building' && (
          <>
            <p>{t.building(pack.done, pack.total)}</p>
            <ProgressBar percent={pack.total === 0 ? 0 : (pack.done / pack.total) * 100} label={t.building(pack.done, pack.total)} />
          </>
        )}
        {pack?.status === 'failed' && <p className="text-soon">{t.failed}</p>}
        {isReady && (
          <p className="flex items-start gap-2 font-semibold text-ok">
            <CircleCheck className="mt-1 shrink-0" aria-hidden />
            {t.ready(pack.pages ?? 0, formatBytes(pack.size ?? 0)).replace(String(pack.pages), formatNumber(pack.pages ?? 0))}
          </p>
        )}
        {isReady && !pack.isCurrent && <p className="text-soon">{t.stale}</p>}
      </div>
      <FormError>{act.refusal && errorText(act.refusal.code, act.refusal.params)}</FormError>
      <div className="mt-3 flex flex-wrap gap-2">
        {isReady && (
          <a className={buttonClass('outline', 'md')} href={`/phien-hop/${meetingId}/ban-in.pdf`} download>
            <Download aria-hidden />
            {t.download}
          </a>
        )}
        {!(isReady && pack.isCurrent) && (
          <Button icon={<Printer aria-hidden />} isSending={act.isSending || isMaking} sendingLabel={t.waiting} onClick={() => void act.run({ meetingId })}>
            {pack ? t.again : t.make}
          </Button>
        )}
      </div>
    </Card>
  )
}
