import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { io as connect } from 'socket.io-client'
import * as Y from 'yjs'
import { memoryStorage } from '#app/editor/pending.ts'
import { evictFromDocs } from '#server/collab/gateway.ts'
import { readState } from '#server/collab/headless.ts'
import { makeStore } from '#server/collab/store.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/database.ts'
import { closeAll, makeItems, openDoc, type OpenDoc, startClient, startServer } from './collab-support.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterEach(closeAll)
afterAll(() => database.drop())

const soon = { timeout: 10_000, interval: 15 }
const until = (check: () => void | Promise<void>) => vi.waitFor(check, soon)
const ready = (...docs: OpenDoc[]) => until(() => expect(docs.every(d => d.isReady())).toBe(true))
const same = (docs: OpenDoc[], lines: string[]) => until(() => docs.forEach(d => expect(d.lines()).toEqual(lines)))
const saved = (...docs: OpenDoc[]) => until(() => docs.forEach(d => expect(d.session.status.state).toBe('saved')))

async function oneItem(title = 'Kế hoạch năm', text = 'Dòng một\nDòng hai'): Promise<string> {
  const [id] = await makeItems(database.query, [{ title, text }])
  if (!id) throw new Error('no item')
  return id
}
const inDatabase = async (itemId: string) => {
  const rows = await database.query<{ title: string; text: string }>(`SELECT title, text FROM "AgendaItem" WHERE id = $1`, [itemId])
  return rows[0]
}
/** What a fresh process would show: only what is a row. */
async function fromRows(pool: Parameters<typeof makeStore>[0], itemId: string) {
  const loaded = await makeStore(pool, 'test').load(`item:${itemId}`)
  if (!loaded) throw new Error('no document')
  const doc = new Y.Doc()
  if (loaded.state) Y.applyUpdate(doc, loaded.state)
  for (const u of loaded.updates) Y.applyUpdate(doc, u.bytes)
  return { ...readState(Y.encodeStateAsUpdate(doc)), n: loaded.n }
}

