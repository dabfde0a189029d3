import { useState, type ReactNode } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import type { InputOf } from '#app/contracts/define.ts'
import { rehearsalPlay } from '#app/contracts/rehearsal.ts'
import { useActs } from '#app/screens/session/use-session.ts'
import { rehearsalText } from '#app/text/rehearsal.ts'

const t = rehearsalText.play
const LATE_SECONDS = 20
const CUT_SECONDS = 30

/** Kịch bản: what the simulated members do next. Opened from the banner of any console of the rehearsal. */
export default function PlayDialog({ meetingId, onClose }: { meetingId: string; onClose: () => void }) {
  const acts = useActs()
  const [said, setSaid] = useState('')
  const [values, setValues] = useState({ checkIn: '20', speak: '3', for: '70', against: '10', abstain: '10' })
  const set = (key: keyof typeof values) => (e: { target: { value: string } }) => setValues(v => ({ ...v, [key]: e.target.value }))
  const number = (key: keyof typeof values) => Number.parseInt(values[key], 10)
  const play = async (what: string, input: InputOf<typeof rehearsalPlay>) => {
    setSaid('')
    const answer = await acts.run(rehearsalPlay, input, input.act)
    if (answer?.ok) setSaid(t.done(what))
  }
  const isCount = (key: 'checkIn' | 'speak') => number(key) >= 1
  const run = (what: string, input: InputOf<typeof rehearsalPlay>, isReady = true) => (
    <Button aria-label={t.runOne(what)} size="lg" disabled={!isReady} isSending={acts.isBusy(input.act)} onClick={() => void play(what, input)}>
      {t.run}
    </Button>
  )
  return (
    <Dialog isOpen onClose={onClose} title={t.title} isWide>
      <p>{t.lead}</p>
      <p role="status" className="min-h-6 font-semibold text-ok">
        {said}
      </p>
      <FormError>{acts.error}</FormError>
      <div className="flex flex-col divide-y divide-line text-text">
        <Scene title={t.checkIn} hint={t.checkInHint}>
          <TextInput label={t.count} inputMode="numeric" value={values.checkIn} onChange={set('checkIn')} error={isCount('checkIn') ? undefined : t.number} frameClassName="w-28" />
          {run(t.checkIn, { meetingId, act: 'check_in', count: number('checkIn') }, isCount('checkIn'))}
        </Scene>
        <Scene title={t.vote} hint={t.voteHint}>
          {(['for', 'against', 'abstain'] as const).map(k => (
            <TextInput key={k} label={t[k]} inputMode="numeric" value={values[k]} onChange={set(k)} frameClassName="w-36" />
          ))}
          {run(t.vote, { meetingId, act: 'vote', for: number('for') || 0, against: number('against') || 0, abstain: number('abstain') || 0 })}
        </Scene>
        <Scene title={t.speak} hint={t.speakHint}>
          <TextInput label={t.count} inputMode="numeric" value={values.speak} onChange={set('speak')} error={isCount('speak') ? undefined : t.number} frameClassName="w-28" />
          {run(t.speak, { meetingId, act: 'speak', count: number('speak') }, isCount('speak'))}
        </Scene>
        <Scene title={t.lateQuorum} hint={t.lateQuorumHint}>
          {run(t.lateQuorum, { meetingId, act: 'late_quorum', afterSeconds: LATE_SECONDS })}
        </Scene>
        <Scene title={t.cutLine} hint={t.cutLineHint}>
          {run(t.cutLine, { meetingId, act: 'cut_line', seconds: CUT_SECONDS })}
        </Scene>
      </div>
    </Dialog>
  )
}

function Scene({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <section className="py-3">
      <h3 className="text-md font-semibold">{title}</h3>
      <p className="text-sm text-text-3">{hint}</p>
      <div className="mt-2 flex flex-wrap items-end gap-3">{children}</div>
    </section>
  )
}
