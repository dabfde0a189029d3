import { useState } from 'react'
import { Button, IconButton } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { TextInput } from '#app/components/field.tsx'
import { FilePicker } from '#app/components/file-picker.tsx'
import { Paperclip, Pencil, X } from '#app/components/icon.tsx'
import { conclusionAddFile, conclusionRemoveFile, conclusionRenameFile } from '#app/contracts/conclusion.ts'
import { newId } from '#app/live/new-id.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { formatBytes } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import type { File } from './read.ts'

/** Files that go with a conclusion, to open. */
export function FileList({ files, onRename, onRemove }: { files: readonly File[]; onRename?: (f: File) => void; onRemove?: (f: File) => void }) {
  if (files.length === 0) return null
  return (
    <ul aria-label={t.files} className="flex flex-col gap-1">
      {files.map(f => (
        <li key={f.id} className="flex items-center gap-1">
          <a className="inline-flex min-h-8 min-w-0 items-center gap-1.5 rounded-md px-1 text-text-2 hover:text-act hover:underline pointer-coarse:min-h-11" href={`/tep/${f.fileId}`} target="_blank" rel="noreferrer">
            <Paperclip aria-hidden className="shrink-0" />
            <span className="min-w-0">{f.title}</span>
            <span className="shrink-0 text-sm text-text-3">{formatBytes(f.size)}</span>
          </a>
          {onRename && (
            <IconButton label={t.renameOne(f.title)} size="sm" variant="plain" onClick={() => onRename(f)}>
              <Pencil aria-hidden />
            </IconButton>
          )}
          {onRemove && (
            <IconButton label={t.removeFile(f.title)} size="sm" variant="plain" onClick={() => onRemove(f)}>
              <X aria-hidden />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Thêm, đổi tên, gỡ tệp kèm kết luận. */
export function ConclusionFiles({ meetingId, itemId, files, acts }: { meetingId: string; itemId: string; files: readonly File[]; acts: Acts }) {
  const [renaming, setRenaming] = useState<File | null>(null)
  const [title, setTitle] = useState('')
  return (
    <section aria-label={t.files} className="flex flex-col gap-2">
      <FileList
        files={files}
        onRename={f => {
          setTitle(f.title)
          setRenaming(f)
        }}
        onRemove={f => void acts.run(conclusionRemoveFile, { meetingId, id: f.id }, f.id)}
      />
      <FilePicker
        label={t.addFile}
        purpose="task"
        isMulti
        isTransient
        onReceived={f => void acts.run(conclusionAddFile, { meetingId, itemId, id: newId(), fileId: f.fileId, title: f.name.replace(/\.[a-z0-9]{2,5}$/i, '') || f.name }, f.fileId)}
      />
      <Dialog
        isOpen={renaming !== null}
        onClose={() => setRenaming(null)}
        title={t.renameTitle}
        footer={
          <>
            <Button onClick={() => setRenaming(null)}>{shellText.button.cancel}</Button>
            <Button
              variant="primary"
              disabled={title.trim() === ''}
              onClick={async () => {
                if (renaming) await acts.run(conclusionRenameFile, { meetingId, id: renaming.id, title })
                setRenaming(null)
              }}
            >
              {t.save}
            </Button>
          </>
        }
      >
        <TextInput label={t.fileTitle} value={title} maxLength={300} onChange={e => setTitle(e.target.value)} />
      </Dialog>
    </section>
  )
}
