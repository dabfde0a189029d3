import { createHeadlessEditor } from '@lexical/headless'
import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { type DocStatus, summarize } from '#app/editor/docs-state.ts'
import { hasDrifted } from '#app/editor/drift.ts'
import { editorNodes } from '#app/editor/nodes.ts'
import { type KeyValue, memoryStorage, PendingEdits } from '#app/editor/pending.ts'
import { editorText, refusedSentence } from '#app/text/editor.ts'
import { readState, seedState } from '#server/collab/headless.ts'
import { BadShape, readProjection } from '#server/collab/shape.ts'

describe('title and text of a document', () => {
  const cases: { name: string; title: string; text: string }[] = [
    { name: 'nothing', title: '', text: '' },
    { name: 'a title only', title: 'Kế hoạch cải cách hành chính năm 2027', text: '' },
    { name: 'paragraphs', title: 'Tên', text: 'một\nhai' },
    { name: 'an empty line between', title: 'Tên', text: 'một\n\nhai' },
    { name: 'a list', title: 'Tên', text: 'Gồm:\n- một\n- hai\nhết' },
    { name: 'two lists', title: 'Tên', text: '- một\ngiữa\n- hai' },
    { name: 'text that only looks like a list', title: '- tên', text: '-một\n1. hai' },
    { name: 'an emoji and marks', title: 'Nghị quyết 🙂', text: 'ẫ ỗ ợ đ' },
  ]
  it.each(cases)('come back as they were seeded: $name', ({ title, text }) => {
    expect(readState(seedState({ title, text }))).toMatchObject({ title, text })
  })

  it('have one spelling of Vietnamese, no control characters, and a title of one line', () => {
    const state = seedState({ title: 'Ke\u0302\u0301 hoa\u0323ch\nnăm', text: 'a\u0000b\u0007' })
    expect(readState(state)).toMatchObject({ title: 'Kế hoạch năm', text: 'ab' })
  })

  it('refuse structures no editor could show', () => {
    const deep = new Y.Doc()
    let parent: Y.XmlText = deep.get('root', Y.XmlText)
    for (let i = 0; i < 30; i++) {
      const list = new Y.XmlText()
      list.setAttribute('__type', 'listitem')
      parent.insertEmbed(0, list)
      parent = list
    }
    expect(() => readProjection(deep)).toThrow(BadShape)

    const element = new Y.Doc()
    element.get('root', Y.XmlText).insertEmbed(0, new Y.XmlElement('script'))
    expect(() => readProjection(element)).toThrow(BadShape)

    const leaf = new Y.Doc()
    const paragraph = new Y.XmlText()
    paragraph.setAttribute('__type', 'paragraph')
    leaf.get('root', Y.XmlText).insertEmbed(0, paragraph)
    paragraph.insertEmbed(0, new Y.Map([['__type', 'image']]))
    expect(() => readProjection(leaf)).toThrow(BadShape)
  })
})

describe('edits kept in the browser', () => {
  const bytes = (...values: number[]) => new Uint8Array(values)
  const DOC = 'item:1'

  it('are found by the next window of the same person only', () => {
    const storage = memoryStorage()
    new PendingEdits(storage, 'an', 'w1').write(DOC, bytes(1, 2))
    expect(new PendingEdits(storage, 'an', 'w2').left(DOC).map(l => [...l.update])).toEqual([[1, 2]])
    expect(new PendingEdits(storage, 'an', 'w2').docIds()).toEqual([DOC])
    expect(new PendingEdits(storage, 'binh', 'w3').left(DOC)).toEqual([])
    expect(new PendingEdits(storage, 'binh', 'w3').docIds()).toEqual([])
    expect(new PendingEdits(storage, 'an', 'w1').left(DOC)).toEqual([])
  })

  it('are not forgotten when the other window has typed on meanwhile', () => {
    const storage = memoryStorage()
    const [first, second] = [new PendingEdits(storage, 'an', 'w1'), new PendingEdits(storage, 'an', 'w2')]
    first.write(DOC, bytes(1))
    const collected = second.left(DOC)
    first.write(DOC, bytes(1, 2))
    second.forget(collected)
    expect(second.left(DOC)).toHaveLength(1)
    second.forget(second.left(DOC))
    expect(storage.length).toBe(0)
  })

  it('go out of the way, not away, when the server refuses them', () => {
    const storage = memoryStorage()
    const edits = new PendingEdits(storage, 'an', 'w1')
    edits.write(DOC, bytes(9))
    edits.setAside(DOC)
    expect(new PendingEdits(storage, 'an', 'w2').docIds()).toEqual([])
    expect(storage.key(0)).toBe('tantrao.docs-refused.an.item:1.w1')
  })

  it('say so when the browser has no room, and skip what is damaged', () => {
    const storage = memoryStorage()
    const full: KeyValue = {
      ...storage,
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
    }
    expect(new PendingEdits(full, 'an', 'w1').write(DOC, bytes(1))).toBe(false)
    storage.setItem('tantrao.docs.an.item:1.w0', '***')
    expect(new PendingEdits(storage, 'an', 'w1').left(DOC)).toEqual([])
  })
})

describe('what the head of the page says', () => {
  const of = (state: DocStatus['state'], savedAt: number | null = null): DocStatus => ({ state, savedAt, pending: 0, readOnly: false, code: null })
  it.each<[DocStatus['state'][], DocStatus['state']]>([
    [[], 'connecting'],
    [['saved', 'saved'], 'saved'],
    [['saved', 'saving'], 'saving'],
    [['saved', 'connecting'], 'connecting'],
    [['saving', 'local', 'saved'], 'local'],
    [['local', 'refused'], 'refused'],
  ])('%j together are %s', (states, expected) => {
    expect(summarize(states.map(s => of(s)), [], true).state).toBe(expected)
  })

  it('counts the items that wait here, the last stored moment, and each person once', () => {
    const an = { userId: 'a', name: 'An', initials: 'A' }
    const summary = summarize([of('local', 5), of('local', 9), of('saved', 7)], [an, { userId: 'b', name: 'Bình', initials: 'B' }, an], false)
    expect(summary).toMatchObject({ localCount: 2, savedAt: 9, isConnected: false })
    expect(summary.peers.map(p => p.name)).toEqual(['An', 'Bình'])
  })

  it('tells the time of the server in Vietnam, and a reason for every refusal', () => {
    expect(editorText.saved(Date.UTC(2026, 11, 24, 2, 31, 8))).toBe('Đã lưu 09:31:08')
    expect(refusedSentence('DOC_SEALED')).toContain('đã khóa')
    expect(refusedSentence('INTERNAL')).toBe(editorText.refusedWhy.other)
    expect(refusedSentence(null)).toBe(editorText.refusedWhy.other)
  })
})

describe('an editor beside its document', () => {
  it('is told apart when one letter or one block differs', () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, seedState({ title: 'Tên', text: 'một\n- hai' }))
    const editor = createHeadlessEditor({ nodes: editorNodes })
    const show = (lines: string[]) =>
      editor.update(
        () => {
          $getRoot()
            .clear()
            .append(...lines.map(line => $createParagraphNode().append($createTextNode(line))))
        },
        { discrete: true },
      )
    show(['Tên', 'một', 'hai'])
    expect(hasDrifted(editor, doc)).toBe(false)
    show(['Tên', 'mộtt', 'hai'])
    expect(hasDrifted(editor, doc)).toBe(true)
    show(['Tên', 'một'])
    expect(hasDrifted(editor, doc)).toBe(true)
  })
})