describe('typing together', () => {
  it('shows the item as it was, and every edit to everybody, with names of authors in the rows', async () => {
    const server = await startServer(database.url)
    const item = await oneItem()
    const [a, b, c] = [startClient(server.port), startClient(server.port), startClient(server.port)]
    const docs = [a, b, c].map(client => openDoc(client, item)) as [OpenDoc, OpenDoc, OpenDoc]
    await ready(...docs)
    expect(docs[0].lines()).toEqual(['Kế hoạch năm', 'Dòng một', 'Dòng hai'])

    docs[0].type(0, 99, ' 2027')
    docs[1].type(1, 99, ' của Sở')
    docs[2].addParagraph(2, 'Dòng ba')
    await same(docs, ['Kế hoạch năm 2027', 'Dòng một của Sở', 'Dòng hai', 'Dòng ba'])
    await saved(...docs)
    expect(await inDatabase(item)).toEqual({ title: 'Kế hoạch năm 2027', text: 'Dòng một của Sở\nDòng hai\nDòng ba' })
    const authors = await database.query<{ actorId: string }>(`SELECT DISTINCT "actorId" FROM "CollabUpdate" WHERE "docId" = $1`, [`item:${item}`])
    expect(authors.map(r => r.actorId).sort()).toEqual([a.userId, b.userId, c.userId].sort())
    expect(server.projected.at(-1)?.projection.title).toBe('Kế hoạch năm 2027')
    expect(docs[0].session.status.savedAt).toBeGreaterThan(Date.now() - 60_000)
  })

  it('seeds once, however many open a document at the same moment in two processes', async () => {
    const [one, two] = [await startServer(database.url), await startServer(database.url)]
    const item = await oneItem('Chỉ một lần', 'Một dòng')
    const docs = [one, two, one, two, one, two].map(s => openDoc(startClient(s.port), item))
    await ready(...docs)
    await same(docs, ['Chỉ một lần', 'Một dòng'])
  })

  it('brings edits of one process to the screens of another and projects both', async () => {
    const [one, two] = [await startServer(database.url), await startServer(database.url)]
    const item = await oneItem('Hai máy chủ', '')
    const [a, b] = [openDoc(startClient(one.port), item), openDoc(startClient(two.port), item)]
    await ready(a, b)
    for (let i = 0; i < 10; i++) {
      a.type(0, 99, `a${i}`)
      b.addParagraph(99, `b${i}`)
    }
    await saved(a, b)
    await until(() => {
      expect(b.lines()).toEqual(a.lines())
      expect(a.lines()).toHaveLength(11)
    })
    await until(async () => {
      const row = await inDatabase(item)
      expect([row?.title, ...(row?.text.split('\n') ?? [])]).toEqual(a.lines())
    })
    const numbers = await database.query<{ n: number }>(`SELECT n FROM "CollabUpdate" WHERE "docId" = $1 ORDER BY n`, [`item:${item}`])
    expect(numbers.map(r => r.n)).toEqual(numbers.map((_, i) => i + 1))
  })

  it('takes back only the own edits', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Gốc', '')
    const [a, b] = [openDoc(startClient(server.port), item), openDoc(startClient(server.port), item)]
    await ready(a, b)
    a.type(0, 99, ' của A')
    await same([a, b], ['Gốc của A'])
    b.addParagraph(0, 'của B')
    await same([a, b], ['Gốc của A', 'của B'])
    a.undo()
    await same([a, b], ['Gốc', 'của B'])
    a.redo()
    await same([a, b], ['Gốc của A', 'của B'])
  })

  it('shows an edit on the other screen at typing speed', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Nhanh', '')
    const [a, b] = [openDoc(startClient(server.port), item), openDoc(startClient(server.port), item)]
    await ready(a, b)
    const times: number[] = []
    for (let i = 0; i < 40; i++) {
      const wanted = b.lines()[0] + 'x'
      const start = performance.now()
      a.type(0, 999, 'x')
      await vi.waitFor(() => expect(b.lines()[0]).toBe(wanted), { timeout: 5_000, interval: 2 })
      times.push(performance.now() - start)
    }
    times.sort((x, y) => x - y)
    expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(150)
  })
})

describe('a line that goes away', () => {
  it('keeps typing on both sides and merges afterwards', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Đầu', 'giữa')
    const [away, here] = [startClient(server.port), startClient(server.port)]
    const [a, b] = [openDoc(away, item), openDoc(here, item)]
    await ready(a, b)
    away.cut()
    a.type(0, 99, ' A')
    a.addParagraph(9, 'xa')
    b.type(0, 0, 'B ')
    b.type(1, 99, ' gần')
    await until(() => expect(a.session.status).toMatchObject({ state: 'local', pending: 2 }))
    await saved(b)
    expect(b.lines()).toEqual(['B Đầu', 'giữa gần'])
    away.mend()
    await same([a, b], ['B Đầu A', 'giữa gần', 'xa'])
    await saved(a, b)
    expect(await inDatabase(item)).toEqual({ title: 'B Đầu A', text: 'giữa gần\nxa' })
  })

  it('survives a restart of the server in the middle of typing', async () => {
    const first = await startServer(database.url)
    const item = await oneItem('Trước', '')
    const [ca, cb] = [startClient(first.port), startClient(first.port)]
    const [a, b] = [openDoc(ca, item), openDoc(cb, item)]
    await ready(a, b)
    a.type(0, 99, ' khi tắt')
    await first.stop()
    a.addParagraph(0, 'trong lúc tắt')
    b.addParagraph(0, 'bên kia cũng gõ')
    expect(a.session.status.state).toBe('local')
    await startServer(database.url, { port: first.port })
    await saved(a, b)
    await until(() => expect(a.lines()).toEqual(b.lines()))
    expect(a.lines()[0]).toBe('Trước khi tắt')
    expect(new Set(a.lines().slice(1))).toEqual(new Set(['trong lúc tắt', 'bên kia cũng gõ']))
  })

  it('gives up nothing when the window is closed while the line is away', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Cửa sổ', '')
    const storage = memoryStorage()
    const userId = randomUUID()
    const before = startClient(server.port, { storage, userId })
    const doc = openDoc(before, item)
    await ready(doc)
    before.cut()
    doc.type(0, 99, ' đã đóng')
    before.close()
    expect(storage.length).toBe(1)

    const stranger = openDoc(startClient(server.port, { storage }), item)
    await ready(stranger)
    expect(stranger.lines()).toEqual(['Cửa sổ'])

    // The next visit of the same person, without even opening the document.
    startClient(server.port, { storage, userId })
    await same([stranger], ['Cửa sổ đã đóng'])
    await until(() => expect(storage.length).toBe(0))
  })

  it('stores what was typed just before the editor left the screen', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Cuộn đi', '')
    const client = startClient(server.port)
    const doc = openDoc(client, item)
    await ready(doc)
    doc.type(0, 99, ' mất')
    doc.close()
    await until(async () => expect((await inDatabase(item))?.title).toBe('Cuộn đi mất'))
    const again = openDoc(client, item)
    await ready(again)
    expect(again.lines()).toEqual(['Cuộn đi mất'])
  })
})

