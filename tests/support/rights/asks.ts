// How each query, stream, document and address is tried: its arguments in the planted session, so that every "no" is one of rights.
import { doorCodeOf } from '#server/features/attendance/door.ts'
import type { QueryArgs, QueryName } from '#server/http/load-context.ts'
import type { Actor } from '#server/command/context.ts'
import { unitsOf } from '#server/policies/stream.ts'
import type { Planted } from './planted.ts'
import type { World } from './world.ts'

const on = (p: Planted) => ({ meetingId: p.meetingId })
const doorCode = async (w: World, p: Planted): Promise<string> => doorCodeOf(await w.db.meeting.findUniqueOrThrow({ where: { id: p.meetingId } }), w.ground.clock.now).path.slice('/diem-danh/'.length)
const NO_FILTER = { kind: null, itemId: null, text: '' }
const NOBODY = '00000000-0000-4000-8000-000000000001'

type Asks = { [K in QueryName]: (w: World, p: Planted) => QueryArgs<K> | Promise<QueryArgs<K>> }
/** Every query of the house; the type refuses a missing one. */
export const asks: Asks = {
  'account.view': () => ({}),
  'account.users': () => ({}),
  'account.roles': () => ({}),
  'ruleSet.list': () => ({}),
  'unit.list': () => ({ on: null }),
  'unit.preview': w => ({ fromIds: [w.c.health] }),
  'agenda.draft': (_w, p) => on(p),
  'alert.rules': () => ({}),
  'alert.preferences': () => ({}),
  'alert.sendings': () => ({ show: 'failed', channel: '', q: '', day: '', page: 1 }),
  'alert.myDay': () => ({ day: '2026-11-26' }),
  'warning.list': (_w, p) => ({ taskIds: [p.taskId] }),
  'warning.rate': () => ({}),
  'agenda.versions': (_w, p) => on(p),
  'attendance.doorCode': (_w, p) => ({ ...on(p), origin: 'http://localhost' }),
  'attendance.door': async (w, p) => ({ code: await doorCode(w, p) }),
  'session.door': (_w, p) => on(p),
  'part.view': (_w, p) => on(p),
  'desk.view': (_w, p) => on(p),
  'guest.slots': (_w, p) => on(p),
  'card.list': () => ({}),
  'card.waiting': () => ({}),
  'card.desk': (_w, p) => ({ cardId: p.cardId }),
  'card.mine': (_w, p) => ({ cardId: p.cardId }),
  'card.form': () => ({}),
  'card.statistics': () => ({ from: '2026-01-01', to: '2026-12-31' }),
  'conclusion.named': (_w, p) => on(p),
  'conclusion.list': (_w, p) => on(p),
  'decided.list': () => ({}),
  'directory.find': () => ({ text: 'dau' }),
  'chat.head': (_w, p) => on(p),
  'chat.messages': (_w, p) => ({ ...on(p), lineId: null }),
  'chat.lines': (_w, p) => on(p),
  'chat.record': (_w, p) => on(p),
  'session.view': (_w, p) => on(p),
  'meeting.list': () => ({}),
  'note.list': (_w, p) => on(p),
  'notification.list': () => ({}),
  'pack.view': (_w, p) => on(p),
  'people.desk': (_w, p) => on(p),
  'people.missing': (_w, p) => on(p),
  'people.find': (_w, p) => ({ ...on(p), text: 'giam doc' }),
  'people.mine': (_w, p) => on(p),
  'presentation.ink': (_w, p) => ({ ...on(p), paperId: p.papers.now }),
  'record.view': (_w, p) => on(p),
  'history.page': (_w, p) => ({ ...on(p), filter: NO_FILTER, before: null }),
  'history.all': (_w, p) => ({ ...on(p), filter: NO_FILTER }),
  'rehearsal.report': (_w, p) => on(p),
  'room.list': () => ({}),
  'seating.print': (_w, p) => on(p),
  'site.list': (_w, p) => on(p),
  'voting.ballots': (_w, p) => ({ ...on(p), voteId: p.voteId }),
  'speaking.desk': (_w, p) => on(p),
  'statistics.view': () => ({ from: '2026-01-01', to: '2026-12-31', who: 'all' }),
  'voting.readiness': (_w, p) => on(p),
  'typed.entries': (_w, p) => on(p),
  'task.list': () => ({}),
  'task.savedViews': () => ({}),
  'task.export': () => ({}),
  'task.view': (_w, p) => ({ taskId: p.taskId }),
  'task.choices': (_w, p) => ({ taskId: p.taskId }),
  'task.bulkPreview': (_w, p) => ({ act: 'recall', taskIds: [p.taskId] }),
  'task.assignForm': () => ({}),
  'direction.view': () => ({}),
  'direction.queues': () => ({ queue: 'confirm' }),
  'plan.list': () => ({}),
  'plan.view': () => ({ importId: '00000000-0000-7000-8000-000000000000' }),
  'plan.export': () => ({ importId: '00000000-0000-7000-8000-000000000000' }),
  'duty.list': () => ({}),
  'video.setting': (_w, p) => on(p),
  'video.door': (_w, p) => on(p),
  'home.waiting': () => ({}),
}

