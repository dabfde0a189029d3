import { z } from 'zod'
import { SeatingView } from './seating.ts'
import { ConclusionCommentView, ConclusionFileView, ConclusionView, LineMore } from './conclusion.ts'
import { CivilDate, command, event, Id, Moment, signal, Text } from './define.ts'
import { ChatSetup } from './discussion.ts'
import { AskedOf, SpeakingKind, SpeakingSetup } from './speaking.ts'
import { VideoSetup } from './video.ts'
import { AnswerKind, OptionsView, Picks, PlannedView, RecusalView, VoteMore } from './vote-parts.ts'

// ───────────── Views: what a screen shows; loaders send them whole, events send the changed part ─────────────

/** Trạng thái phiên họp. */
export const MeetingStatus = z.enum(['draft', 'invited', 'running', 'paused', 'ended', 'cancelled'])
/** Vai trò trong phiên: chủ trì, thư ký, thành viên, người dự thay, khách mời, quan sát. */
export const ParticipantRole = z.enum(['chair', 'secretary', 'member', 'substitute', 'guest', 'observer'])
export const ItemStatus = z.enum(['pending', 'presenting', 'concluded', 'held_over', 'withdrawn'])

/** Phiên họp – head of a session. */
export const MeetingView = z.object({
  id: Id,
  title: z.string(),
  kind: z.enum(['regular', 'special', 'other']),
  status: MeetingStatus,
  startsAt: Moment,
  endsAt: Moment,
  place: z.string(),
  openedAt: Moment.nullable(),
  pausedAt: Moment.nullable(),
  endedAt: Moment.nullable(),
  /** khóa hồ sơ: nothing of the session changes after it */
  sealedAt: Moment.nullable().optional(),
  currentItemId: Id.nullable(),
  /** N: thành viên UBND đương nhiệm, frozen at opening; before opening the number in office today */
  membersInOffice: z.number().int(),
  agendaVersion: z.number().int(),
  /** họp thử: nothing of it enters the record; left out for a real session */
  isRehearsal: z.boolean().optional(),
  /** khách mời được đăng ký phát biểu ở nội dung của mình; absent in events of before it existed = allowed */
  isGuestSpeechAllowed: z.boolean().optional(),
})

/** Nội dung chương trình. */
export const ItemView = z.object({
  id: Id,
  rank: z.string(),
  title: z.string(),
  text: z.string(),
  presenter: z.string(),
  minutes: z.number().int(),
  leadUnitId: Id.nullable(),
  leadUnitName: z.string().nullable(),
  isCollective: z.boolean(),
  status: ItemStatus,
  startedAt: Moment.nullable(),
  endedAt: Moment.nullable(),
  spentSeconds: z.number().int(),
  /** why it was held over or withdrawn, null otherwise */
  asideReason: z.string().nullable(),
  /** begin of its first turn */
  beganAt: Moment.optional(),
  /** stands in the block of undisputed items */
  isUndisputed: z.boolean().optional(),
  /** who asked to have it discussed, and why: it left the block then */
  objection: z.object({ byLabel: z.string(), reason: z.string(), at: Moment }).optional(),
  /** thông qua theo khối: without a vote (no other opinion), or by one vote on the block */
  adoption: z.object({ how: z.enum(['block', 'block_vote']), at: Moment }).optional(),
  /** bổ sung khẩn: the reason it was added while the session ran */
  urgentReason: z.string().optional(),
  /** đang ẩn: true only on the desk's side, such an item is not in a session's view */
  isHidden: z.boolean().optional(),
  /** mở cho báo chí: everybody in the room may know that the press is let in here */
  isOpenToPress: z.boolean().optional(),
})

/** Người dự họp. */
export const ParticipantView = z.object({
  id: Id,
  userId: Id,
  role: ParticipantRole,
  label: z.string(),
  unitName: z.string().nullable(),
  rank: z.number().int(),
  isVoter: z.boolean(),
  isCommitteeChair: z.boolean(),
  substituteForId: Id.nullable(),
  /** the commune's room where the person sits, null = the hall */
  siteId: Id.nullable().optional(),
  absenceReason: z.string().nullable(),
  isPresent: z.boolean(),
  intervals: z.array(
    z.object({
      arrivedAt: Moment,
      leftAt: Moment.nullable(),
      isLate: z.boolean(),
      how: z.enum(['own_device', 'secretary', 'paper', 'door_code', 'site_pin']),
      reason: z.string().nullable(),
      /** names the stay for a correction */
      id: Id.optional(),
      /** user who recorded it for the person; left out when they did it themselves */
      byId: Id.optional(),
    }),
  ),
})

