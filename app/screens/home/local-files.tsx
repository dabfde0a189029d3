import { useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '#app/components/button.tsx'
import { Camera, CircleAlert, FileText, Paperclip, X } from '#app/components/icon.tsx'
import { reducePhoto } from '#app/components/reduce-photo.ts'
import { isPhoto, MAX_PHOTO_BYTES } from '#app/domain/task/photo.ts'
import { filesInUse } from '#app/live/outbox.ts'
import { newId } from '#app/live/new-id.ts'
import { dropFiles, keepFile, type LocalFile, readFile, sweepFiles } from '#app/live/away/waiting-files.ts'
import { errorText } from '#app/text/errors.ts'
import { formatBytes } from '#app/text/format.ts'
import { workText as w } from '#app/text/my-work.ts'

const MAX_BYTES = 200 * 1024 * 1024
const MAX_FILES = 20

/** Photos and files of a report, kept on this device until they are sent: it needs no line to choose them. */
export function LocalFiles({ owner, files, onFiles }: { owner: string; files: readonly LocalFile[]; onFiles: (files: LocalFile[]) => void }) {
  const camera = useRef<HTMLInputElement>(null)
  const store = useRef<HTMLInputElement>(null)
  const [isReducing, setReducing] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [isLasting, setLasting] = useState(true)
  const latest = useRef(files)
  latest.current = files
  useEffect(() => void sweepFiles(filesInUse()), [])

  const take = async (chosen: File[]) => {
    setProblem(null)
    setReducing(true)
    try {
      for (const one of chosen.slice(0, MAX_FILES - latest.current.length)) {
        // Smaller before it is kept: the device's room and the commune's line are both short.
        const file = await reducePhoto(one)
        if (file.size > MAX_BYTES) setProblem(errorText('FILE_TOO_LARGE'))
        else if (isPhoto(file.name) && file.size > MAX_PHOTO_BYTES) setProblem(errorText('FILE_PHOTO_TOO_LARGE', { limit: formatBytes(MAX_PHOTO_BYTES) }))
        else {
          const { isLasting: lasts, ...kept } = await keepFile(newId(), owner, file)
          if (!lasts) setLasting(false)
          latest.current = [...latest.current, kept]
          onFiles([...latest.current])
        }
      }
    } finally {
      setReducing(false)
    }
  }
  const input = (ref: typeof camera, label: string, more: { accept: string; capture?: 'environment'; multiple?: boolean }) => (
    <input
      ref={ref}
      type="file"
      className="sr-only"
      tabIndex={-1}
      aria-label={label}
      {...more}
      onChange={e => {
        void take([...(e.target.files ?? [])])
        e.target.value = ''
      }}
    />
  )
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{w.photos}</legend>
      {input(camera, w.photo, { accept: 'image/*', capture: 'environment' })}
      {input(store, w.file, { accept: '.pdf,.jpg,.jpeg,.png,.docx,.xlsx,image/*', multiple: true })}
      <ul className="flex flex-wrap gap-2" aria-live="polite">
        {files.map(f => (
          <Shown
            key={f.id}
            file={f}
            owner={owner}
            onRemove={() => {
              onFiles(files.filter(x => x.id !== f.id))
              void dropFiles([f.id])
            }}
          />
        ))}
      </ul>
      <div className="grid grid-cols-2 gap-2">
        <Button size="lg" className="border-dashed px-2!" icon={<Camera aria-hidden />} isSending={isReducing} sendingLabel={w.reducing} onClick={() => camera.current?.click()}>
          {files.length > 0 ? w.photoMore : w.photo}
        </Button>
        <Button size="lg" className="border-dashed px-2!" icon={<Paperclip aria-hidden />} onClick={() => store.current?.click()}>
          {w.file}
        </Button>
      </div>
      <p className="text-sm text-text-3">{w.photosHint}</p>
      {(problem || (!isLasting && files.length > 0)) && (
        <p role="alert" className="flex items-start gap-1.5 text-sm text-late">
          <CircleAlert aria-hidden className="mt-0.5 shrink-0" />
          {problem ?? w.notLasting}
        </p>
      )}
    </fieldset>
  )
}

function Shown({ file, owner, onRemove }: { file: LocalFile; owner: string; onRemove: () => void }) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!/\.(jpe?g|png|webp)$/i.test(file.name)) return
    let made: string | null = null
    let isOver = false
    void readFile(file.id, owner).then(f => {
      if (!f || isOver) return
      made = URL.createObjectURL(f)
      setUrl(made)
    })
    return () => {
      isOver = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [file.id, file.name, owner])
  return (
    <li className="relative flex h-20 min-w-20 items-center justify-center overflow-hidden rounded-lg border border-line bg-surface-2">
      {url ? (
        <img src={url} alt={file.name} className="h-20 w-24 object-cover" />
      ) : (
        <span className="flex max-w-44 flex-col items-center gap-1 px-8 text-center text-xs">
          <FileText aria-hidden className="text-lg" />
          <span className="line-clamp-2 break-all">{file.name}</span>
        </span>
      )}
      <IconButton label={w.removeFile(file.name)} className="absolute! top-0 right-0 bg-surface/85" onClick={onRemove}>
        <X aria-hidden />
      </IconButton>
    </li>
  )
}
