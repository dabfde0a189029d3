import { z } from 'zod'
import { command, event, Id, Moment, Text } from './define.ts'
import { HiddenView, ItemStatus, ItemView, MeetingStatus, PaperView, SpeakingView } from './meeting.ts'

/**
 * Who sees what in a session. Members follow `meeting:{id}`; what is hidden travels on `desk:{id}` only; guests, the
 * press and observers follow `part:{id}`, a view made for them by one allow-list (app/live/reducers/part.ts).
 */

// ───────────── Views ─────────────

/** Giờ mời vào phòng: what the guest's own device counts down from. Says nothing of the items before but their sum. */
export const GuestCall = z.discriminatedUnion('kind', [
  /** chưa được mời vào nội dung nào */
  z.object({ kind: z.literal('none') }),
  /** max(0, `from` − now) + `afterSeconds`; `from` = when what is in hand should end, null when nothing is in hand */
  z.object({ kind: z.literal('wait'), from: Moment.nullable(), afterSeconds: z.number().int(), isNext: z.boolean() }),
  /** đang bàn nội dung của khách */
  z.object({ kind: z.literal('now') }),
  /** các nội dung của khách đã xong */
  z.object({ kind: z.literal('over') }),
])

/** Nội dung as a guest or the press sees it. */
export const PartItem = z.object({
  id: Id,
  title: z.string(),
  text: z.string(),
  presenter: z.string(),
  status: ItemStatus,
  papers: z.array(PaperView),
})

/** Phần được xem: the same for all readers with the same rights. */
export const PartView = z.object({
  meeting: z.object({
    id: Id,
    title: z.string(),
    status: MeetingStatus,
    startsAt: Moment,
    endsAt: Moment,
    place: z.string(),
    openedAt: Moment.nullable(),
    pausedAt: Moment.nullable(),
    endedAt: Moment.nullable(),
  }),
  chairLabel: z.string().nullable(),
  items: z.array(PartItem),
  /** the item in hand, when it is one of `items` */
  currentItemId: Id.nullable(),
  /** page shown to all, when its paper is among theirs */
  presenting: z.object({ paperId: Id, page: z.number().int() }).nullable(),
  /** guests: a vote is open on their item; they are told, without question or count */
  isVoting: z.boolean(),
  call: GuestCall.nullable(),
  /** press: what is in hand is not, or no longer, open to them */
  isClosedNow: z.boolean(),
  canAskToSpeak: z.boolean(),
  /** guests: họp trực tuyến is open to them now, while their item is in hand */
  canEnterVideo: z.boolean(),
})

/** Phần riêng: one's own row and one's own request, nobody else's. */
export const OwnPart = z.object({
  participantId: Id,
  role: z.enum(['guest', 'observer']),
  label: z.string(),
  unitName: z.string().nullable(),
  isPresent: z.boolean(),
  arrivedAt: Moment.nullable(),
  /** the standing or last request on the item in hand */
  request: SpeakingView.nullable(),
})

// ───────────── Commands ─────────────

/** Ẩn nội dung, hiện lại: only what the session has not come to can be hidden. */
export const agendaHideItem = command('agenda.hideItem', {
  input: z.object({ meetingId: Id, itemId: Id, isHidden: z.boolean() }),
})
/** Mở, đóng một nội dung cho báo chí và người quan sát. */
export const meetingOpenToPress = command('meeting.openToPress', {
  input: z.object({ meetingId: Id, itemId: Id, isOpen: z.boolean() }),
})
/** Khách mời dự những nội dung nào; an empty list leaves the head of the session. */
export const guestSetItems = command('guest.setItems', {
  input: z.object({ meetingId: Id, participantId: Id, itemIds: z.array(Id).max(200) }),
})
/** Khách mời được, không được đăng ký phát biểu ở nội dung của mình. */
export const guestAllowSpeech = command('guest.allowSpeech', { input: z.object({ meetingId: Id, isAllowed: z.boolean() }) })

// ───────────── Events ─────────────

/** Nội dung đang ẩn đổi: all of them, latest wins – stream desk:{id}. */
export const hiddenChanged = event('agenda.hiddenChanged', { payload: HiddenView })
/** Nội dung được ẩn: it leaves the screens of the room – meeting:{id} and agenda:{id}. */
export const itemHidden = event('agenda.itemHidden', { payload: z.object({ itemId: Id }) })
/** Nội dung hiện ra, with its papers – meeting:{id}. */
export const itemShown = event('agenda.itemShown', { payload: z.object({ item: ItemView, papers: z.array(PaperView) }) })
/** Mở, đóng cho báo chí – meeting:{id}. */
export const pressChanged = event('meeting.pressChanged', { payload: z.object({ itemId: Id, isOpen: z.boolean() }) })
/** Khách mời được phát biểu hay không – meeting:{id}. */
export const guestSpeechChanged = event('guest.speechChanged', { payload: z.object({ isAllowed: z.boolean() }) })
/** Nội dung của một khách mời đổi – desk:{id}. */
export const guestItemsChanged = event('guest.itemsChanged', { payload: z.object({ participantId: Id, itemIds: z.array(Id) }) })
/**
 * Quyền trong một phiên đổi (gỡ khỏi danh sách, đổi tư cách) – user:{id}. The server takes the person's devices out of
 * every stream and document of that session; a page that stands open asks anew, or says why it may not.
 */
export const sessionAccessChanged = event('session.accessChanged', {
  payload: z.object({ meetingId: Id, userId: Id, act: z.enum(['removed', 'role']), title: Text(300) }),
})
