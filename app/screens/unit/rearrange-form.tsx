import { useFetcher, useRevalidator } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { DateInput, FormError, Select, TextInput } from '#app/components/field.tsx'
import { Plus, X } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { UnitPicker } from '#app/components/unit-picker.tsx'
import { unitRearrange } from '#app/contracts/unit.ts'
import { isInForce, type RearrangeKind, rearrangeKinds } from '#app/domain/unit/rearrange.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { shellText } from '#app/text/shell.ts'
import { unitText as t } from '#app/text/units.ts'
import type { UnitsData } from './units-screen.tsx'

type Preview = { lead: number; beside: number; duties: number; cards: number; people: { userId: string; name: string; title: string }[]; tasks: { id: string; code: string; title: string }[] }
type Target = { id: string; name: string; short: string }
const blank = (): Target => ({ id: newId(), name: '', short: '' })

/** One change of the order of units: what goes, what comes, by which document; what moves is counted before the question. */
export function RearrangeForm({ data, onClose }: { data: UnitsData; onClose: () => void }) {
  const [kind, setKind] = useState<RearrangeKind>('merge')
  const [on, setOn] = useState<string | null>(data.today)
  const [document, setDocument] = useState('')
  const [fromIds, setFrom] = useState<string[]>([])
  const [isIntoStanding, setStanding] = useState(false)
  const [standingId, setStandingId] = useState<string | null>(null)
  const [parentId, setParent] = useState<string | null>(null)
  const [targets, setTargets] = useState<Target[]>(() => [blank()])
  const [taskTo, setTaskTo] = useState<Record<string, string>>({})
  const [peopleTo, setPeopleTo] = useState<Record<string, string>>({})
  const [isAsking, setAsking] = useState(false)
  const act = useAct(unitRearrange)
  const { revalidate } = useRevalidator()
  const fetcher = useFetcher<Preview>()
  const load = useRef(fetcher.load)
  load.current = fetcher.load
  const chosen = fromIds.join()
  useEffect(() => {
    if (chosen !== '') load.current(`/quan-tri/don-vi/xem-truoc?${chosen.split(',').map(id => `don-vi=${id}`).join('&')}`)
  }, [chosen])
  const preview = chosen !== '' && fetcher.state === 'idle' ? fetcher.data : undefined

  const standing = data.units.filter(u => isInForce(u, data.today) && u.kind !== 'province')
  const into = kind === 'dissolve' || (kind === 'merge' && isIntoStanding)
  const pickKind = (next: RearrangeKind) => {
    act.clear()
    setKind(next)
    if (next !== 'merge') setFrom(ids => ids.slice(0, 1))
    setTargets(list => (next === 'split' ? (list.length < 2 ? [...list, blank()] : list) : list.slice(0, 1)))
  }
  const set = (at: number, more: Partial<Target>) => setTargets(list => list.map((one, n) => (n === at ? { ...one, ...more } : one)))
  const wrong = (field: string) => (act.refusal?.fields?.[field] ? fieldErrorText(act.refusal.fields[field]) : undefined)
  const isFilled = on !== null && document.trim() !== '' && fromIds.length > 0 && (into ? standingId !== null : targets.every(x => x.name.trim() !== ''))
  const send = async () => {
    if (on === null) return
    const shares = (map: Record<string, string>) => Object.entries(map).filter(([, unitId]) => targets.some(x => x.id === unitId))
    const answer = await act.run({
      kind,
      on,
      document,
      fromIds,
      to: into && standingId ? [{ id: standingId, isNew: false }] : targets.map(x => ({ ...x, isNew: true, parentId })),
      taskTo: kind === 'split' ? shares(taskTo).map(([taskId, unitId]) => ({ taskId, unitId })) : [],
      peopleTo: kind === 'split' ? shares(peopleTo).map(([userId, unitId]) => ({ userId, unitId })) : [],
    })
    setAsking(false)
    if (!answer?.ok) return
    toast(t.done(answer.data.tasks, answer.data.people))
    onClose()
    revalidate()
  }
  return (
    <Card title={t.rearrange}>
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault()
          if (isFilled && preview) setAsking(true)
        }}
      >
        <div className="grid gap-4 md:grid-cols-[1fr_12rem_1fr]">
          <Select label={t.what} hint={t.kindHint[kind]} value={kind} onChange={e => pickKind(rearrangeKinds.find(k => k === e.target.value) ?? 'merge')}>
            {rearrangeKinds.map(k => (
              <option key={k} value={k}>
                {t.kind[k]}
              </option>
            ))}
          </Select>
          <DateInput label={t.day} value={on} onValue={setOn} error={wrong('on')} required />
          <TextInput label={t.document} hint={t.documentHint} value={document} maxLength={300} required onChange={e => setDocument(e.target.value)} error={wrong('document')} />
        </div>
        {kind === 'merge' ? (
          <UnitPicker label={t.fromUnits} units={standing} isMulti value={fromIds} onChange={setFrom} excludeIds={standingId ? [standingId] : []} error={wrong('fromIds')} />
        ) : (
          <UnitPicker label={t.fromUnits} units={standing} value={fromIds[0] ?? null} onChange={id => setFrom(id ? [id] : [])} error={wrong('fromIds')} />
        )}
        {kind === 'merge' && (
          <div className="flex flex-wrap gap-x-6">
            {[false, true].map(v => (
              <label key={String(v)} className="flex min-h-11 items-center gap-2">
                <input type="radio" name="into" className="size-4" checked={isIntoStanding === v} onChange={() => setStanding(v)} />
                {v ? t.intoStanding : t.intoNew}
              </label>
            ))}
          </div>
        )}
        {into ? (
          <UnitPicker label={kind === 'dissolve' ? t.heir : t.target} units={standing} value={standingId} onChange={setStandingId} excludeIds={fromIds} error={wrong('to')} />
        ) : (
          <>
            {targets.map((target, at) => (
              <div key={target.id} role="group" aria-label={targets.length > 1 ? t.nth(at + 1) : t.newName} className="grid gap-4 md:grid-cols-[1fr_12rem_auto] md:items-start">
                <TextInput label={targets.length > 1 ? `${t.newName} (${at + 1})` : t.newName} value={target.name} maxLength={200} required onChange={e => set(at, { name: e.target.value })} error={at === 0 ? wrong('to') : undefined} />
                <TextInput label={t.newShort} value={target.short} maxLength={40} onChange={e => set(at, { short: e.target.value })} />
                {kind === 'split' && targets.length > 2 && (
                  <IconButton label={t.removeTarget(at + 1)} className="md:mt-6" onClick={() => setTargets(list => list.filter((_, n) => n !== at))}>
                    <X aria-hidden />
                  </IconButton>
                )}
              </div>
            ))}
            {kind === 'split' && targets.length < 20 && (
              <Button className="self-start" icon={<Plus aria-hidden />} onClick={() => setTargets(list => [...list, blank()])}>
                {t.addTarget}
              </Button>
            )}
            {kind === 'move' && <UnitPicker label={t.parent} hint={t.parentHint} units={data.units.filter(u => isInForce(u, data.today))} value={parentId} onChange={setParent} excludeIds={fromIds} />}
          </>
        )}
        {kind === 'split' && preview && (preview.tasks.length > 0 || preview.people.length > 0) && (
          <fieldset className="rounded-md border border-line p-3">
            <legend className="px-1 font-semibold">{t.share}</legend>
            <p className="text-sm text-text-3">{t.shareHint}</p>
            <ul className="max-h-80 divide-y divide-line overflow-y-auto" tabIndex={0} aria-label={t.share}>
              {[
                ...preview.tasks.map(x => ({ key: x.id, label: `${x.code} – ${x.title}`, name: t.taskTo(x.code), map: taskTo, put: setTaskTo })),
                ...preview.people.map(p => ({ key: p.userId, label: `${p.name} – ${p.title}`, name: t.personTo(p.name), map: peopleTo, put: setPeopleTo })),
              ].map(row => (
                <li key={row.key} className="flex flex-wrap items-center gap-x-4 py-1.5">
                  <span className="min-w-0 flex-[1_1_14rem]">{row.label}</span>
                  <Select label={row.name} isLabelHidden frameClassName="w-64" value={row.map[row.key] ?? targets[0]?.id} onChange={e => row.put({ ...row.map, [row.key]: e.target.value })}>
                    {targets.map((x, at) => (
                      <option key={x.id} value={x.id}>
                        {x.name.trim() || t.nth(at + 1)}
                      </option>
                    ))}
                  </Select>
                </li>
              ))}
            </ul>
          </fieldset>
        )}
        <p role="status" className="min-h-6 text-text-2">
          {preview ? t.effect({ ...preview, people: new Set(preview.people.map(p => p.userId)).size }) : chosen !== '' ? t.counting : ''}
        </p>
        {act.refusal && !isAsking && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
        <div className="flex justify-end gap-3">
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button type="submit" variant="primary" disabled={!isFilled || !preview}>
            {t.next}
          </Button>
        </div>
      </form>
      <ConfirmDialog isOpen={isAsking} title={t.confirmTitle} confirmLabel={t.confirm} isSending={act.isSending} onClose={() => setAsking(false)} onConfirm={() => void send()}>
        <p className="font-semibold text-text">
          {t.step(
            fromIds.map(id => data.units.find(u => u.id === id)?.name ?? '').join(', '),
            into ? (data.units.find(u => u.id === standingId)?.name ?? '') : targets.map(x => x.name.trim()).join(', '),
          )}
        </p>
        {preview && <p className="mt-2">{t.effect({ ...preview, people: new Set(preview.people.map(p => p.userId)).size })}</p>}
        <p className="mt-2 text-text-3">{t.noUndo}</p>
      </ConfirmDialog>
    </Card>
  )
}
