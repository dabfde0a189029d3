import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { Monitor } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { hallPair } from '#app/contracts/hall.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import { hallText } from '#app/text/hall.ts'
import { sessionText } from '#app/text/session.ts'

const t = sessionText.desk.hall

/** Six digits from the screen on the wall, and how it shall be called. */
export function HallPairing({ meetingId }: { meetingId: string }) {
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [isWrong, setWrong] = useState(false)
  const pair = useAct(hallPair)
  return (
    <form
      className="flex max-w-md flex-col gap-3"
      onSubmit={async e => {
        e.preventDefault()
        const digits = code.replace(/\s/g, '')
        setWrong(!/^\d{6}$/.test(digits))
        if (!/^\d{6}$/.test(digits)) return
        const answer = await pair.run({ meetingId, code: digits, ...(name.trim() ? { name } : {}) })
        if (!answer?.ok) return
        setCode('')
        setName('')
        toast(t.done)
      }}
    >
      <TextInput label={t.code} hint={t.hint} error={isWrong ? t.codeWrong : undefined} inputMode="numeric" autoComplete="off" maxLength={7} value={code} onChange={e => setCode(e.target.value)} />
      <TextInput label={hallText.name} hint={hallText.nameHint} autoComplete="off" maxLength={60} value={name} onChange={e => setName(e.target.value)} />
      <FormError>{pair.refusal && errorText(pair.refusal.code, pair.refusal.params)}</FormError>
      <Button type="submit" variant="outline" className="self-start" icon={<Monitor aria-hidden />} isSending={pair.isSending}>
        {t.pair}
      </Button>
    </form>
  )
}
