import { useRevalidator } from '@remix-run/react'
import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError, Select, TextInput } from '#app/components/field.tsx'
import { Armchair, Plus } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import { roomRemove, roomSave } from '#app/contracts/seating.ts'
import { type RoomPlan, rowsPlan, tablesPlan, uPlan } from '#app/domain/seating/plan.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import { seatingText as t } from '#app/text/seating.ts'
import { shellText } from '#app/text/shell.ts'
import { RoomGround, seatPlace } from './seat-map.tsx'

type RoomRow = { id: string; name: string; plan: RoomPlan }
type Preset = 'u' | 'rows' | 'tables'
type Numbers = { head: number; side: number; guests: number; rows: number; columns: number; tables: number; perTable: number }

const start: Numbers = { head: 9, side: 9, guests: 8, rows: 6, columns: 10, tables: 6, perTable: 8 }
const fields: Record<Preset, { key: keyof Numbers; label: string; min: number; max: number }[]> = {
  u: [
    { key: 'head', label: t.head9, min: 1, max: 25 },
    { key: 'side', label: t.side, min: 1, max: 40 },
    { key: 'guests', label: t.guests, min: 0, max: 40 },
  ],
  rows: [
    { key: 'rows', label: t.rows, min: 1, max: 20 },
    { key: 'columns', label: t.columns, min: 1, max: 20 },
  ],
  tables: [
    { key: 'head', label: t.head9, min: 1, max: 25 },
    { key: 'tables', label: t.tables, min: 1, max: 20 },
    { key: 'perTable', label: t.perTable, min: 2, max: 16 },
  ],
}
const planOf = (preset: Preset, n: Numbers): RoomPlan =>
  preset === 'u' ? uPlan(n.head, n.side, n.guests) : preset === 'rows' ? rowsPlan(n.rows, n.columns) : tablesPlan(n.head, n.tables, n.perTable)

/** Danh mục sơ đồ phòng họp: from a pattern and its numbers, seen before it is saved. */
export function RoomsScreen({ rooms }: { rooms: RoomRow[] }) {
  const [editing, edit] = useState<{ id: string; name: string; plan: RoomPlan | null } | null>(null)
  const [asked, ask] = useState<RoomRow | null>(null)
  const remove = useAct(roomRemove)
  const { revalidate } = useRevalidator()
  return (
    <div className="mx-auto max-w-5xl">
      <PageTitle
        title={t.rooms}
        actions={
          <Button size="lg" variant="primary" icon={<Plus aria-hidden />} onClick={() => edit({ id: newId(), name: '', plan: null })}>
            {t.newRoom}
          </Button>
        }
      >
        <p>{t.roomsLead}</p>
      </PageTitle>
      {editing && <RoomForm key={editing.id} room={editing} onClose={() => edit(null)} />}
      {rooms.length === 0 && !editing && <Empty icon={<Armchair aria-hidden />} title={t.roomsNone} />}
      <ul className="grid gap-4 md:grid-cols-2">
        {rooms.map(r => (
          <li key={r.id}>
            <Card title={r.name} aside={t.seats(r.plan.seats.length)}>
              <PlanPicture name={r.name} plan={r.plan} />
              <div className="mt-3 flex gap-2">
                <Button size="sm" aria-label={t.editRoom(r.name)} onClick={() => edit({ id: r.id, name: r.name, plan: r.plan })}>
                  {t.edit}
                </Button>
                <Button size="sm" aria-label={t.removeRoom(r.name)} onClick={() => ask(r)}>
                  {t.remove}
                </Button>
              </div>
            </Card>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={asked !== null}
        title={t.removeRoom(asked?.name ?? '')}
        confirmLabel={t.remove}
        isSending={remove.isSending}
        error={remove.refusal && errorText(remove.refusal.code, remove.refusal.params)}
        onClose={() => ask(null)}
        onConfirm={async () => {
          const answer = asked && (await remove.run({ layoutId: asked.id }))
          if (!answer?.ok) return
          ask(null)
          revalidate()
        }}
      >
        {t.removeBody}
      </ConfirmDialog>
    </div>
  )
}

function RoomForm({ room, onClose }: { room: { id: string; name: string; plan: RoomPlan | null }; onClose: () => void }) {
  const [name, setName] = useState(room.name)
  const [preset, setPreset] = useState<Preset>('u')
  const [numbers, setNumbers] = useState(start)
  // A room that is edited keeps its plan until a number or the pattern is changed.
  const [isChanged, setChanged] = useState(room.plan === null)
  const [isEmpty, setEmpty] = useState(false)
  const save = useAct(roomSave)
  const { revalidate } = useRevalidator()
  const plan = isChanged || !room.plan ? planOf(preset, numbers) : room.plan
  return (
    <Card className="mb-4" title={room.name ? t.editRoom(room.name) : t.newRoom}>
      <form
        className="grid gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]"
        onSubmit={async e => {
          e.preventDefault()
          setEmpty(name.trim() === '')
          if (name.trim() === '') return
          const answer = await save.run({ layoutId: room.id, name, plan })
          if (!answer?.ok) return
          toast(t.saved)
          revalidate()
          onClose()
        }}
      >
        <div className="flex flex-col gap-3">
          <TextInput label={t.name} value={name} maxLength={120} error={isEmpty ? t.nameEmpty : undefined} onChange={e => setName(e.target.value)} />
          <Select
            label={t.preset}
            value={preset}
            onChange={e => {
              setPreset(e.target.value as Preset)
              setChanged(true)
            }}
          >
            {(Object.keys(t.presets) as Preset[]).map(p => (
              <option key={p} value={p}>
                {t.presets[p]}
              </option>
            ))}
          </Select>
          {fields[preset].map(f => (
            <TextInput
              key={f.key}
              label={f.label}
              type="number"
              inputMode="numeric"
              min={f.min}
              max={f.max}
              value={numbers[f.key]}
              onChange={e => {
                setNumbers({ ...numbers, [f.key]: Math.min(f.max, Math.max(f.min, Math.round(Number(e.target.value) || f.min))) })
                setChanged(true)
              }}
            />
          ))}
          <FormError>{save.refusal && errorText(save.refusal.code, save.refusal.params)}</FormError>
          <div className="flex gap-2">
            <Button type="submit" variant="primary" isSending={save.isSending}>
              {t.save}
            </Button>
            <Button onClick={onClose}>{shellText.button.cancel}</Button>
          </div>
        </div>
        <div>
          <p className="mb-2 text-sm text-text-3">
            {t.seats(plan.seats.length)} · {t.head}
          </p>
          <PlanPicture name={name || t.newRoom} plan={plan} />
        </div>
      </form>
    </Card>
  )
}

function PlanPicture({ name, plan }: { name: string; plan: RoomPlan }) {
  return (
    <RoomGround plan={plan} label={`${t.map(name)}, ${t.seats(plan.seats.length)}`} maxHeight={420}>
      {plan.seats.map(s => (
        <span key={s.id} aria-hidden className="absolute p-[0.3%]" style={seatPlace(plan, s)}>
          <span className="flex h-full w-full items-center justify-center rounded-[16%] border border-line-strong bg-surface text-text-2" style={{ fontSize: `clamp(7px, ${(100 / plan.width) * 0.28}cqw, 14px)` }}>
            {s.id}
          </span>
        </span>
      ))}
    </RoomGround>
  )
}