/** Túc số – present / total with the rule behind it. */
export const QuorumView = z.object({
  present: z.number().int(),
  total: z.number().int(),
  needed: z.number().int(),
  isMet: z.boolean(),
  missing: z.number().int(),
  isWarningOnly: z.boolean(),
  source: z.string(),
})

/** Đăng ký phát biểu. */
export const SpeakingView = z.object({
  id: Id,
  itemId: Id,
  participantId: Id,
  label: z.string(),
  subject: z.string(),
  status: z.enum(['waiting', 'called', 'speaking', 'done', 'withdrawn', 'declined']),
  requestedAt: Moment,
  calledAt: Moment.nullable(),
  startedAt: Moment.nullable(),
  endedAt: Moment.nullable(),
  limitSeconds: z.number().int(),
  declineReason: z.string().nullable(),
  // Absent in events stored before there were kinds: a plain speech.
  kind: SpeakingKind.optional(),
  /** whom a question is put to */
  toParticipantId: Id.nullable().optional(),
  toLabel: z.string().nullable().optional(),
  /** the question an answer belongs to */
  questionId: Id.nullable().optional(),
  /** named by the chair without having asked */
  isDesignated: z.boolean().optional(),
  /** place given by the chair among those who wait */
  position: z.number().int().nullable().optional(),
  /** its clock stands since then, and ms it stood before */
  pausedAt: Moment.nullable().optional(),
  pausedMs: z.number().int().optional(),
})

export const Choice = z.enum(['for', 'against', 'abstain'])
export const VoteCount = z.object({
  for: z.number().int(),
  against: z.number().int(),
  abstain: z.number().int(),
})

/** Kết quả biểu quyết with its legal sentence. */
export const VoteResult = z.object({
  outcome: z.enum(['passed', 'not_passed', 'passed_by_chair', 'not_passed_by_chair', 'undecided']),
  base: z.number().int(),
  needed: z.number().int(),
  notCast: z.number().int(),
  missing: z.number().int(),
  sentence: z.string(),
  source: z.string(),
  /** nhiều phương án, danh sách: places of what was chosen, and of equal ones nothing decides between */
  chosen: Picks.optional(),
  tied: Picks.optional(),
})

/** Biểu quyết công khai, kín. Until a secret one is closed `count` stays at nothing; afterwards totals, never names. */
export const VoteView = z.object({
  id: Id,
  itemId: Id,
  question: z.string(),
  form: z.enum(['open', 'secret']),
  /** held on paper and typed in; left out for a vote on the devices */
  source: z.literal('paper').optional(),
  status: z.enum(['open', 'closed', 'cancelled']),
  base: z.number().int(),
  needed: z.number().int(),
  ruleText: z.string(),
  isChangeAllowed: z.boolean(),
  openedAt: Moment,
  closesAt: Moment.nullable(),
  closedAt: Moment.nullable(),
  /** members with a ballot present when the count was made */
  presentVoters: z.number().int(),
  count: VoteCount,
  /** secret vote on the devices: how many have voted */
  cast: z.number().int().optional(),
  /** the same, closed: ballots that could not be counted (phiếu không hợp lệ) */
  invalid: z.number().int().optional(),
  /** the same, closed: receipts of the ballots counted, by letter */
  receipts: z.array(z.string()).optional(),
  /** the same, open: what devices seal a ballot for (base64url), and bytes of a ballot before sealing */
  seal: z.object({ publicKey: z.string(), bytes: z.number().int() }).optional(),
  /** somebody asked to cancel it; the other side of the desk confirms */
  cancelAsk: z.object({ side: z.enum(['presiding', 'secretary']), byId: Id, byLabel: z.string(), reason: z.string(), at: Moment }).optional(),
  cancelReason: z.string().optional(),
  /** its time is over and the program could not count it */
  uncounted: z.enum(['VOTE_SECRET_ONE_BALLOT', 'VOTE_KEY_LOST']).optional(),
  result: VoteResult.nullable(),
  /** items decided together by this one vote; absent for a vote on one item */
  blockItemIds: z.array(Id).optional(),
  ...VoteMore,
  /** open vote: by name; filled when closed, in the order of the list of members */
  ballots: z.array(z.object({ label: z.string(), choice: Choice.nullable(), isPaper: z.literal(true).optional(), picks: Picks.optional() })).nullable(),
})

