import type { Upload } from 'tus-js-client'

export type Received = { fileId: string; name: string; size: number; pages: number | null }
export type UploadRefusal = { code: string; params?: Record<string, string | number> | undefined }

const CHUNK = 1024 * 1024
/** Pauses before the next try, ms; after the last one the caller decides. */
const PAUSES = [0, 1000, 3000, 5000, 10000, 20000, 30000]

/**
 * Sends one file by pieces: a cut line continues where it stopped, the same file begun before a reload goes on too. Ends with what the
 * server holds, or with its refusal; NO_ANSWER = the line, and it may be begun again.
 */
export async function sendFile(
  file: File,
  purpose: 'paper' | 'task' | 'plan',
  on: { progress: (percent: number) => void; waiting?: () => void; received: (file: Received) => void; refused: (refusal: UploadRefusal) => void },
): Promise<Upload> {
  const tus = await import('tus-js-client')
  const upload = new tus.Upload(file, {
    endpoint: '/tai-len',
    chunkSize: CHUNK,
    retryDelays: PAUSES,
    metadata: { filename: file.name, purpose },
    removeFingerprintOnSuccess: true,
    onShouldRetry: err => {
      const status = err.originalResponse?.getStatus() ?? 0
      // A refusal stays one however often it is asked; 507 is the server's full disk, which no waiting here mends.
      if (status === 507 || (status >= 400 && status < 500 && status !== 409 && status !== 423)) return false
      on.waiting?.()
      return true
    },
    onProgress: (sent, total) => on.progress(total > 0 ? Math.round((sent / total) * 100) : 0),
    onError: err => on.refused(parse<UploadRefusal>('originalResponse' in err ? err.originalResponse?.getBody() : undefined) ?? { code: 'NO_ANSWER' }),
    onSuccess: ({ lastResponse }) => {
      const got = parse<Received>(lastResponse.getBody())
      if (!got?.fileId) return on.refused({ code: 'INTERNAL' })
      on.received({ fileId: got.fileId, name: got.name, size: got.size, pages: got.pages })
    },
  })
  const [last] = await upload.findPreviousUploads()
  if (last) upload.resumeFromPreviousUpload(last)
  upload.start()
  return upload
}

function parse<T>(body: string | undefined): T | null {
  try {
    return JSON.parse(body ?? '') as T
  } catch {
    return null
  }
}
