import { useEffect, useId, useRef, useState } from 'react'
import type { Upload } from 'tus-js-client'
import { isPhoto, MAX_PHOTO_BYTES } from '#app/domain/task/photo.ts'
import { type Received, sendFile } from '#app/live/away/upload.ts'
import { errorText } from '#app/text/errors.ts'
import { fileText } from '#app/text/files.ts'
import { formatBytes } from '#app/text/format.ts'
import { Button, IconButton } from './button.tsx'
import { CircleAlert, FileText, X } from './icon.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { reducePhoto } from './reduce-photo.ts'

type Row = { key: number; name: string; size: number; percent: number; state: 'sending' | 'waiting' | 'done' | 'refused'; message: string | null; fileId: string | null }

type Props = {
  label: string
  /** paper = PDF only; plan = a workbook of rows that become tasks */
  purpose: 'paper' | 'task' | 'plan'
  isMulti?: boolean
  /** every file the server holds whole and has looked at */
  onReceived: (file: Received) => void
  onRemoved?: (fileId: string) => void
  /** rows disappear once received: where the received file is shown elsewhere */
  isTransient?: boolean
}

const MAX_BYTES = 200 * 1024 * 1024
const PLAN_MAX_BYTES = 10 * 1024 * 1024
const HINT = { paper: fileText.hintPdf, task: fileText.hint, plan: fileText.hintPlan }
const ACCEPT = { plan: '.xlsx', paper: '.pdf,application/pdf', task: '.pdf,.jpg,.jpeg,.png,.docx,.xlsx,image/*' }

/**
 * Uploads files by pieces: a cut line continues where it stopped, the same file chosen again after a reload goes on too.
 * What the server refuses says why, at its row.
 */
export function FilePicker({ label, purpose, isMulti, onReceived, onRemoved, isTransient }: Props) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [rows, setRows] = useState<Row[]>([])
  const uploads = useRef(new Map<number, Upload>())
  const nextKey = useRef(1)
  useEffect(() => {
    const running = uploads.current
    return () => running.forEach(u => void u.abort())
  }, [])
  const patch = (key: number, part: Partial<Row>) => setRows(all => all.map(r => (r.key === key ? { ...r, ...part } : r)))
  const drop = (key: number) => setRows(all => all.filter(r => r.key !== key))

  const send = async (chosen: File) => {
    const key = nextKey.current++
    // A photo of a commune's evidence is made smaller here: fewer minutes on a weak line, and nothing to be refused for.
    const file = purpose === 'task' ? await reducePhoto(chosen) : chosen
    setRows(all => [...all, { key, name: file.name, size: file.size, percent: 0, state: 'sending', message: null, fileId: null }])
    // Told at once; the server says it again for those who come another way.
    if (file.size > MAX_BYTES) return patch(key, { state: 'refused', message: errorText('FILE_TOO_LARGE') })
    if (purpose === 'plan' && file.size > PLAN_MAX_BYTES) return patch(key, { state: 'refused', message: errorText('PLAN_TOO_LARGE') })
    if (purpose === 'task' && isPhoto(file.name) && file.size > MAX_PHOTO_BYTES) return patch(key, { state: 'refused', message: errorText('FILE_PHOTO_TOO_LARGE', { limit: formatBytes(MAX_PHOTO_BYTES) }) })
    const upload = await sendFile(file, purpose, {
      progress: percent => patch(key, { state: 'sending', percent }),
      waiting: () => patch(key, { state: 'waiting' }),
      refused: ({ code, params }) => patch(key, { state: 'refused', message: errorText(code, params) }),
      received: got => {
        onReceived(got)
        if (isTransient) drop(key)
        else patch(key, { state: 'done', percent: 100, fileId: got.fileId })
      },
    })
    uploads.current.set(key, upload)
  }

  return (
    <div className="flex flex-col gap-2">
      <input
        ref={input}
        id={id}
        type="file"
        className="sr-only"
        aria-label={label}
        accept={ACCEPT[purpose]}
        multiple={isMulti}
        onChange={e => {
          for (const file of e.target.files ?? []) void send(file)
          e.target.value = ''
        }}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={<FileText aria-hidden />} onClick={() => input.current?.click()}>
          {label}
        </Button>
        <span className="text-sm text-text-3">{HINT[purpose]}</span>
      </div>
      <ul className="flex flex-col gap-2" aria-live="polite">
        {rows.map(r => (
          <li key={r.key} className="flex flex-col gap-1 rounded-md border border-line bg-surface-2 p-2">
            <span className="flex items-center gap-2">
              <FileText aria-hidden className="shrink-0" />
              <span className="min-w-0 grow truncate font-semibold" title={r.name}>
                {r.name}
              </span>
              <span className="shrink-0 text-sm text-text-3">{formatBytes(r.size)}</span>
              <IconButton
                label={fileText.remove}
                variant="plain"
                size="sm"
                onClick={() => {
                  stop(uploads.current.get(r.key))
                  drop(r.key)
                  if (r.fileId) onRemoved?.(r.fileId)
                }}
              >
                <X aria-hidden />
              </IconButton>
            </span>
            {(r.state === 'sending' || r.state === 'waiting') && <ProgressBar percent={r.percent} label={fileText.uploading(r.percent)} />}
            {r.state === 'waiting' && <span className="text-sm text-soon">{fileText.paused}</span>}
            {r.state === 'done' && <span className="text-sm text-ok">{fileText.done}</span>}
            {r.state === 'refused' && (
              <span role="alert" className="flex items-start gap-1.5 text-sm text-late">
                <CircleAlert aria-hidden className="mt-0.5 shrink-0" />
                {r.message}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Ends an upload and has the server drop its part; without a line it at least stops sending. */
function stop(upload: Upload | undefined): void {
  upload?.abort(true).catch(() => upload.abort())
}