/** Tài liệu họp. */
export const PaperView = z.object({
  id: Id,
  itemId: Id,
  fileId: Id,
  title: z.string(),
  kind: z.enum(['main', 'reference']),
  name: z.string(),
  pages: z.number().int().nullable(),
  size: z.number().int(),
  addedAt: Moment,
  /** what screens draw from: hash and bytes of the viewing copy, or of the original where there is none */
  copy: z.object({ key: z.string(), size: z.number().int() }).optional(),
})

/** Phần trang được xem: zoom times enlarged, top left corner in shares of the page (app/domain/presentation/place.ts). */
export const PagePlace = z.object({ zoom: z.number().min(1).max(6), x: z.number().min(0).max(1), y: z.number().min(0).max(1) })
/** Trang đang trình chiếu. */
export const PresentingView = z.object({
  paperId: Id,
  page: z.number().int().min(1),
  byLabel: z.string(),
  /** user who shows it */
  byId: Id.optional(),
  /** absent = the whole page */
  place: PagePlace.optional(),
})

/** Người điều hành thay chủ trì theo văn bản phân công. */
export const PresidingView = z.object({ participantId: Id, label: z.string(), since: Moment, document: z.string() })

/** Dòng kết luận. */
export const LineView = z.object({
  id: Id,
  itemId: Id,
  rank: z.string(),
  text: z.string(),
  version: z.number().int(),
  task: z.object({ id: Id, code: z.string(), leadUnit: z.string(), deadlineOn: CivilDate.nullable() }).nullable(),
  ...LineMore,
})

/** Phiên họp đang diễn ra: everything the audience of `meeting:{id}` may see. */
export const SessionView = z.object({
  meeting: MeetingView,
  items: z.array(ItemView),
  participants: z.array(ParticipantView),
  quorum: QuorumView,
  queue: z.array(SpeakingView),
  votes: z.array(VoteView),
  papers: z.array(PaperView),
  presenting: PresentingView.nullable(),
  /** who presides by assignment; null = the chair */
  presiding: PresidingView.nullable(),
  /** agreed conclusions by item; what is still being written never stands here */
  conclusions: z.array(ConclusionView).optional(),
  /** what may be asked for on each item, and how long each kind may speak */
  speaking: SpeakingSetup.optional(),
  /** trao đổi: what the chair has switched on */
  chat: ChatSetup.optional(),
  /** họp trực tuyến: whether there is a way in, never which */
  video: VideoSetup.optional(),
  /** room and places; absent until a room was chosen */
  seating: SeatingView.nullable().optional(),
  /** participants who may show pages during the item in hand, beside chair and secretaries */
  presenterIds: z.array(Id).optional(),
  /** hồi tị by item */
  recusals: z.array(RecusalView).optional(),
  /** nội dung biểu quyết chuẩn bị sẵn, in their order; voteRunAt: the list is run through since then */
  planned: z.array(PlannedView).optional(),
  voteRunAt: Moment.nullable().optional(),
})

/** Bước điều hành – a flow act that may be taken back while it is the last one. */
export const FlowAct = z.enum(['open', 'pause', 'resume', 'end', 'go_to', 'hold_over', 'withdraw', 'take_back', 'adopt_block'])
export const StepView = z.object({ id: Id, act: FlowAct, itemId: Id.nullable(), at: Moment, byLabel: z.string() })

/** Nội dung đang ẩn with its papers: all of them, at the place the agenda gives them. */
export const HiddenView = z.object({ items: z.array(ItemView), papers: z.array(PaperView) })

