import { useFetcher } from '@remix-run/react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { TextInput } from '#app/components/field.tsx'
import { peopleText } from '#app/text/people.ts'

const t = peopleText.add

export type Found = { userId: string; name: string; titles: string[]; unitName: string; isListed: boolean }
const PAUSE_MS = 200

/** Finds people of the province's directory while somebody types, without marks. `act` draws what may be done with each. */
export function FindPerson({ meetingId, label, act }: { meetingId: string; label: string; act: (found: Found) => ReactNode }) {
  const [typed, setTyped] = useState('')
  const fetcher = useFetcher<Found[]>()
  const load = useRef(fetcher.load)
  load.current = fetcher.load
  const text = typed.trim()
  useEffect(() => {
    if (text === '') return
    const timer = setTimeout(() => load.current(`/phien-hop/${meetingId}/tim-nguoi?q=${encodeURIComponent(text)}`), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, meetingId])
  const found = text === '' ? [] : (fetcher.data ?? [])
  const isAsking = fetcher.state !== 'idle'
  return (
    <div>
      <TextInput label={label} hint={t.findHint} type="search" autoComplete="off" value={typed} maxLength={100} onChange={e => setTyped(e.target.value)} />
      <p role="status" className="mt-2 min-h-5 text-sm text-text-3">
        {text === '' ? t.typing : isAsking ? t.searching : fetcher.data && found.length === 0 ? t.none : ''}
      </p>
      <ul className="divide-y divide-line">
        {found.map(f => (
          <li key={f.userId} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <p className="min-w-0 flex-[1_1_12rem]">
              <span className="font-semibold text-text">{f.name}</span>
              <span className="block text-sm text-text-3">{[...new Set([...f.titles.filter(x => x !== f.name), f.unitName])].filter(Boolean).join(' · ')}</span>
            </p>
            {act(f)}
          </li>
        ))}
      </ul>
    </div>
  )
}