describe('stored means stored', () => {
  it('answers an edit only when it is a row', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Chưa ghi', '')
    const [a, b] = [openDoc(startClient(server.port), item), openDoc(startClient(server.port), item)]
    await ready(a, b)
    const blocker = await server.pool.connect()
    try {
      await blocker.query('BEGIN')
      await blocker.query(`SELECT 1 FROM "CollabDoc" WHERE id = $1 FOR UPDATE`, [`item:${item}`])
      a.type(0, 99, ' đâu')
      await until(async () => {
        const { rows } = await server.pool.query(`SELECT 1 FROM pg_locks WHERE NOT granted`)
        expect(rows).toHaveLength(1)
      })
      expect(a.session.status).toMatchObject({ state: 'saving', pending: 1 })
      expect(b.lines()).toEqual(['Chưa ghi'])
      await blocker.query('COMMIT')
    } finally {
      blocker.release()
    }
    await saved(a)
    await same([b], ['Chưa ghi đâu'])
  })

  it('tries again by itself when Postgres fails, and says nothing is stored meanwhile', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Hỏng', '')
    const a = openDoc(startClient(server.port), item)
    await ready(a)
    await database.query(`CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$`)
    await database.query(`CREATE TRIGGER disk_full BEFORE INSERT ON "CollabUpdate" EXECUTE FUNCTION disk_full()`)
    a.type(0, 99, ' rồi')
    await until(() => expect(server.said.filter(s => s.level === 'error').length).toBeGreaterThan(1))
    a.type(0, 99, ' lành')
    await until(() => expect(a.session.status).toMatchObject({ state: 'local', pending: 2 }))
    await database.query(`DROP FUNCTION disk_full CASCADE`)
    await saved(a)
    expect((await fromRows(server.pool, item)).title).toBe('Hỏng rồi lành')
  })

  it('stores a batch once, also when it is sent twice', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Một lần', '')
    const client = startClient(server.port)
    const a = openDoc(client, item)
    await ready(a)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(a.session.doc))
    const before = Y.encodeStateVector(doc)
    const block = doc.get('root', Y.XmlText).toDelta()[0].insert as Y.XmlText
    block.insert(block.length, ' thôi')
    const update = Y.encodeStateAsUpdate(doc, before)
    const body = { docId: `item:${item}`, id: randomUUID(), update }
    const answers = await Promise.all([client.connection.call('doc.update', body), client.connection.call('doc.update', body)])
    expect(answers[0]).toMatchObject({ ok: true, n: 1 })
    expect(answers[1]).toEqual(answers[0])
    const rows = await database.query(`SELECT n FROM "CollabUpdate" WHERE "docId" = $1`, [`item:${item}`])
    expect(rows).toHaveLength(1)
  })

  it('folds many edits into one state and loads the same text from it', async () => {
    const server = await startServer(database.url, { idleMs: 50 })
    const item = await oneItem('Gấp', '')
    const a = openDoc(startClient(server.port), item)
    await ready(a)
    for (let i = 0; i < 60; i++) {
      a.addParagraph(99, `dòng ${i}`)
      await saved(a)
    }
    const lines = a.lines()
    a.close()
    const row = () => database.query<{ stateN: number; lastN: number }>(`SELECT "stateN", "lastN" FROM "CollabDoc" WHERE id = $1`, [`item:${item}`])
    await until(async () => {
      const [head] = await row()
      expect(head?.stateN).toBe(head?.lastN)
      expect(head?.stateN).toBeGreaterThan(0)
    })
    const again = openDoc(startClient(server.port), item)
    await ready(again)
    expect(again.lines()).toEqual(lines)
  })
})

