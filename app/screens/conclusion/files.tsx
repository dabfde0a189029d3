import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { TextInput } from '#app/components/field.tsx'
import { FilePicker } from '#app/components/file-picker.tsx'
import { conclusionAddFile, conclusionRemoveFile, conclusionRenameFile } from '#app/contracts/conclusion.ts'
import { newId } from '#app/live/new-id.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { shellText } from '#app/text/shell.ts'
import { FileList } from './file-list.tsx'
import type { File } from './read.ts'

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
