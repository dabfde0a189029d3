import { Link } from '@remix-run/react'
import { useState } from 'react'
import { taskViewRemove, taskViewSave } from '#app/contracts/task-view.ts'
import { Button, IconButton } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { Bookmark, Check, PenLine, Save, Star, Trash2, X } from '#app/components/icon.tsx'
import { newId } from '#app/live/new-id.ts'
import type { SavedView } from '#app/live/reducers/saved-views.ts'
import { type Refused, useCommand } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import { boardText as b } from '#app/text/task-board.ts'
import { taskText as t } from '#app/text/tasks.ts'

const NAME_LENGTH = 60

/** The person's saved views: one touch opens one; kept, renamed, opened first, removed with a way back. `address` = what is shown now. */
export default function SavedViews({ views, address, onClose }: { views: readonly SavedView[]; address: string; onClose: () => void }) {
  const command = useCommand()
  const [sending, setSending] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<{ id: string; answer: Refused } | null>(null)
  // A toast would lie below the dialog: what was done is said in it, with the way back.
  const [told, setTold] = useState<{ text: string; back?: SavedView } | null>(null)
  const [renamed, setRenamed] = useState<string | null>(null)
  const [newView, setNewView] = useState(newId)
  const [name, setName] = useState('')
  const isKept = views.some(v => v.address === address)

  const save = async (view: SavedView, done: string, back?: SavedView): Promise<boolean> => {
    if (sending) return false
    setSending(view.id)
    setRefusal(null)
    const { id: viewId, ...rest } = view
    const answer = await command(taskViewSave, { viewId, ...rest }).finally(() => setSending(null))
    if (answer.ok) setTold({ text: done, ...(back && { back }) })
    else setRefusal({ id: viewId, answer })
    return answer.ok
  }
  const remove = async (view: SavedView) => {
    if (sending) return
    setSending(view.id)
    setRefusal(null)
    const answer = await command(taskViewRemove, { viewId: view.id }).finally(() => setSending(null))
    if (answer.ok) setTold({ text: b.removed(view.name), back: view })
    else setRefusal({ id: view.id, answer })
  }
  const errorOf = (id: string) => (refusal?.id === id ? errorText(refusal.answer.code, refusal.answer.params) : undefined)
  return (
    <Dialog isOpen title={b.saved} onClose={onClose}>
      <p role="status" className={cx(told && 'mb-2 flex flex-wrap items-center gap-2 text-ok')}>
        {told && (
          <>
            <Check aria-hidden /> {told.text}
            {told.back && (
              <Button size="sm" variant="plain" onClick={() => void (told.back && save(told.back, b.restored(told.back.name)))}>
                {b.undo}
              </Button>
            )}
          </>
        )}
      </p>
      {views.length === 0 && <p className="mb-3">{b.savedNone}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {views.map(view => (
          <li key={view.id} className="py-1.5">
            {renamed === view.id ? (
              <Rename
                view={view}
                error={errorOf(view.id)}
                isSending={sending === view.id}
                onSave={async to => {
                  if (to === view.name || (await save({ ...view, name: to }, b.saveDone(to)))) setRenamed(null)
                }}
                onClose={() => setRenamed(null)}
              />
            ) : (
              <div className="flex items-center gap-1">
                <Link
                  to={`?${view.address}`}
                  preventScrollReset
                  onClick={onClose}
                  aria-current={view.address === address ? 'true' : undefined}
                  className={cx('flex min-h-11 min-w-0 grow items-center gap-2 rounded-md px-2 font-semibold hover:bg-surface-2', view.address === address ? 'text-text' : 'text-act')}
                >
                  {view.address === address ? <Check aria-hidden /> : <Bookmark aria-hidden />}
                  <span className="min-w-0 break-words">{view.name}</span>
                  {view.isDefault && <span className="text-sm font-normal text-text-3">· {b.isDefault}</span>}
                </Link>
                <IconButton label={view.isDefault ? b.clearDefault : b.makeDefault} aria-pressed={view.isDefault} onClick={() => void save({ ...view, isDefault: !view.isDefault }, b.saveDone(view.name))}>
                  <Star aria-hidden className={view.isDefault ? 'fill-current text-act' : undefined} />
                </IconButton>
                {view.address !== address && (
                  <IconButton label={b.replaceView} onClick={() => void save({ ...view, address }, b.replaced(view.name), view)}>
                    <Save aria-hidden />
                  </IconButton>
                )}
                <IconButton label={b.renameOf(view.name)} onClick={() => setRenamed(view.id)}>
                  <PenLine aria-hidden />
                </IconButton>
                <IconButton label={b.removeOf(view.name)} onClick={() => void remove(view)}>
                  <Trash2 aria-hidden />
                </IconButton>
              </div>
            )}
            {renamed !== view.id && errorOf(view.id) && <FormError>{errorOf(view.id)}</FormError>}
          </li>
        ))}
      </ul>
      {!isKept && (
        <form
          className={cx('flex flex-col gap-3', views.length > 0 && 'mt-3 border-t border-line pt-4')}
          onSubmit={async e => {
            e.preventDefault()
            if (name.trim() === '' || !(await save({ id: newView, name: name.trim(), address, isDefault: false }, b.saveDone(name.trim())))) return
            setName('')
            setNewView(newId())
          }}
        >
          <TextInput label={b.savedName} hint={b.savedNameHint} value={name} maxLength={NAME_LENGTH} error={errorOf(newView)} onChange={e => setName(e.target.value)} autoComplete="off" />
          <Button type="submit" variant="primary" className="self-start" icon={<Bookmark aria-hidden />} isSending={sending === newView} disabled={name.trim() === ''}>
            {b.save}
          </Button>
        </form>
      )}
    </Dialog>
  )
}

function Rename({ view, error, isSending, onSave, onClose }: { view: SavedView; error: string | undefined; isSending: boolean; onSave: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState(view.name)
  return (
    <form
      className="flex items-end gap-1"
      onSubmit={e => {
        e.preventDefault()
        if (name.trim() !== '') onSave(name.trim())
      }}
    >
      <TextInput frameClassName="grow" label={b.renameOf(view.name)} value={name} maxLength={NAME_LENGTH} error={error} onChange={e => setName(e.target.value)} autoFocus autoComplete="off" />
      <Button type="submit" isSending={isSending}>
        {b.rename}
      </Button>
      <IconButton label={t.cancel} onClick={onClose}>
        <X aria-hidden />
      </IconButton>
    </form>
  )
}