describe('what the door refuses', () => {
  const join = async (port: number, item: string, userId = randomUUID()) => {
    const client = startClient(port, { userId })
    await until(() => expect(client.connection.isConnected).toBe(true))
    const joined = await client.connection.call<{ ok: true; readOnly: boolean }>('doc.join', { docId: `item:${item}`, sv: null })
    return { client, joined, send: (update: unknown) => client.connection.call('doc.update', { docId: `item:${item}`, id: randomUUID(), update } as object) }
  }

  it('refuses edits and cursors of a reader', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Chỉ đọc', '')
    server.rights.current = () => ({ write: false })
    const { joined, send, client } = await join(server.port, item)
    expect(joined).toMatchObject({ ok: true, readOnly: true })
    expect(await send(new Uint8Array([0, 0]))).toEqual({ ok: false, code: 'DOC_READ_ONLY' })
    const cursor = await client.connection.call('doc.awareness', { docId: `item:${item}`, update: new Uint8Array([0]) })
    expect(cursor).toEqual({ ok: false, code: 'DOC_READ_ONLY' })
  })

  it('refuses people without rights, unknown documents, unknown words and edits of documents not opened', async () => {
    const server = await startServer(database.url)
    const item = await oneItem()
    const missing = await join(server.port, randomUUID())
    expect(missing.joined).toEqual({ ok: false, code: 'DOC_NOT_FOUND' })
    const other = await missing.client.connection.call('doc.update', { docId: `item:${item}`, id: randomUUID(), update: new Uint8Array([0, 0]) })
    expect(other).toEqual({ ok: false, code: 'DOC_NOT_FOUND' })
    expect(await missing.client.connection.call('doc.drop', {})).toEqual({ ok: false, code: 'UNKNOWN_COMMAND' })
    expect(await missing.client.connection.call('doc.join', { docId: 7 })).toEqual({ ok: false, code: 'BAD_INPUT' })
    expect(await missing.client.connection.call('doc.join', { docId: 'item:../../etc' })).toEqual({ ok: false, code: 'DOC_NOT_FOUND' })
    server.rights.current = () => ({ read: false, write: false })
    expect((await join(server.port, item)).joined).toEqual({ ok: false, code: 'FORBIDDEN' })
    const nobody = connect(`http://127.0.0.1:${server.port}/docs`, { forceNew: true, transports: ['websocket'] })
    expect(await nobody.emitWithAck('doc.join', { docId: `item:${item}` })).toEqual({ ok: false, code: 'NOT_SIGNED_IN' })
    nobody.disconnect()
  })

  it('keeps the document unharmed by rubbish, by foreign structures and by too much', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Nguyên vẹn', '')
    const honest = openDoc(startClient(server.port), item)
    await ready(honest)
    const { send } = await join(server.port, item)

    expect(await send(randomBytes(400))).toEqual({ ok: false, code: 'DOC_BAD_UPDATE' })
    expect(await send(new Uint8Array())).toEqual({ ok: false, code: 'DOC_BAD_UPDATE' })
    expect(await send('text')).toEqual({ ok: false, code: 'BAD_INPUT' })
    expect(await send(new Uint8Array(300 * 1024))).toEqual({ ok: false, code: 'DOC_TOO_LARGE' })

    const foreign = new Y.Doc()
    foreign.get('root', Y.XmlText).insert(0, 'chữ ngoài đoạn')
    expect(await send(Y.encodeStateAsUpdate(foreign))).toEqual({ ok: false, code: 'DOC_BAD_UPDATE' })
    const script = new Y.Doc()
    const block = new Y.XmlText()
    block.setAttribute('__type', 'iframe')
    script.get('root', Y.XmlText).insertEmbed(0, block)
    expect(await send(Y.encodeStateAsUpdate(script))).toEqual({ ok: false, code: 'DOC_BAD_UPDATE' })

    const gap = new Y.Doc()
    const paragraph = new Y.XmlText()
    paragraph.setAttribute('__type', 'paragraph')
    gap.get('root', Y.XmlText).insertEmbed(0, paragraph)
    const later = Y.encodeStateVector(gap)
    paragraph.insert(0, 'tiếp')
    expect(await send(Y.encodeStateAsUpdate(gap, later))).toEqual({ ok: false, code: 'DOC_BAD_UPDATE' })

    honest.type(0, 99, ' như cũ')
    await saved(honest)
    expect((await fromRows(server.pool, item)).title).toBe('Nguyên vẹn như cũ')
  })

  it('closes the line on a message of ten megabytes and serves everybody else', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Quá to', '')
    const honest = openDoc(startClient(server.port), item)
    await ready(honest)
    const rude = connect(`http://127.0.0.1:${server.port}/docs`, { forceNew: true, transports: ['websocket'], auth: { userId: randomUUID() }, reconnection: false })
    const closed = new Promise<string>(resolve => rude.on('disconnect', resolve))
    await new Promise<void>(resolve => rude.on('connect', () => resolve()))
    rude.emit('doc.update', { docId: `item:${item}`, id: randomUUID(), update: new Uint8Array(10 * 1024 * 1024) })
    expect(await closed).toBe('transport close')
    honest.type(0, 99, ' không sao')
    await saved(honest)
  })

  it('stops a document that grows without end', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Đầy', '')
    const { send, client } = await join(server.port, item)
    const doc = new Y.Doc()
    const joined = await client.connection.call<{ ok: true; update: Uint8Array }>('doc.join', { docId: `item:${item}`, sv: null })
    if (!joined.ok) throw new Error(joined.code)
    Y.applyUpdate(doc, new Uint8Array(joined.update))
    const codes: string[] = []
    for (let i = 0; i < 10 && codes.length === 0; i++) {
      const before = Y.encodeStateVector(doc)
      const block = doc.get('root', Y.XmlText).toDelta()[0].insert as Y.XmlText
      block.insert(block.length, randomBytes(120 * 1024).toString('hex'))
      const answer = await send(Y.encodeStateAsUpdate(doc, before))
      if (!answer.ok) codes.push(answer.code)
    }
    expect(codes).toEqual(['DOC_TOO_LARGE'])
  })

  it('refuses every edit after a seal, in every process, and keeps what was stored before it', async () => {
    const [one, two] = [await startServer(database.url), await startServer(database.url)]
    const item = await oneItem('Niêm phong', '')
    const [a, b] = [openDoc(startClient(one.port), item), openDoc(startClient(two.port), item)]
    await ready(a, b)
    a.type(0, 99, ' xong')
    await saved(a)
    const at = new Date()
    const sealed = await one.collab.seal(`item:${item}`, at)
    expect(sealed).toMatchObject({ title: 'Niêm phong xong', sealedAt: at })
    await until(() => expect([a, b].map(d => d.session.readOnly)).toEqual([true, true]))
    const late = await join(two.port, item)
    expect(late.joined).toMatchObject({ ok: true, readOnly: true, isSealed: true })
    expect(await late.send(new Uint8Array([0, 0]))).toEqual({ ok: false, code: 'DOC_SEALED' })
    expect((await one.collab.seal(`item:${item}`, new Date()))?.sealedAt).toEqual(at)
    expect((await inDatabase(item))?.title).toBe('Niêm phong xong')
  })

  it('refuses an edit that meets the seal on its way', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Cùng lúc', '')
    const a = openDoc(startClient(server.port), item)
    await ready(a)
    // Sealed by another transaction, without this process having heard of it.
    await database.query(`UPDATE "CollabDoc" SET "sealedAt" = now() WHERE id = $1`, [`item:${item}`])
    a.type(0, 99, ' muộn')
    await until(() => expect(a.session.status).toMatchObject({ state: 'refused', code: 'DOC_SEALED', pending: 1 }))
    expect((await inDatabase(item))?.title).toBe('Cùng lúc')
  })

  it('closes documents of a person whose rights changed and lets them back with the rights of now', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Quyền', '')
    const [loses, keeps] = [startClient(server.port), startClient(server.port)]
    const [a, b] = [openDoc(loses, item), openDoc(keeps, item)]
    await ready(a, b)
    server.rights.current = userId => (userId === loses.userId ? { write: false } : {})
    await evictFromDocs(server.io, loses.userId)
    await until(() => expect(a.session.status.readOnly).toBe(true))
    b.type(0, 99, ' của người ở lại')
    await same([a, b], ['Quyền của người ở lại'])
  })
})

