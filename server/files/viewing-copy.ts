import { PDFArray, PDFContext, PDFDict, PDFDocument, PDFName, PDFNumber, type PDFObject, PDFRawStream, PDFRef, PDFStreamWriter } from '@cantoo/pdf-lib'

/** Pages under one node of the new page tree: 300 pages are two steps from the root. */
const FAN_OUT = 20
const OBJECTS_PER_STREAM = 200
/** What a page may take over from the nodes above it (ISO 32000-1, table 30). */
const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'].map(name => PDFName.of(name))
const name = { pages: PDFName.of('Pages'), page: PDFName.of('Page'), type: PDFName.of('Type'), kids: PDFName.of('Kids'), count: PDFName.of('Count'), parent: PDFName.of('Parent') }

/**
 * The same document, written so that a screen needs little of it for a page: what page one draws with lies at the head,
 * then page by page what the next one adds; all small objects (page tree, page dictionaries, cross references) lie packed at
 * the tail. A reader by ranges fetches head and tail for the first page and one stretch for each page after it.
 * Streams stay byte for byte as they were. Null for a document that can't be rewritten safely (encrypted, broken).
 * The original is never touched: it is the record, this is a convenience made from it.
 */
export async function viewingCopy(bytes: Uint8Array): Promise<Uint8Array | null> {
  const source = await PDFDocument.load(bytes, { ignoreEncryption: true, updateMetadata: false })
  if (source.isEncrypted) return null
  const pages = source.getPages()
  if (pages.length === 0) return null
  const from = source.context
  const to = PDFContext.create()

  const catalog = reference(from.trailerInfo.Root)
  if (!catalog) return null
  const oldTree = source.catalog.get(name.pages)
  // Numbers are given in the order of the file: catalogue, page tree, pages, then what each page draws with.
  const numbers = new Map<PDFRef, PDFRef>()
  const order: PDFRef[] = []
  const give = (old: PDFRef): PDFRef => {
    const known = numbers.get(old)
    if (known) return known
    const fresh = to.nextRef()
    numbers.set(old, fresh)
    order.push(old)
    return fresh
  }
  give(catalog)
  const treeRoot = to.nextRef()
  if (oldTree instanceof PDFRef) numbers.set(oldTree, treeRoot)
  for (const page of pages) give(page.ref)

  /** A copy whose references carry the new numbers; what is met for the first time gets the next one. */
  const copy = (object: PDFObject): PDFObject => {
    if (object instanceof PDFRef) return from.lookup(object) === undefined ? object : give(object)
    if (object instanceof PDFArray) {
      const fresh = PDFArray.withContext(to)
      for (const one of object.asArray()) fresh.push(copy(one))
      return fresh
    }
    if (object instanceof PDFRawStream) return PDFRawStream.of(copy(object.dict) as PDFDict, object.contents)
    if (object instanceof PDFDict) {
      const fresh = PDFDict.withContext(to)
      for (const [key, value] of object.entries()) fresh.set(key, copy(value))
      return fresh
    }
    return object
  }

  const nodes = pageTree(to, treeRoot, pages.map(p => give(p.ref)))
  const done = new Set<PDFRef>()
  const drain = (): void => {
    for (let i = 0; i < order.length; i++) {
      const old = order[i]
      if (!old || done.has(old)) continue
      done.add(old)
      const object = from.lookup(old)
      if (object) to.assign(give(old), copy(object))
    }
  }
  // Page by page; the catalogue (outline, forms, names) last, so that it pulls nothing to the head.
  done.add(catalog)
  for (const page of pages) done.add(page.ref)
  for (const page of pages) {
    const leaf = PDFDict.withContext(to)
    for (const [key, value] of page.node.entries()) if (key !== name.parent) leaf.set(key, copy(value))
    for (const key of INHERITED) {
      const value = leaf.get(key) ?? inherited(page.node, key)
      if (value && !leaf.get(key)) leaf.set(key, copy(value))
    }
    const ref = give(page.ref)
    const parent = nodes.get(ref)
    if (parent) leaf.set(name.parent, parent)
    to.assign(ref, leaf)
    drain()
  }
  const root = from.lookup(catalog)
  if (!(root instanceof PDFDict)) return null
  const freshRoot = copy(root) as PDFDict
  freshRoot.set(name.pages, treeRoot)
  to.assign(give(catalog), freshRoot)
  drain()
  const info = reference(from.trailerInfo.Info)
  to.trailerInfo.Root = give(catalog)
  if (info) to.trailerInfo.Info = give(info)
  drain()
  return PDFStreamWriter.forContext(to, Number.POSITIVE_INFINITY, true, OBJECTS_PER_STREAM).serializeToBuffer()
}

const reference = (object: PDFObject | undefined): PDFRef | null => (object instanceof PDFRef ? object : null)

function inherited(leaf: PDFDict, key: PDFName): PDFObject | undefined {
  // A damaged tree may lead in a circle; a real one is never this deep.
  let node = leaf.lookup(name.parent)
  for (let depth = 0; depth < 64 && node instanceof PDFDict; depth++) {
    const value = node.get(key)
    if (value) return value
    node = node.lookup(name.parent)
  }
  return undefined
}

/** Writes a tree of at most FAN_OUT children a node over these pages. Returns the parent of each page. */
function pageTree(to: PDFContext, root: PDFRef, pages: PDFRef[]): Map<PDFRef, PDFRef> {
  const parents = new Map<PDFRef, PDFRef>()
  const write = (ref: PDFRef, part: PDFRef[], parent: PDFRef | null): void => {
    const kids = PDFArray.withContext(to)
    if (part.length <= FAN_OUT) {
      for (const page of part) {
        kids.push(page)
        parents.set(page, ref)
      }
    } else {
      let size = FAN_OUT
      while (Math.ceil(part.length / size) > FAN_OUT) size *= FAN_OUT
      for (let at = 0; at < part.length; at += size) {
        const kid = to.nextRef()
        kids.push(kid)
        write(kid, part.slice(at, at + size), ref)
      }
    }
    const node = PDFDict.withContext(to)
    node.set(name.type, name.pages)
    node.set(name.kids, kids)
    node.set(name.count, PDFNumber.of(part.length))
    if (parent) node.set(name.parent, parent)
    to.assign(ref, node)
  }
  write(root, pages, null)
  return parents
}