/** Nội dung một khách mời được dự. */
export const GuestSlots = z.object({ participantId: Id, itemIds: z.array(Id) })

/** Bàn thư ký – what only chair, secretaries and the Office follow (`desk:{id}`). */
export const DeskView = z.object({
  step: StepView.nullable().optional(),
  lines: z.array(LineView),
  comments: z.array(ConclusionCommentView).optional(),
  conclusionFiles: z.array(ConclusionFileView).optional(),
  hidden: HiddenView,
  guests: z.array(GuestSlots),
})

// ───────────── Commands ─────────────

/** Tạo phiên họp. */
export const meetingCreate = command('meeting.create', {
  input: z.object({
    meetingId: Id,
    title: Text(300, 1),
    kind: z.enum(['regular', 'special', 'other']),
    startsAt: Moment,
    endsAt: Moment,
    place: Text(200, 1),
  }),
  output: z.object({ meetingId: Id }),
})
const OnMeeting = z.object({ meetingId: Id })
/** The item in hand on the screen that acts (null = between two items): an act on an item already left is refused. */
const FromItem = Id.nullable().optional()
/** Khai mạc phiên họp: freezes members in office and the rule set of the day. */
export const meetingOpen = command('meeting.open', { input: OnMeeting })
/** Tạm dừng phiên. */
export const meetingPause = command('meeting.pause', { input: OnMeeting })
/** Tiếp tục phiên. */
export const meetingResume = command('meeting.resume', { input: OnMeeting })
/** Kết thúc phiên. */
export const meetingEnd = command('meeting.end', { input: OnMeeting })
/** Chuyển sang nội dung này; the previous item is marked concluded. */
export const meetingGoToItem = command('meeting.goToItem', { input: z.object({ meetingId: Id, itemId: Id, fromItemId: FromItem }) })
/** Để lại phiên sau, rút khỏi chương trình (with the reason), hoặc đưa trở lại – during the session. */
export const meetingSetItemAside = command('meeting.setItemAside', {
  input: z.object({ meetingId: Id, itemId: Id, act: z.enum(['hold_over', 'withdraw', 'take_back']), reason: Text(500).optional(), fromItemId: FromItem }),
})
/** Trình chiếu trang – the presenter's page, and which part of it. */
export const presentationShow = command('presentation.show', {
  input: z.object({ meetingId: Id, paperId: Id, page: z.number().int().min(1).max(100000), place: PagePlace.optional() }),
})
/** Dừng trình chiếu. */
export const presentationStop = command('presentation.stop', { input: OnMeeting })

/** Tự điểm danh. */
export const attendanceCheckIn = command('attendance.checkIn', { input: OnMeeting })
/** Báo rời phiên. */
export const attendanceLeave = command('attendance.leave', { input: z.object({ meetingId: Id, reason: Text(300).optional() }) })
/** Điểm danh hộ – by the secretary, with the time it happened. */
export const attendanceRecord = command('attendance.record', {
  input: z.object({
    meetingId: Id,
    participantId: Id,
    act: z.enum(['arrive', 'leave']),
    at: Moment.optional(),
    reason: Text(300).optional(),
  }),
})

/** Đăng ký phát biểu, chất vấn, trả lời, điểm trật tự. itemId: the item the person had before the eyes, when one was shown. */
export const speakingRequest = command('speaking.request', {
  input: z.object({
    meetingId: Id,
    requestId: Id,
    subject: Text(2000),
    kind: SpeakingKind.exclude(['present']).optional(),
    itemId: Id.optional(),
    to: AskedOf.optional(),
    questionId: Id.optional(),
  }),
})
const OnRequest = z.object({ meetingId: Id, requestId: Id })
/** Rút đăng ký. */
export const speakingWithdraw = command('speaking.withdraw', { input: OnRequest })
/** Mời phát biểu. */
export const speakingCall = command('speaking.call', { input: OnRequest })
/** Bắt đầu nói (tính giờ). */
export const speakingStart = command('speaking.start', { input: OnRequest })
/** Kết thúc phát biểu. */
export const speakingStop = command('speaking.stop', { input: OnRequest })
/** Bác bỏ, nêu lý do. */
export const speakingDecline = command('speaking.decline', { input: OnRequest.extend({ reason: Text(300, 1) }) })

