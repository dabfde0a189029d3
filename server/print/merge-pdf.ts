import { openSync, closeSync, writeSync, readFileSync, fstatSync } from 'node:fs'
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber, type PDFObject, PDFRef, PDFStream } from '@cantoo/pdf-lib'

const CATALOG = 1
const PAGES = 2
const OUTLINES = 3

/**
 * Writes many PDFs behind each other into one, object by object: only one source is in memory at a time, so a pack of
 * hundreds of megabytes needs no more room than its largest paper. Every source keeps its own page tree as a branch of
 * the new one, so nothing of a page is taken apart.
 */
export function makePdfWriter(target: string) {
  const fd = openSync(target, 'w', 0o600)
  const offsets: number[] = []
  let at = 0
  let next = OUTLINES + 1
  let pages = 0
  const kids: PDFRef[] = []
  const marks: { title: string; page: PDFRef }[] = []
  const root = PDFRef.of(PAGES)

  const put = (bytes: Uint8Array | string): void => {
    const chunk = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
    for (let done = 0; done < chunk.length; ) done += writeSync(fd, chunk, done)
    at += chunk.length
  }
  const putObject = (n: number, object: PDFObject): void => {
    const body = new Uint8Array(object.sizeInBytes())
    object.copyBytesInto(body, 0)
    offsets[n] = at
    put(`${n} 0 obj\n`)
    put(body)
    put('\nendobj\n')
  }
  put('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')

  /** Gives every reference inside an object its number in the new file. */
  function renumber(object: PDFObject, base: number): void {
    const moved = (v: PDFObject): PDFObject => {
      if (v instanceof PDFRef) return PDFRef.of(v.objectNumber + base)
      renumber(v, base)
      return v
    }
    if (object instanceof PDFStream) renumber(object.dict, base)
    else if (object instanceof PDFDict) for (const [key, value] of object.entries()) object.set(key, moved(value))
    else if (object instanceof PDFArray) object.asArray().forEach((value, i) => object.set(i, moved(value)))
  }

  async function load(bytes: Uint8Array) {
    const doc = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false })
    const tree = doc.catalog.get(PDFName.of('Pages'))
    if (!(tree instanceof PDFRef)) throw new Error('no page tree')
    const count = doc.getPageCount()
    if (count === 0) throw new Error('no pages')
    return { doc, tree, pageRefs: doc.getPages().map(p => p.ref), base: next }
  }
  type Loaded = Awaited<ReturnType<typeof load>>
  function write({ doc, base }: Loaded, prepare: (object: PDFObject, ref: PDFRef) => void): void {
    const catalog = doc.context.trailerInfo.Root
    for (const [ref, object] of doc.context.enumerateIndirectObjects()) {
      if (ref === catalog) continue
      if (object instanceof PDFRef) continue
      renumber(object, base)
      prepare(object, ref)
      putObject(ref.objectNumber + base, object)
    }
    next = base + doc.context.largestObjectNumber + 1
  }

  return {
    /**
     * A source whose pages are placed one by one with `place`, in any order, between the others.
     * @returns how many pages it has
     */
    async addLoose(bytes: Uint8Array): Promise<{ count: number; place: (page: number, title?: string) => void }> {
      const source = await load(bytes)
      const own = new Set(source.pageRefs)
      write(source, (object, ref) => {
        if (object instanceof PDFDict && own.has(ref)) object.set(PDFName.of('Parent'), root)
      })
      const { base, pageRefs } = source
      return {
        count: pageRefs.length,
        place: (page, title) => {
          const ref = PDFRef.of((pageRefs[page]?.objectNumber ?? 0) + base)
          kids.push(ref)
          pages += 1
          if (title) marks.push({ title, page: ref })
        },
      }
    },
    /** A whole paper behind what is there already. Throws when it can't be read; nothing of it is written then. */
    async addWhole(file: string, title: string): Promise<number> {
      const source = await load(readFileSync(file))
      write(source, (object, ref) => {
        if (object instanceof PDFDict && ref === source.tree) object.set(PDFName.of('Parent'), root)
      })
      kids.push(PDFRef.of(source.tree.objectNumber + source.base))
      pages += source.pageRefs.length
      const first = source.pageRefs[0]
      if (first && title) marks.push({ title, page: PDFRef.of(first.objectNumber + source.base) })
      return source.pageRefs.length
    },
    /** Catalogue, page tree, bookmarks and the table of places; the file is whole after it. */
    async finish(): Promise<{ pages: number; size: number }> {
      const { context } = await PDFDocument.create()
      const outline = marks.map((_, i) => PDFRef.of(next + i))
      marks.forEach((m, i) => {
        putObject(
          next + i,
          context.obj({
            Title: PDFHexString.fromText(m.title),
            Parent: PDFRef.of(OUTLINES),
            Dest: [m.page, PDFName.of('Fit')],
            ...(i > 0 ? { Prev: outline[i - 1] } : {}),
            ...(i < marks.length - 1 ? { Next: outline[i + 1] } : {}),
          }),
        )
      })
      next += marks.length
      putObject(OUTLINES, context.obj({ Type: 'Outlines', Count: PDFNumber.of(marks.length), ...(outline.length > 0 ? { First: outline[0], Last: outline.at(-1) } : {}) }))
      putObject(PAGES, context.obj({ Type: 'Pages', Kids: kids, Count: PDFNumber.of(pages) }))
      putObject(CATALOG, context.obj({ Type: 'Catalog', Pages: root, Outlines: PDFRef.of(OUTLINES), Lang: PDFHexString.fromText('vi-VN') }))
      const xref = at
      const lines = Array.from({ length: next - 1 }, (_, i) => (offsets[i + 1] === undefined ? '0000000000 65535 f \n' : `${String(offsets[i + 1]).padStart(10, '0')} 00000 n \n`))
      put(`xref\n0 ${next}\n0000000000 65535 f \n${lines.join('')}trailer\n<< /Size ${next} /Root ${CATALOG} 0 R >>\nstartxref\n${xref}\n%%EOF\n`)
      const { size } = fstatSync(fd)
      closeSync(fd)
      return { pages, size }
    },
  }
}
