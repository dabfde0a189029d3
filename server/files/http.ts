import { mkdirSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { rm, statfs } from 'node:fs/promises'
import { FileStore as TusStore } from '@tus/file-store'
import { Server as TusServer } from '@tus/server'
import type { Express, Request, Response } from 'express'
import { v7 as uuid } from 'uuid'
import { statusOf } from '#app/contracts/errors.ts'
import { isPhoto, MAX_PHOTO_BYTES } from '#app/domain/task/photo.ts'
import { errorText } from '#app/text/errors.ts'
import { formatBytes } from '#app/text/format.ts'
import { secretLevelText } from '#app/text/files.ts'
import { findActor } from '#server/auth/actor.ts'
import { readCookies } from '#server/auth/cookies.ts'
import type { Services } from '#server/boot/services.ts'
import type { Actor } from '#server/command/context.ts'
import { isId } from '#server/db/ids.ts'
import { mayUpload, scopeHallPaper, scopePaper } from '#server/policies/paper.ts'
import { scopeCardFile } from '#server/policies/card.ts'
import { sightOf } from '#server/policies/conclusion.ts'
import { roleIn } from '#server/policies/meeting.ts'
import { scopeSourceFile, scopeTask } from '#server/policies/task.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { inspectFile, maxBytesOf, type Purpose } from './inspect.ts'
import { makeViewingCopy } from './make-viewing-copy.ts'

/** Largest file taken in; a 2 GB one is refused before its first byte. */
const MAX_BYTES = 200 * 1024 * 1024
/** Kept free for the database beside the files. */
const KEEP_FREE_BYTES = 500 * 1024 * 1024
export const UPLOAD_PATH = '/tai-len'

type Doors = Pick<Services, 'pool' | 'db' | 'cookies' | 'clock' | 'files' | 'log' | 'findHall'>

/** File doors: resumable upload (tus), papers and task files with byte ranges. Every one asks who it is. */
export function mountFiles(app: Express, services: Doors): void {
  const { db, files, log } = services
  const actorOf = async (cookieHeader: string | null | undefined): Promise<Actor | null> => {
    const token = readCookies(cookieHeader ?? '')[services.cookies.session]
    return token ? findActor(services.pool, { token }, services.clock()) : null
  }
  const refusal = (code: string, params: Record<string, string | number> = {}) => ({
    status_code: statusOf(code),
    body: JSON.stringify({ code, params, message: errorText(code, params) }),
  })

  mkdirSync(files.tmpDir, { recursive: true })
  const tus = new TusServer({
    path: UPLOAD_PATH,
    datastore: new TusStore({ directory: files.tmpDir }),
    maxSize: MAX_BYTES,
    relativeLocation: true,
    respectForwardedHeaders: true,
    async onIncomingRequest(req, id) {
      const actor = await actorOf(req.headers.get('cookie'))
      if (!actor) throw refusal('NOT_SIGNED_IN')
      if (!mayUpload(actor)) throw refusal('FORBIDDEN')
      // Another person's half-sent file does not exist for this one.
      if (req.method !== 'POST' && !id.startsWith(`${actor.userId}.`)) throw refusal('NOT_FOUND')
    },
    namingFunction: async req => {
      const actor = await actorOf(req.headers.get('cookie'))
      return `${actor?.userId ?? 'nobody'}.${uuid()}`
    },
    async onUploadCreate(_req, upload) {
      // A photo this large comes straight from a sensor; said before its first byte, not after minutes on a weak line.
      if (upload.metadata?.purpose === 'task' && isPhoto(upload.metadata.filename ?? '') && (upload.size ?? 0) > MAX_PHOTO_BYTES) throw refusal('FILE_PHOTO_TOO_LARGE', { limit: formatBytes(MAX_PHOTO_BYTES) })
      const disk = await statfs(files.tmpDir)
      if ((upload.size ?? 0) > maxBytesOf(purposeOf(upload.metadata), MAX_BYTES)) throw refusal('PLAN_TOO_LARGE')
      if (disk.bavail * disk.bsize < KEEP_FREE_BYTES + (upload.size ?? 0)) throw refusal('DISK_FULL')
      return {}
    },
    async onUploadFinish(req, upload) {
      const actor = await actorOf(req.headers.get('cookie'))
      if (!actor) throw refusal('NOT_SIGNED_IN')
      const name = safeName(upload.metadata?.filename ?? '')
      const purpose = purposeOf(upload.metadata)
      const tmp = upload.storage?.path ?? path.join(files.tmpDir, upload.id)
      const seen = await inspectFile(tmp, name, purpose)
      if (!seen.ok) {
        await Promise.all([rm(tmp, { force: true }), rm(`${tmp}.json`, { force: true })])
        log.warn({ code: seen.code, actorId: actor.userId }, 'file refused')
        throw refusal(seen.code, seen.level ? { level: secretLevelText[seen.level] } : {})
      }
      const { sha256, size } = await files.take(tmp)
      await rm(`${tmp}.json`, { force: true })
      const copy = purpose === 'paper' ? await makeViewingCopy(files, sha256, size) : null
      const row = await db.storedFile.create({
        data: { id: uuid(), sha256, size, mime: seen.mime, name, pages: seen.pages, text: seen.text, ...copy, uploadedById: actor.userId, createdAt: services.clock() },
      })
      return { status_code: 200, body: JSON.stringify({ fileId: row.id, name, size, pages: seen.pages, mime: seen.mime }), headers: { 'Content-Type': 'application/json' } }
    },
    onResponseError: (_req, err) => {
      if ('status_code' in err) {
        // The store's own limit says so in English; a refusal of ours has its sentence already.
        if (err.status_code === 413 && !err.body.startsWith('{')) return refusal('FILE_TOO_LARGE')
        // The disk may fill up between the first byte and the last; the store only says that it could not write.
        if (err.status_code === 500 && isDiskFull(files.tmpDir)) return refusal('DISK_FULL')
        return { status_code: err.status_code, body: err.body }
      }
      log.error({ err }, 'upload failed')
      return refusal('INTERNAL')
    },
  })
  app.all([UPLOAD_PATH, `${UPLOAD_PATH}/*`], (req, res) => void tus.handle(req, res))

  /** Tài liệu họp: whoever may see its item in this moment. */
  app.get('/tai-lieu/:paperId', (req, res, next) => {
    servePaper(req, res).catch(next)
  })
  async function servePaper(req: Request<{ paperId: string }>, res: Response): Promise<void> {
    const actor = await actorOf(req.headers.cookie)
    if (!actor) return void res.redirect(302, `/dang-nhap?ve=${encodeURIComponent(req.originalUrl)}`)
    const paper = isId(req.params.paperId) ? await db.paper.findFirst({ where: { id: req.params.paperId, ...scopePaper(actor) }, include: { file: true } }) : null
    if (!paper) return refuse(res, 'NOT_FOUND')
    send(res, paper.file)
  }

  /**
   * Bản để xem trên màn hình, by ranges: the viewing copy where there is one. `v` names the version a device keeps; another
   * one is not mixed into it. Paired wall screens get the paper that is being presented, no other.
   */
  app.get('/tai-lieu/:paperId/xem', (req, res, next) => {
    serveView(req, res).catch(next)
  })
  async function serveView(req: Request<{ paperId: string }>, res: Response): Promise<void> {
    const actor = await actorOf(req.headers.cookie)
    const scope = actor ? scopePaper(actor) : await hallScope(req.headers.cookie)
    if (!scope) return refuse(res, 'NOT_SIGNED_IN')
    const paper = isId(req.params.paperId) ? await db.paper.findFirst({ where: { AND: [{ id: req.params.paperId }, scope] }, include: { file: true } }) : null
    if (!paper) return refuse(res, 'NOT_FOUND')
    const { file } = paper
    const key = file.viewSha256 ?? file.sha256
    const isOriginal = [file.sha256, file.id].includes(String(req.query.v))
    if (!isOriginal && req.query.v !== key) return refuse(res, 'NOT_FOUND')
    send(res, isOriginal ? file : { ...file, sha256: key })
  }
  async function hallScope(cookieHeader: string | undefined): Promise<Prisma.PaperWhereInput | null> {
    const token = readCookies(cookieHeader ?? '')[services.cookies.hall]
    const hall = token ? await services.findHall(token) : null
    const meeting = hall?.meetingId ? await db.meeting.findUnique({ where: { id: hall.meetingId }, select: { id: true, presenting: true } }) : null
    return meeting && scopeHallPaper(meeting)
  }

  /** Tệp của nhiệm vụ, của kết luận, của phiếu lấy ý kiến: whoever may see what it hangs on, or who brought it. */
  app.get('/tep/:fileId', (req, res, next) => {
    serveTaskFile(req, res).catch(next)
  })
  async function serveTaskFile(req: Request<{ fileId: string }>, res: Response): Promise<void> {
    const actor = await actorOf(req.headers.cookie)
    if (!actor) return void res.redirect(302, `/dang-nhap?ve=${encodeURIComponent(req.originalUrl)}`)
    const file = isId(req.params.fileId)
      ? ((await conclusionFile(actor, req.params.fileId)) ??
        (await db.storedFile.findFirst({
          where: { id: req.params.fileId, OR: [{ uploadedById: actor.userId }, { taskFiles: { some: { task: scopeTask(actor) } } }, scopeSourceFile(actor), scopeCardFile(actor)] },
        })))
      : null
    if (!file) return refuse(res, 'NOT_FOUND')
    send(res, file)
  }

  /** A file of a conclusion: the desk always, members once the chair has agreed to the conclusion it goes with. */
  async function conclusionFile(actor: Actor, fileId: string) {
    const found = await db.conclusionFile.findMany({ where: { fileId, removedAt: null }, include: { file: true }, take: 20 })
    for (const f of found) {
      const me = await db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: f.meetingId, userId: actor.userId } }, select: { id: true, role: true, meeting: { select: { presidingId: true } } } })
      const sight = sightOf(actor, me ? roleIn(me.meeting, me) : null)
      if (sight.live) return f.file
      if (sight.agreed && (await db.conclusionAgreement.count({ where: { itemId: f.itemId, recalledAt: null } })) > 0) return f.file
    }
    return null
  }

  /** Express answers ranges, so page one of a 300-page paper needs only its own bytes. */
  function send(res: Response, file: { sha256: string; name: string; mime: string }): void {
    res.sendFile(path.resolve(files.pathOf(file.sha256)), {
      acceptRanges: true,
      cacheControl: false,
      headers: {
        'Content-Type': file.mime,
        'Cache-Control': 'private, no-cache',
        'Content-Disposition': `${file.mime === 'application/pdf' ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      },
    })
  }
  const refuse = (res: Response, code: string): void => void res.status(statusOf(code)).type('text/plain').send(errorText(code))
}

const purposeOf = (metadata: Record<string, string | null> | undefined): Purpose => (metadata?.purpose === 'paper' || metadata?.purpose === 'plan' ? metadata.purpose : 'task')

const isDiskFull = (folder: string): boolean => {
  const disk = statfsSync(folder)
  return disk.bavail * disk.bsize < 1024 * 1024
}


/** A name for people: no folders, no control or direction marks, at most 200 letters. It never becomes a path. */
function safeName(name: string): string {
  const bare = name
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- control and direction marks are exactly what is removed here
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .split(/[\\/]/)
    .pop()
  const letters = [...(bare || 'tep')]
  return letters.length <= 200 ? letters.join('') : `${letters.slice(0, 190).join('')}${letters.slice(-10).join('')}`
}