/** Mở biểu quyết trên nội dung đang bàn. */
export const voteOpen = command('vote.open', {
  input: z.object({
    meetingId: Id,
    voteId: Id,
    question: Text(1000, 1),
    fromItemId: FromItem,
    seconds: z.number().int().min(10).max(3600).optional(),
    /** kín: ballots are sealed on the devices; left out = công khai */
    form: z.enum(['open', 'secret']).optional(),
    answers: AnswerKind.optional(),
    /** nhiều phương án, danh sách; left out = the three answers */
    options: OptionsView.optional(),
    /** biểu quyết lại: the closed vote this one repeats; its result stays */
    againOfId: Id.optional(),
    againReason: Text(500).optional(),
  }),
  output: z.object({ voteId: Id }),
})
/** Bỏ phiếu. The answer comes after the ballot is committed. */
export const voteCast = command('vote.cast', {
  /**
   * choice: an open ballot. picks: an open ballot on a list, places from 0. sealed: a secret one, sealed on the device (base64url) – exactly one of them.
   * grantId: confirmed by the member's own PIN on the shared device of a commune's room
   */
  input: z
    .object({ voteId: Id, choice: Choice.optional(), picks: Picks.optional(), sealed: z.string().max(4096).optional(), grantId: Id.optional() })
    .refine(i => [i.choice, i.picks, i.sealed].filter(one => one !== undefined).length === 1, { path: ['choice'] }),
  output: z.object({ choice: Choice.optional(), picks: Picks.optional(), castAt: Moment, receipt: z.string(), changes: z.number().int() }),
})
/** Kết thúc biểu quyết. */
export const voteClose = command('vote.close', { input: z.object({ voteId: Id }) })

/** Thêm nội dung vào chương trình; itemId is chosen by the browser, so that typing starts at once. */
export const agendaAddItem = command('agenda.addItem', {
  input: z.object({ meetingId: Id, itemId: Id, title: Text(1000).optional(), beforeId: Id.nullable().optional() }),
})
/** Sửa người trình bày, thời lượng, đơn vị chủ đề án. */
export const agendaUpdateItem = command('agenda.updateItem', {
  input: z.object({
    meetingId: Id,
    itemId: Id,
    presenter: Text(300).optional(),
    minutes: z.number().int().min(1).max(600).optional(),
    leadUnitId: Id.nullable().optional(),
    isCollective: z.boolean().optional(),
  }),
})
/** Sắp lại thứ tự: before another item, or to the end. */
export const agendaMoveItem = command('agenda.moveItem', {
  input: z.object({ meetingId: Id, itemId: Id, beforeId: Id.nullable() }),
})
/** Bỏ nội dung (có thể lấy lại). */
export const agendaRemoveItem = command('agenda.removeItem', { input: z.object({ meetingId: Id, itemId: Id }) })
export const agendaRestoreItem = command('agenda.restoreItem', { input: z.object({ meetingId: Id, itemId: Id }) })
/** Ban hành chương trình; the second time and later it is "điều chỉnh lần n" with a reason. */
export const agendaIssue = command('agenda.issue', {
  input: z.object({ meetingId: Id, reason: Text(500).optional() }),
  output: z.object({ n: z.number().int() }),
})

/** Thêm dòng kết luận. */
export const conclusionAddLine = command('conclusion.addLine', {
  input: z.object({ meetingId: Id, itemId: Id, lineId: Id, text: Text(5000), afterId: Id.nullable().optional() }),
})
/** Sửa dòng kết luận; baseVersion guards against overwriting what another wrote. */
export const conclusionEditLine = command('conclusion.editLine', {
  input: z.object({ meetingId: Id, lineId: Id, text: Text(5000), baseVersion: z.number().int() }),
  output: z.object({ version: z.number().int() }),
})
export const conclusionRemoveLine = command('conclusion.removeLine', { input: z.object({ meetingId: Id, lineId: Id }) })
/** Giao việc từ dòng kết luận – one act: the line becomes a task and keeps the link. */
export const conclusionAssign = command('conclusion.assign', {
  input: z.object({
    meetingId: Id,
    lineId: Id,
    taskId: Id,
    content: Text(5000, 1),
    leadUnitId: Id,
    coordinatorIds: z.array(Id).max(150),
    deadlineOn: CivilDate.nullable(),
  }),
  output: z.object({ taskId: Id, code: z.string() }),
})

