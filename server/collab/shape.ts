import { v5 as uuidv5 } from 'uuid'
import * as Y from 'yjs'
import { type DocKind, elementTypesOf, leafTypes, ROOT_NAME } from '#app/editor/nodes.ts'

/** What lists and searches see of a document. */
export type Projection = {
  title: string
  text: string
  /** of a conclusion: its lines in order, each with the id that stays */
  lines?: { id: string; text: string }[]
}

/** The shared structure holds something no editor could show; it must not reach a room. */
export class BadShape extends Error {}

const MAX_DEPTH = 12

/**
 * Title (first block, one line) and text (following blocks, one line each; list items with their mark).
 * Walks the shared structure directly: this runs at every stored edit, and an editor instance would cost many times more.
 * @throws BadShape for blocks or leaves of an unknown kind, text outside a block, or absurd nesting
 */
export function readProjection(doc: Y.Doc, kind: DocKind = 'item'): Projection {
  const root = doc.get(ROOT_NAME, Y.XmlText)
  if (kind === 'conclusion') return readLines(root)
  const blocks: string[][] = []
  for (const { insert } of deltaOf(root)) {
    if (!(insert instanceof Y.XmlText)) throw new BadShape('text outside a block')
    blocks.push(linesOf(insert, 1, '', 'item'))
  }
  const [first = [], ...rest] = blocks
  return { title: clean(first.join(' ')).trim(), text: clean(rest.flat().join('\n')).trimEnd() }
}

const FIRST = 'c0c0c0c0-0000-4000-8000-000000000000'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Lines of a conclusion. A block without an id of its own (two people split, undid, pasted at once) gets one made of its
 * neighbour's, so that its text is never without a row; the next editor to see it gives it a lasting one.
 */
function readLines(root: Y.XmlText): Projection {
  const lines: { id: string; text: string }[] = []
  const seen = new Set<string>()
  for (const { insert } of deltaOf(root)) {
    if (!(insert instanceof Y.XmlText)) throw new BadShape('text outside a block')
    const given: unknown = insert.getAttribute('__lineId')
    let id = typeof given === 'string' && UUID.test(given) ? given : uuidv5('none', lines.at(-1)?.id ?? FIRST)
    while (seen.has(id)) id = uuidv5('again', id)
    seen.add(id)
    lines.push({ id, text: clean(linesOf(insert, 1, '', 'conclusion').join(' ')).trim() })
  }
  return { title: '', text: lines.map(l => l.text).join('\n').trimEnd(), lines }
}

/** One spelling of Vietnamese and nothing Postgres or a search could stumble over. */
const clean = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed here
  text.normalize('NFC').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')

function linesOf(block: Y.XmlText, depth: number, indent: string, kind: DocKind): string[] {
  if (depth > MAX_DEPTH) throw new BadShape('nested too deeply')
  const type: unknown = block.getAttribute('__type')
  if (typeof type !== 'string' || !elementTypesOf[kind].has(type)) throw new BadShape('unknown block')
  if (type === 'list') return listLines(block, depth, indent, kind)
  return inlineLines(block, depth, indent, kind)
}

function listLines(list: Y.XmlText, depth: number, indent: string, kind: DocKind): string[] {
  const isNumbered = (list.getAttribute('__listType') as unknown) === 'number'
  const lines: string[] = []
  let number = 0
  for (const { insert } of deltaOf(list)) {
    if (!(insert instanceof Y.XmlText)) throw new BadShape('text outside a list item')
    const inner = linesOf(insert, depth + 1, `${indent}  `, kind)
    // An item that only carries a nested list has no line of its own.
    if (startsWithList(insert)) {
      lines.push(...inner)
      continue
    }
    number += 1
    const mark = isNumbered ? `${number}.` : '-'
    lines.push(`${indent}${mark} ${(inner[0] ?? '').trimStart()}`.trimEnd(), ...inner.slice(1))
  }
  return lines
}

function inlineLines(block: Y.XmlText, depth: number, indent: string, kind: DocKind): string[] {
  const lines: string[] = ['']
  for (const { insert } of deltaOf(block)) {
    if (typeof insert === 'string') lines[lines.length - 1] += insert
    else if (insert instanceof Y.XmlText) {
      const inner = linesOf(insert, depth + 1, indent, kind)
      if (lines.length === 1 && lines[0] === '') lines.splice(0, 1, ...inner)
      else lines.push(...inner)
    } else if (insert instanceof Y.Map) {
      const type: unknown = insert.get('__type')
      if (typeof type !== 'string' || !leafTypes.has(type)) throw new BadShape('unknown leaf')
      if (type === 'linebreak') lines.push('')
    } else throw new BadShape('unknown content')
  }
  return lines
}

const startsWithList = (item: Y.XmlText): boolean => {
  const first: unknown = deltaOf(item)[0]?.insert
  return first instanceof Y.XmlText && (first.getAttribute('__type') as unknown) === 'list'
}

const deltaOf = (text: Y.XmlText): { insert: unknown }[] => text.toDelta() as { insert: unknown }[]