describe('who is there', () => {
  it('names people by their rights, not by what their browser says, and forgets who leaves', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Con trỏ', '')
    server.rights.current = userId => ({ name: userId === ca.userId ? 'Sở Tài chính' : 'Chuyên viên Văn phòng', unit: 'Sở' })
    const [ca, cb] = [startClient(server.port), startClient(server.port)]
    const [a, b] = [openDoc(ca, item), openDoc(cb, item)]
    await ready(a, b)
    await until(() => expect(b.session.peers.map(p => p.name).sort()).toEqual(['Chuyên viên Văn phòng', 'Sở Tài chính']))
    a.provider.awareness.setLocalState({
      name: 'Chủ tịch tỉnh',
      color: 'red; background: url(x)',
      focusing: true,
      anchorPos: null,
      focusPos: null,
      awarenessData: {},
    })
    const others = () => [...b.provider.awareness.getStates().values()].filter(s => s.focusing)
    await until(() => expect(others()).toMatchObject([{ name: 'Sở Tài chính', color: '#007677', awarenessData: { unit: 'Sở' } }]))
    ca.close()
    await until(() => expect(others()).toEqual([]))
    await until(() => expect(b.session.peers.map(p => p.name)).toEqual(['Chuyên viên Văn phòng']))
  })
})

describe('a slow hall', () => {
  it('lets 200 readers open one document at once', async () => {
    const server = await startServer(database.url)
    const item = await oneItem('Đông người', Array.from({ length: 400 }, (_, i) => `Dòng ${i} của một văn bản dài`).join('\n'))
    server.rights.current = () => ({ write: false })
    const clients = Array.from({ length: 200 }, () => startClient(server.port))
    await until(() => expect(clients.every(c => c.connection.isConnected)).toBe(true))
    const start = performance.now()
    const answers = await Promise.all(clients.map(c => c.connection.call<{ ok: true; update: Uint8Array }>('doc.join', { docId: `item:${item}`, sv: null })))
    expect(answers.every(a => a.ok)).toBe(true)
    expect(performance.now() - start).toBeLessThan(3_000)
  })
})
