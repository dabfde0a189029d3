import type { RuleKind, SourcedSetting, TimelineProblem } from '#app/domain/meeting/rule-versions.ts'
import type { LegalSource, Outcome, ReasonCode } from '#app/domain/voting/majority.ts'
import type { ChairSide, Step, StepCode, VoteForm } from '#app/domain/voting/ruling.ts'
import { sourceText } from '#app/domain/voting/sentence.ts'
import { formatDate } from './format.ts'

const bases = { total_in_office: 'tổng số thành viên', present: 'thành viên có mặt', answered: 'số phiếu trả lời' }

const whyOpen: Partial<Record<ReasonCode, string>> = {
  TIE_SECRET: 'bỏ phiếu kín nên không biết bên của Chủ tịch',
  TIE_CHAIR_ABSENT: 'Chủ tịch vắng',
  TIE_CHAIR_ABSTAINED: 'Chủ tịch không biểu quyết',
  TIE_CHAIR_RECUSED: 'Chủ tịch hồi tị',
  TIE_CHAIR_NOT_CAST: 'Chủ tịch chưa bỏ phiếu',
}

type P = Step['params']
const sayings: Record<StepCode, (p: P) => string> = {
  MEMBERS: p => `Tổng số thành viên đương nhiệm trong ngày: ${p.N}`,
  SUBSTITUTES_OUT: () => 'Người dự thay và khách mời không có phiếu, không tính vào tổng số',
  RECUSAL_OUT: p => `Trừ ${p.recused} thành viên hồi tị: ${p.N} − ${p.recused} = ${p.left}`,
  RECUSAL_IN: p => `${p.recused} thành viên hồi tị không có phiếu, vẫn tính trong tổng số ${p.left}`,
  QUORUM_MET: p => `Túc số: có mặt ${p.present}/${p.N}, cần ít nhất ${p.num}/${p.den} = ${p.needed}: đủ`,
  QUORUM_WARNING: p => `Túc số: có mặt ${p.present}/${p.N}, nên có ${p.num}/${p.den} = ${p.needed}: chưa đủ, chỉ cảnh báo`,
  QUORUM_LACKING: p => `Túc số: có mặt ${p.present}/${p.N}, cần ít nhất ${p.num}/${p.den} = ${p.needed}: không đủ, chưa quyết định được`,
  BASE: p => `Tính trên ${bases[p.of as keyof typeof bases]}: ${p.base}`,
  THRESHOLD: p =>
    p.kind === 'over_half' ? `Cần quá nửa: ${p.base} ÷ 2, làm tròn xuống, cộng 1 = ${p.needed}` : `Cần ít nhất ${p.num}/${p.den}: ${p.base} × ${p.num} ÷ ${p.den}, làm tròn lên = ${p.needed}`,
  SILENCE_AGREES: p => `${p.silent} phiếu không trả lời trong hạn tính là tán thành: ${p.answered} + ${p.silent} = ${p.for}`,
  SILENCE_COUNTS_NOT: p => `${p.silent} phiếu không trả lời không tính là tán thành`,
  ENOUGH: p => `Tán thành ${p.for} ≥ ${p.needed}: đủ`,
  MISSING: p => `Tán thành ${p.for} < ${p.needed}: còn thiếu ${p.missing}`,
  TIE_CHAIR: p => `Ngang nhau ${p.for}–${p.against}: theo bên Chủ tịch đã biểu quyết`,
  TIE_OPEN: p => `Ngang nhau ${p.for}–${p.against}: ${whyOpen[p.reason as ReasonCode] ?? 'không xác định được bên của Chủ tịch'}, chưa đủ căn cứ`,
  TIE_NONE: p => `Ngang nhau ${p.for}–${p.against}: quy tắc này không theo bên nào`,
}

/** One step of the arithmetic in words, with where it is written. */
export const stepText = (step: Step): string => sayings[step.code](step.params)
export const stepSource = (source: LegalSource | null): string | null => (source ? sourceText(source) : null)

const kinds: Record<RuleKind, string> = {
  committee_session: 'Phiên họp Ủy ban nhân dân',
  other: 'Cuộc họp khác',
  poll: 'Lấy ý kiến tham khảo',
  sample: 'Mẫu và cách hiểu khác',
}

