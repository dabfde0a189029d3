import { IconButton } from '#app/components/button.tsx'
import { Paperclip, Pencil, X } from '#app/components/icon.tsx'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { formatBytes } from '#app/text/format.ts'
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
