import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { viewingCopy } from './viewing-copy.ts'

/**
 * A viewing copy that was read back and says the same as the original: number of pages, size and words of the first, the
 * middle and the last. Anything else, and the original is shown.
 */
export async function checkedViewingCopy(original: Uint8Array): Promise<Uint8Array | null> {
  const copy = await viewingCopy(original)
  if (!copy) return null
  const [before, after] = [await wordsOf(original), await wordsOf(copy)]
  return before === after ? copy : null
}

async function wordsOf(bytes: Uint8Array): Promise<string> {
  // The library takes its input over; the caller still needs it.
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0, isEvalSupported: false, useSystemFonts: false })
  const doc = await task.promise
  try {
    const seen: unknown[] = [doc.numPages]
    for (const n of new Set([1, Math.ceil(doc.numPages / 2), doc.numPages])) {
      const page = await doc.getPage(n)
      const content = await page.getTextContent()
      seen.push(page.view, page.rotate, content.items.map(i => ('str' in i ? i.str : '')))
    }
    return JSON.stringify(seen)
  } finally {
    await task.destroy()
  }
}