/** Thêm tài liệu vào nội dung after its file arrived whole. */
export const paperAdd = command('paper.add', {
  input: z.object({ meetingId: Id, itemId: Id, paperId: Id, fileId: Id, title: Text(300, 1), kind: z.enum(['main', 'reference']) }),
})
/** Gỡ tài liệu. */
export const paperRemove = command('paper.remove', { input: z.object({ meetingId: Id, paperId: Id }) })

// ───────────── Events ─────────────
// meeting:{id} unless said otherwise

/** Phiên khai mạc, tạm dừng, tiếp tục, kết thúc, đổi giờ. */
export const meetingChanged = event('meeting.changed', {
  payload: z.object({ act: z.enum(['created', 'opened', 'paused', 'resumed', 'ended']), meeting: MeetingView, quorum: QuorumView.optional(), participants: z.array(ParticipantView).optional() }),
})
/** Đã chuyển nội dung. */
export const itemReached = event('meeting.itemReached', {
  /** papers: of an item that was hidden until now */
  payload: z.object({ currentItemId: Id, items: z.array(ItemView), presenting: PresentingView.nullable(), papers: z.array(PaperView).optional() }),
})
/** Nội dung được để lại, rút, đưa trở lại; who and when stand beside it in the log. */
export const itemSetAside = event('meeting.itemSetAside', {
  payload: z.object({
    act: z.enum(['hold_over', 'withdraw', 'take_back']),
    reason: z.string().nullable(),
    currentItemId: Id.nullable(),
    items: z.array(ItemView),
    presenting: PresentingView.nullable(),
  }),
})
/** Điểm danh thay đổi. */
export const attendanceChanged = event('attendance.changed', {
  payload: z.object({ participant: ParticipantView, quorum: QuorumView }),
})
/** Hàng đợi phát biểu thay đổi. */
export const speakingChanged = event('speaking.changed', { payload: z.object({ request: SpeakingView }) })
/** Trang trình chiếu đổi. */
export const presentationChanged = event('presentation.changed', { payload: z.object({ presenting: PresentingView.nullable() }) })
/** Đã mở biểu quyết. */
export const voteOpened = event('vote.opened', { payload: z.object({ vote: VoteView }) })
/** Đã kết thúc biểu quyết, with result. */
export const voteClosed = event('vote.closed', { payload: z.object({ vote: VoteView }) })
/** Tài liệu thêm, gỡ. */
export const paperAdded = event('paper.added', { payload: z.object({ paper: PaperView }) })
export const paperRemoved = event('paper.removed', { payload: z.object({ paperId: Id }) })
/** Chương trình được ban hành, điều chỉnh: the whole list members now see. */
export const agendaIssued = event('agenda.issued', {
  payload: z.object({ n: z.number().int(), reason: z.string().nullable(), issuedAt: Moment, items: z.array(ItemView), changes: z.array(z.unknown()) }),
})
/** Bản soạn chương trình đổi – stream agenda:{id}. removedId leaves the list. */
export const agendaDraftChanged = event('agenda.draftChanged', {
  payload: z.object({ items: z.array(ItemView), removedId: Id.nullable() }),
})
/** Dòng kết luận đổi – stream desk:{id}. */
export const lineChanged = event('conclusion.lineChanged', { payload: z.object({ line: LineView, isRemoved: z.boolean() }) })
/** Phiếu đã ghi – audit only, never on a stream. */
export const ballotRecorded = event('vote.ballotRecorded', {
  payload: z.object({ voteId: Id, choice: Choice, changes: z.number().int(), picks: Picks.optional() }),
})

// ───────────── Signals ─────────────

/** Số phiếu – at most four a second, counted from the table. */
export const voteProgress = signal('vote.progress', z.object({ voteId: Id, count: VoteCount, cast: z.number().int().optional(), optionVotes: z.array(z.number().int()).optional() }))
