import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { createHeadlessEditor } from '@lexical/headless'
import { createUndoManager, createYjsBinding, syncLexicalUpdateToYjs, syncYjsChangesToLexical } from '@lexical/yjs'
import { $createParagraphNode, $createTextNode, $getRoot, $isElementNode, $isTextNode, type LexicalEditor, RootNode } from 'lexical'
import pg from 'pg'
import { Server } from 'socket.io'
import { io as connect, type Socket } from 'socket.io-client'
import * as Y from 'yjs'
import { DocsConnection, type DocSession } from '#app/editor/docs-connection.ts'
import { watchDrift } from '#app/editor/drift.ts'
import { $createLineNode, $isLineNode, $mendLines } from '#app/editor/line-node.ts'
import { type DocKind, nodesOf, ROOT_NAME } from '#app/editor/nodes.ts'
import { type KeyValue, memoryStorage } from '#app/editor/pending.ts'
import { SocketProvider } from '#app/editor/socket-provider.ts'
import { type Access, attachCollab, type Collab } from '#server/collab/gateway.ts'
import { systemActor } from '#server/command/context.ts'
import type { Projection } from '#server/collab/shape.ts'

export type Said = { level: 'info' | 'warn' | 'error'; message: string; fields: Record<string, unknown> }

export type TestServer = {
  port: number
  io: Server
  collab: Collab
  pool: pg.Pool
  said: Said[]
  projected: { docId: string; projection: Projection; actorIds: string[] }[]
  /** answers what a person may do; tests change it */
  rights: { current: (userId: string, docId: string) => Partial<Access> }
  /** drains, then closes: the way of SIGTERM */
  stop: () => Promise<void>
}

const closers = new Set<() => Promise<void>>()
/** Closes whatever a test left open. */
export async function closeAll(): Promise<void> {
  for (const close of [...closers]) await close()
}

/** The gateway alone behind a real HTTP server; people name themselves by `auth.userId`, what this test is not about. */
export async function startServer(databaseUrl: string, options: { port?: number; idleMs?: number } = {}): Promise<TestServer> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 6 })
  pool.on('error', () => undefined)
  const http: HttpServer = createServer()
  const io = new Server(http, { maxHttpBufferSize: 512 * 1024, pingInterval: 2_000, pingTimeout: 2_000 })
  const said: Said[] = []
  const projected: TestServer['projected'] = []
  const say = (level: Said['level']) => (fields: object, message: string) =>
    void said.push({ level, message, fields: fields as Record<string, unknown> })
  const rights: TestServer['rights'] = { current: () => ({}) }
  const collab = attachCollab(io, {
    pool,
    log: { info: say('info'), warn: say('warn'), error: say('error') },
    connectionString: databaseUrl,
    authenticate: async socket => {
      const userId = (socket.handshake.auth as { userId?: string }).userId
      return userId ? { ...systemActor, userId, sessionId: userId } : null
    },
    access: async (actor, docId) => ({
      read: true,
      write: true,
      name: `Người ${actor.userId.slice(0, 4)}`,
      initials: 'NN',
      ...rights.current(actor.userId, docId),
    }),
    onProjected: (docId, projection, actorIds) => void projected.push({ docId, projection, actorIds }),
    ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
  })
  await new Promise<void>(done => http.listen(options.port ?? 0, '127.0.0.1', done))
  const stop = async () => {
    if (!closers.delete(stop)) return
    await collab.drainAll()
    await new Promise<void>(done => void io.close(() => done()))
    await pool.end()
  }
  closers.add(stop)
  return { port: (http.address() as AddressInfo).port, io, collab, pool, said, projected, rights, stop }
}

/** A meeting with items, straight into the tables. @returns the ids of the items */
export async function makeItems(query: (sql: string, values?: unknown[]) => Promise<unknown>, items: Projection[]): Promise<string[]> {
  const meetingId = randomUUID()
  await query(
    `INSERT INTO "Meeting" (id, title, kind, "startsAt", "endsAt", place, "hostUnitId") VALUES ($1, 'Phiên họp', 'regular', now(), now(), 'Phòng 1', $2)`,
    [meetingId, randomUUID()],
  )
  const ids: string[] = []
  for (const [i, item] of items.entries()) {
    const id = randomUUID()
    await query(`INSERT INTO "AgendaItem" (id, "meetingId", rank, title, text) VALUES ($1, $2, $3, $4, $5)`, [
      id,
      meetingId,
      `a${i}`,
      item.title,
      item.text,
    ])
    ids.push(id)
  }
  return ids
}

export type Client = {
  userId: string
  socket: Socket
  connection: DocsConnection
  storage: KeyValue
  /** the line goes away without a word, as when a cable is pulled */
  cut: () => void
  mend: () => void
  close: () => void
}

/** A browser without the screen: the product's own connection over a real socket. */
export function startClient(port: number, options: { userId?: string; storage?: KeyValue } = {}): Client {
  const userId = options.userId ?? randomUUID()
  const storage = options.storage ?? memoryStorage()
  const socket = connect(`http://127.0.0.1:${port}/docs`, {
    forceNew: true,
    transports: ['websocket'],
    auth: { userId },
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
  })
  const connection = new DocsConnection(socket, userId, storage, randomUUID)
  const close = () => {
    closers.delete(closer)
    connection.close()
  }
  const closer = async () => close()
  closers.add(closer)
  return {
    userId,
    socket,
    connection,
    storage,
    cut: () => {
      if (!socket.connected) return
      socket.io.reconnection(false)
      socket.io.engine.close()
    },
    mend: () => {
      socket.io.reconnection(true)
      socket.connect()
    },
    close,
  }
}