/** The same queries asked for more: somebody's private line, what is hidden. */
export const moreAsks: Record<string, { name: QueryName; args: (w: World, p: Planted) => unknown }> = {
  'chat.messages · đường riêng của người khác': { name: 'chat.messages', args: (w, p) => ({ ...on(p), lineId: p.idOf(w.third) }) },
  'presentation.ink · nội dung ẩn': { name: 'presentation.ink', args: (_w, p) => ({ ...on(p), paperId: p.papers.hidden }) },
}

/** Streams by kind ("kind · words" = another one of that kind). */
export const streams: Record<string, (w: World, p: Planted, who: Actor | null) => string> = {
  user: (_w, _p, who) => `user:${who?.userId ?? NOBODY}`,
  'user · của người khác': w => `user:${w.third.userId}`,
  hall: (_w, p) => `hall:${p.displayId}`,
  meeting: (_w, p) => `meeting:${p.meetingId}`,
  page: (_w, p) => `page:${p.meetingId}`,
  named: (w, p, who) => `named:${p.meetingId}/${(who && unitsOf(who)[0]) ?? w.c.home}`,
  'named · đơn vị khác': (w, p) => `named:${p.meetingId}/${w.c.home}`,
  sites: (_w, p) => `sites:${p.meetingId}`,
  part: (_w, p) => `part:${p.meetingId}`,
  desk: (_w, p) => `desk:${p.meetingId}`,
  chat: (_w, p) => `chat:${p.meetingId}`,
  line: (w, p, who) => `line:${who && p.has(who) ? p.idOf(who) : p.idOf(w.third)}`,
  'line · của người khác': (w, p) => `line:${p.idOf(w.third)}`,
  agenda: (_w, p) => `agenda:${p.meetingId}`,
  card: (_w, p) => `card:${p.cardId}`,
  cards: () => 'cards:office',
  opinions: (_w, p) => `opinions:${p.cardId}`,
  decided: () => 'decided:office',
  duties: () => 'duties:office',
  sendings: () => 'sendings:office',
  plan: () => 'plan:00000000-0000-7000-8000-000000000000',
  task: (_w, p) => `task:${p.taskId}`,
  board: (w, _p, who) => `board:${(who && unitsOf(who)[0]) ?? w.c.home}`,
  'board · đơn vị khác': w => `board:${w.c.home}`,
  'board · toàn tỉnh': () => 'board:all',
}

/** Shared documents by kind and item. */
export const docs: Record<string, (p: Planted) => string> = {
  item: p => `item:${p.items.now}`,
  'item · nội dung ẩn': p => `item:${p.items.hidden}`,
  conclusion: p => `conclusion:${p.items.now}`,
  'conclusion · nội dung ẩn': p => `conclusion:${p.items.hidden}`,
}

/** What stands for the variable parts of an address; `*` is an upload somebody else began. */
export const params = async (w: World, p: Planted): Promise<Record<string, string>> => ({
  '*': `${w.third.userId}.00000000-0000-7000-8000-000000000000`,
  meetingId: p.meetingId,
  ngay: '2026-11-26',
  paperId: p.papers.now,
  fileId: p.files.now,
  taskId: p.taskId,
  cardId: p.cardId,
  voteId: p.voteId,
  importId: '00000000-0000-7000-8000-000000000000',
  ma: await doorCode(w, p),
  token: 'khong-co-lien-ket-nay',
})

/** The same addresses with something else in them, or a question after them. */
export const moreAddresses: Record<string, (p: Planted, w: World) => string> = {
  '/phien-hop/:meetingId/trao-doi · đường riêng của người khác': (p, w) => `/phien-hop/${p.meetingId}/trao-doi?kenh=${p.idOf(w.third)}`,
  '/tai-lieu/:paperId · nội dung đã bàn': p => `/tai-lieu/${p.papers.done}`,
  '/tai-lieu/:paperId · nội dung sắp tới': p => `/tai-lieu/${p.papers.next}`,
  '/tai-lieu/:paperId · nội dung ẩn': p => `/tai-lieu/${p.papers.hidden}`,
  '/tai-lieu/:paperId/xem · nội dung ẩn': p => `/tai-lieu/${p.papers.hidden}/xem?v=${p.files.hidden}`,
  '/tai-lieu/:paperId/xem · nội dung sắp tới': p => `/tai-lieu/${p.papers.next}/xem?v=${p.files.next}`,
  '/tep/:fileId · tài liệu của phiếu lấy ý kiến': p => `/tep/${p.cardFileId}`,
  '/tep/:fileId · tệp kèm kết luận': p => `/tep/${p.conclusionFileId}`,
}
/** Questions some addresses need to mean anything. */
export const queryOf: Record<string, (p: Planted) => string> = {
  '/tai-lieu/:paperId/xem': p => `?v=${p.files.now}`,
  '/phien-hop/:meetingId/net-but': p => `?tai-lieu=${p.papers.now}`,
  '/phien-hop/:meetingId/tim-nguoi': () => '?q=giam+doc',
  '/tim-kiem': () => '?q=dau',
}
