import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { Monitor } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { hallPair, hallRelease } from '#app/contracts/meeting.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import { sessionText } from '#app/text/session.ts'

const t = sessionText.desk.hall

/** Six digits from the screen on the wall; the screens that follow this session. */
export function HallPairing({ meetingId, displays }: { meetingId: string; displays: readonly { id: string; name: string }[] }) {
  const [code, setCode] = useState('')
  const [isWrong, setWrong] = useState(false)
  const pair = useAct(hallPair)
  const release = useAct(hallRelease)
  return (
    <div className="flex flex-col gap-4">
      <form
        className="flex max-w-md flex-col gap-3"
        onSubmit={async e => {
          e.preventDefault()
          const digits = code.replace(/\s/g, '')
          setWrong(!/^\d{6}$/.test(digits))
          if (!/^\d{6}$/.test(digits)) return
          const answer = await pair.run({ meetingId, code: digits })
          if (!answer?.ok) return
          setCode('')
          toast(t.done)
        }}
      >
        <TextInput label={t.code} hint={t.hint} error={isWrong ? t.codeWrong : undefined} inputMode="numeric" autoComplete="off" maxLength={7} value={code} onChange={e => setCode(e.target.value)} />
        <FormError>{pair.refusal && errorText(pair.refusal.code, pair.refusal.params)}</FormError>
        <Button type="submit" variant="outline" className="self-start" icon={<Monitor aria-hidden />} isSending={pair.isSending}>
          {t.pair}
        </Button>
      </form>
      <section aria-label={t.paired}>
        <h3 className="font-semibold">{t.paired}</h3>
        {displays.length === 0 && <p className="text-text-3">{t.none}</p>}
        <ul className="divide-y divide-line">
          {displays.map((d, i) => (
            <li key={d.id} className="flex items-center gap-3 py-2">
              <Monitor aria-hidden />
              <span className="flex-1">{t.name(i + 1, d.name)}</span>
              <Button size="sm" aria-label={t.releaseOne(t.name(i + 1, d.name))} isSending={release.isSending} onClick={() => void release.run({ meetingId, displayId: d.id })}>
                {t.release}
              </Button>
            </li>
          ))}
        </ul>
        <FormError>{release.refusal && errorText(release.refusal.code, release.refusal.params)}</FormError>
      </section>
    </div>
  )
}