export type OpenDoc = {
  readonly editor: LexicalEditor
  readonly session: DocSession
  readonly provider: SocketProvider
  undo: () => void
  redo: () => void
  /** title and paragraphs as the editor shows them */
  lines: () => string[]
  /** types at a place: block, offset from its beginning (beyond the end: at the end) */
  type: (block: number, offset: number, text: string) => void
  /** removes characters */
  erase: (block: number, offset: number, count: number) => void
  addParagraph: (after: number, text: string) => void
  removeParagraph: (index: number) => void
  /** ids of the lines of a conclusion */
  ids: () => string[]
  /** Enter inside a line; Backspace at its beginning */
  split: (block: number, offset: number) => void
  merge: (block: number) => void
  isReady: () => boolean
  close: () => void
}

/** An editor on a document, with the binding and the care of the page, without a screen. */
export function openDoc(client: Client, itemId: string, kind: DocKind = 'item'): OpenDoc {
  const docId = `${kind}:${itemId}`
  const session = client.connection.session(docId)
  let fault: Error | null = null
  let isReady = false
  let current = mount()

  function mount() {
    const doc = new Y.Doc()
    const provider = new SocketProvider(doc, session, true)
    const editor = createHeadlessEditor({
      namespace: 'test',
      nodes: nodesOf[kind],
      onError: error => {
        fault = error
      },
    })
    const binding = createYjsBinding({ editor, id: docId, doc, docMap: new Map([[docId, doc]]), rootName: ROOT_NAME })
    const shared = binding.root.getSharedType()
    const onTree = ((events: Y.YEvent<Y.Text>[], transaction: Y.Transaction) => {
      if (transaction.origin !== binding) {
        syncYjsChangesToLexical(binding, provider, events, transaction.origin instanceof Y.UndoManager, () => undefined)
      }
    }) as Parameters<typeof shared.observeDeep>[0]
    shared.observeDeep(onTree)
    const stopListening = editor.registerUpdateListener(u =>
      syncLexicalUpdateToYjs(binding, provider, u.prevEditorState, u.editorState, u.dirtyElements, u.dirtyLeaves, u.normalizedNodes, u.tags),
    )
    const undoManager = createUndoManager(binding, shared)
    const stopMending = kind === 'conclusion' ? editor.registerNodeTransform(RootNode, $mendLines) : () => undefined
    const stopWatching = watchDrift(editor, doc, () => {
      current.release()
      current = mount()
    })
    provider.on('sync', () => {
      isReady = true
    })
    provider.connect()
    return {
      editor,
      provider,
      undoManager,
      release: () => {
        stopWatching()
        stopMending()
        stopListening()
        provider.disconnect()
        shared.unobserveDeep(onTree)
      },
    }
  }

  const update = (change: () => void) => {
    current.editor.update(change, { discrete: true })
    if (fault) throw fault
  }
  const blockAt = (index: number) => {
    const children = $getRoot().getChildren()
    const block = children[Math.min(index, children.length - 1)]
    return $isElementNode(block) ? block : null
  }
  return {
    get editor() {
      return current.editor
    },
    get provider() {
      return current.provider
    },
    session,
    undo: () => void current.undoManager.undo(),
    redo: () => void current.undoManager.redo(),
    lines: () => {
      if (fault) throw fault
      return current.editor.read(() => $getRoot().getChildren().map(block => block.getTextContent()))
    },
    type: (block, offset, text) =>
      update(() => {
        const at = blockAt(block)
        if (!at) return
        const first = at.getFirstChild()
        if ($isTextNode(first)) first.spliceText(boundary(first.getTextContent(), offset), 0, text)
        else at.append($createTextNode(text))
      }),
    erase: (block, offset, count) =>
      update(() => {
        const first = blockAt(block)?.getFirstChild()
        if (!$isTextNode(first)) return
        const shown = first.getTextContent()
        const from = boundary(shown, offset)
        first.spliceText(from, boundary(shown, from + count) - from, '')
      }),
    addParagraph: (after, text) =>
      update(() => {
        const block = kind === 'conclusion' ? $createLineNode() : $createParagraphNode()
        if (text !== '') block.append($createTextNode(text))
        const at = blockAt(after)
        if (at) at.insertAfter(block)
        else $getRoot().append(block)
      }),
    removeParagraph: index =>
      update(() => {
        if ($getRoot().getChildrenSize() > 1) blockAt(index)?.remove()
      }),
    ids: () => current.editor.read(() => $getRoot().getChildren().map(b => ($isLineNode(b) ? b.getLineId() : ''))),
    split: (block, offset) =>
      update(() => {
        const first = blockAt(block)?.getFirstChild()
        if (!$isTextNode(first)) return
        const at = boundary(first.getTextContent(), offset)
        first.select(at, at).insertParagraph()
      }),
    merge: block =>
      update(() => {
        const [here, before] = [blockAt(block), blockAt(block)?.getPreviousSibling()]
        if (!here || !$isElementNode(before)) return
        before.append(...here.getChildren())
        here.remove()
      }),
    isReady: () => isReady,
    close: () => current.release(),
  }
}

/** No keyboard puts a caret into the middle of a character. */
function boundary(text: string, offset: number): number {
  const at = Math.min(offset, text.length)
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}