/** Words of the page on rule sets. */
export const ruleSetText = {
  title: 'Bộ quy tắc',
  lead: 'Mọi kết quả biểu quyết, túc số và phiếu lấy ý kiến tính theo bộ quy tắc của ngày họp. Bản đã áp dụng không sửa được: thay bằng bản mới từ một ngày; phiên họp cũ giữ quy tắc của ngày họp.',
  list: 'Các bản',
  kind: kinds,
  kindHint: { committee_session: '', other: '', poll: '', sample: 'Không tự áp dụng cho phiên nào; dùng để thử và để lập bản mới.' } satisfies Record<RuleKind, string>,
  validity: (from: string, to: string | null) => (to ? `${formatDate(from)} – ${formatDate(to)}` : `từ ${formatDate(from)}`),
  state: { now: 'Đang áp dụng', coming: 'Chưa đến ngày', past: 'Hết áp dụng', sample: 'Mẫu' },
  sessions: (n: number) => (n === 0 ? 'chưa phiên nào dùng' : `${n} phiên đã dùng`),
  unverified: (n: number) => `${n} căn cứ chưa đối chiếu`,
  allVerified: 'căn cứ đã đối chiếu',
  problems: 'Thời gian áp dụng chưa liền mạch',
  problem: (p: TimelineProblem) =>
    p.kind === 'overlap'
      ? `${kinds[p.meetingKind]}: ${p.codes.join(' và ')} cùng áp dụng từ ${formatDate(p.from)}. Phiên họp theo bản bắt đầu sau.`
      : `${kinds[p.meetingKind]}: không có bản nào từ ${formatDate(p.from)} đến ${formatDate(p.to)}.`,
  rules: 'Quy tắc',
  rulesAside: 'Sửa thử thoải mái: chưa lưu thì không phiên nào bị ảnh hưởng',
  reset: 'Bỏ phần sửa thử',
  field: {
    base: 'Tính trên',
    threshold: 'Mức tán thành',
    num: 'Số trên',
    den: 'Số dưới',
    tie: 'Khi ngang nhau',
    tieMeaning: 'Hiểu “ngang nhau”',
    optionsBy: 'Biểu quyết theo danh sách: lựa chọn nào được chọn',
    isConsultative: 'Chỉ tham khảo, không phải quyết định',
    quorum: 'Túc số',
    quorumNum: 'Túc số, số trên',
    quorumDen: 'Túc số, số dưới',
    silenceIsAgreement: 'Phiếu lấy ý kiến: im lặng hết hạn là đồng ý',
    opinionCardDays: 'Phiếu lấy ý kiến: số ngày làm việc để trả lời',
    opinionCardDaysHint: 'Để trống nếu đặt theo từng phiếu',
    recusalLeavesBase: 'Người hồi tị không tính vào tổng số',
    changeBallotAllowed: 'Được đổi phiếu đến khi kết thúc, phiếu sau cùng được tính',
    showLiveCount: 'Biểu quyết công khai: hiện số phiếu khi đang bỏ',
  },
  base: { total_in_office: 'Tổng số thành viên đương nhiệm', present: 'Thành viên có mặt', answered: 'Số phiếu trả lời' },
  thresholdKind: { over_half: 'Quá nửa', two_thirds: 'Ít nhất hai phần ba', fraction: 'Tỷ lệ khác' },
  tie: { chair_side: 'Theo bên Chủ tịch đã biểu quyết', none: 'Không theo bên nào' },
  tieMeaning: { for_equals_against: 'Nghĩa rộng: số tán thành bằng số không tán thành', half_of_total: 'Nghĩa hẹp: mỗi bên đúng một nửa' },
  optionsBy: { threshold: 'Đạt mức tán thành', most: 'Nhiều phiếu nhất' },
  quorum: { none: 'Không hỏi túc số', warning: 'Cảnh báo khi thiếu', required: 'Bắt buộc, thiếu thì không quyết định' },
  sources: 'Căn cứ',
  source: {
    voteRule: 'Mức tán thành, ngang nhau',
    quorum: 'Túc số',
    silenceIsAgreement: 'Im lặng',
    recusal: 'Hồi tị',
    substituteVotes: 'Người dự thay không có phiếu',
    changeBallot: 'Đổi phiếu',
  } satisfies Record<SourcedSetting, string>,
  law: 'Văn bản',
  article: 'Điều, khoản',
  verified: 'đã đối chiếu',
  lawOf: (name: string) => `Văn bản: ${name}`,
  articleOf: (name: string) => `Điều, khoản: ${name}`,
  verifiedOf: (name: string) => `Đã đối chiếu: ${name}`,
  newVersion: 'Lập bản mới',
  newVersionHint: 'Bản mới lấy các quy tắc đang hiện ở trên.',
  validFrom: 'Áp dụng từ ngày',
  name: 'Tên bộ quy tắc',
  code: 'Mã',
  codeHint: 'Chữ không dấu, số và dấu gạch nối, ví dụ: ubnd-quy-che-2026',
  forKind: 'Dùng cho',
  reason: 'Lý do, văn bản ban hành',
  save: 'Lập bản mới',
  saveTitle: (name: string, from: string) => `Lập bản mới “${name}” từ ${formatDate(from)}?`,
  saveBody: (from: string) => `Phiên họp khai mạc từ ${formatDate(from)} theo bản này. Phiên đã khai mạc, biểu quyết đang mở và phiên cũ không đổi.`,
  saved: (from: string) => `Đã lập bản mới, áp dụng từ ${formatDate(from)}`,
  withdraw: 'Rút bản này',
  withdrawTitle: (name: string) => `Rút bản “${name}”?`,
  withdrawBody: 'Bản chưa áp dụng cho phiên nào. Bản trước nó tiếp tục áp dụng; nội dung bản bị rút còn trong nhật ký.',
  withdrawn: 'Đã rút bản',
  mayNotKeep: 'Chỉ lãnh đạo Văn phòng và quản trị hệ thống lập bản mới; đồng chí xem và sửa thử được.',
  bench: 'Bàn thử',
  benchLead: 'Nhập số phiếu, kết quả tính ngay theo quy tắc đang hiện.',
  form: { open: 'Biểu quyết công khai', secret: 'Bỏ phiếu kín', card: 'Phiếu lấy ý kiến', poll: 'Lấy ý kiến tham khảo' } satisfies Record<VoteForm, string>,
  formLabel: 'Hình thức',
  total: 'Tổng số thành viên',
  recused: 'Hồi tị',
  votesFor: 'Tán thành',
  against: 'Không tán thành',
  abstain: 'Không biểu quyết',
  present: 'Có mặt',
  silent: (n: number) => `Không trả lời: ${n}`,
  chair: 'Chủ tịch UBND',
  chairSide: { for: 'tán thành', against: 'không tán thành', abstain: 'không biểu quyết', absent: 'vắng', recused: 'hồi tị', secret: 'phiếu kín, không biết', none: 'chưa bỏ phiếu' } satisfies Record<Exclude<ChairSide, null> | 'none', string>,
  impossible: 'Số phiếu nhiều hơn số người có phiếu. Kiểm tra lại các số.',
  outcome: {
    passed: 'Thông qua',
    passed_by_chair: 'Thông qua theo ý kiến Chủ tịch',
    not_passed: 'Không thông qua',
    not_passed_by_chair: 'Không thông qua theo ý kiến Chủ tịch',
    undecided: 'Chưa đủ căn cứ',
  } satisfies Record<Outcome, string>,
  confirm: 'Ngang nhau dưới một nửa tổng số: bộ phận pháp chế cần xác nhận cách hiểu.',
  arithmetic: 'Phép tính',
  copy: 'Sao chép câu kết luận',
  copied: 'Đã sao chép câu kết luận',
  samples: 'Trường hợp mẫu đổi kết quả',
  samplesNone: (n: number) => `Phần sửa thử không đổi kết quả trường hợp nào trong ${n} trường hợp mẫu.`,
  samplesSome: (n: number, of: number) => `${n} trong ${of} trường hợp mẫu đổi kết quả so với bản đang chọn:`,
  sampleLine: (outcome: string, votes: number, needed: number) => `${outcome} (${votes}, cần ${needed})`,
  before: 'Trước',
  after: 'Sau',
}
