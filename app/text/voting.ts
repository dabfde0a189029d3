import type { OpeningWarning } from '#app/domain/voting/majority.ts'

/** Words of acts on a vote, recusals, reserved opinions and the question before a vote. */

const standard = { for: 'Tán thành', against: 'Không tán thành', abstain: 'Không biểu quyết' }
const opinion = { for: 'Đồng ý', against: 'Không đồng ý', abstain: 'Ý kiến khác' }

/** The three answers as this vote asks them. */
export const answerWords = (answers: 'standard' | 'opinion' | undefined): typeof standard => (answers === 'opinion' ? opinion : standard)

const warnings: Record<OpeningWarning['code'], (p: Record<string, number>) => string> = {
  VOTE_NO_QUORUM: p => `Chưa đủ túc số: có mặt ${p.present}, cần ${p.needed}, còn thiếu ${p.missing} thành viên.`,
  VOTE_CANNOT_PASS: p => `Dù mọi người có mặt đều tán thành vẫn chưa đủ: ${p.presentVoters} phiếu, cần ${p.needed}.`,
  VOTE_TIE_POSSIBLE: p => `Có thể ngang nhau: ${p.presentVoters} người có phiếu đang có mặt. Khi ngang nhau, kết quả theo bên Chủ tịch đã biểu quyết.`,
  VOTE_CHAIR_ABSENT: () => 'Chủ tịch UBND chưa có mặt: nếu ngang nhau thì không có bên để theo.',
  VOTE_SECRET_TIE_UNDECIDABLE: () => 'Bỏ phiếu kín mà ngang nhau thì không biết bên của Chủ tịch: chưa đủ căn cứ kết luận.',
  VOTE_SECRET_GROUP_SMALL: p => `Chỉ ${p.presentVoters} người bỏ phiếu: kết quả có thể cho biết phiếu của từng người.`,
}
export const openingWarning = (w: OpeningWarning): string => warnings[w.code](w.params)

export const votingText = {
  warnings: 'Cần biết trước khi mở',
  open: {
    answers: 'Các lựa chọn',
    standard: 'Tán thành / Không tán thành / Không biểu quyết',
    opinion: 'Đồng ý / Không đồng ý / Ý kiến khác',
    options: 'Nhiều phương án, danh sách lựa chọn',
    list: 'Danh sách lựa chọn',
    listHint: (n: number) => (n === 0 ? 'Mỗi dòng một lựa chọn; dán được từ Word, tối đa 200.' : `Mỗi dòng một lựa chọn. Đang có ${n}.`),
    tooMany: (n: number, max: number) => `Đang có ${n} lựa chọn, tối đa ${max}. Bỏ bớt ${n - max} dòng.`,
    tooLong: (n: number) => `Lựa chọn ${n} dài quá 200 ký tự. Viết gọn lại.`,
    howMany: 'Mỗi phiếu chọn bao nhiêu, bao nhiêu lựa chọn được chọn',
    min: 'Chọn ít nhất',
    max: 'Chọn nhiều nhất',
    places: 'Số được chọn',
    time: 'Thời gian nhận phiếu',
    noTime: 'Đến khi bấm kết thúc',
    minutes: (n: number) => `${n} phút`,
    again: 'Lần biểu quyết này',
    fresh: 'Vấn đề khác của nội dung này',
    repeat: (question: string) => `Biểu quyết lại: ${question}`,
    reason: 'Lý do biểu quyết lại',
    reasonHint: 'Kết quả và phiếu của lần trước vẫn giữ trong hồ sơ.',
  },
  pad: {
    ask: (min: number, max: number) => (max === 1 ? 'Chọn một phương án rồi gửi' : min === max ? `Chọn đúng ${max} rồi gửi` : `Chọn từ ${min} đến ${max} rồi gửi`),
    list: 'Các lựa chọn',
    find: 'Tìm trong danh sách',
    findHint: 'Không cần dấu',
    onlyChosen: 'Chỉ xem đã chọn',
    notFound: 'Không có lựa chọn nào như vậy. Thử gõ ít chữ hơn.',
    noneChosen: 'Chưa chọn lựa chọn nào.',
    chosen: (n: number, min: number, max: number) => (max === 1 ? (n === 0 ? 'Chưa chọn' : 'Đã chọn 1') : `Đã chọn ${n}, cần ${min === max ? max : `từ ${min} đến ${max}`}`),
    full: 'Đã đủ số; bỏ bớt một để chọn cái khác.',
    send: 'Gửi phiếu',
    resend: 'Gửi lại phiếu',
    mine: (names: string) => `Đồng chí đã chọn: ${names}`,
  },
  options: {
    votes: (n: number) => `${n} phiếu`,
    isChosen: 'Được chọn',
    isTied: 'Ngang nhau, chưa đủ căn cứ',
    more: (n: number) => `Xem thêm ${n} lựa chọn`,
    rules: (count: number, min: number, max: number, places: number) => `${count} lựa chọn, mỗi phiếu chọn ${min === max ? max : `từ ${min} đến ${max}`}, nhiều nhất ${places} được chọn`,
    hallMore: (n: number) => `và ${n} lựa chọn khác`,
    figures: (names: string, abstain: number, notCast: number) => `${names}; không biểu quyết ${abstain}, không bỏ phiếu ${notCast}`,
    closeBody: (cast: number, left: number) => `Đã bỏ ${cast} phiếu${left > 0 ? `, ${left} người có mặt chưa bỏ phiếu` : ''}. Kết thúc thì không nhận thêm phiếu, kết quả hiện trên mọi màn hình.`,
  },
  acts: 'Việc của biểu quyết đang mở',
  extend: (minutes: number) => `Thêm ${minutes} phút`,
  endsAt: (time: string) => `Nhận phiếu đến ${time}`,
  hold: 'Dừng nhận phiếu',
  takeOn: 'Nhận phiếu tiếp',
  held: 'Tạm dừng nhận phiếu',
  heldHint: 'Phiếu đã gửi vẫn giữ. Chờ chủ trì cho nhận phiếu tiếp.',
  reason: 'Lý do',
  keep: 'Không hủy',
  again: (reason: string) => `Biểu quyết lại. Lý do: ${reason}`,
  recusals: 'Hồi tị ở nội dung này',
  recusalsHint: 'Thành viên có liên quan không có phiếu và không tính vào cơ số, theo bộ quy tắc của phiên.',
  recused: (who: string, reason: string) => `${who} hồi tị: ${reason}`,
  addRecusal: 'Ghi hồi tị',
  addRecusalTitle: 'Ghi thành viên hồi tị',
  member: 'Thành viên',
  chooseMember: 'Chọn thành viên',
  removeRecusal: (who: string) => `Rút hồi tị: ${who}`,
  remove: 'Rút',
  mine: {
    recuse: 'Tôi hồi tị ở nội dung này',
    recuseTitle: 'Hồi tị ở nội dung này?',
    recuseBody: 'Đồng chí sẽ không có phiếu ở nội dung này và không tính vào cơ số. Rút lại được đến khi chủ trì mở biểu quyết.',
    recuseConfirm: 'Ghi hồi tị',
    isRecused: 'Đồng chí hồi tị ở nội dung này nên không có phiếu biểu quyết.',
    takeBack: 'Rút hồi tị',
    reserve: 'Bảo lưu ý kiến',
    reserveHint: 'Nguyên văn được ghi vào biên bản.',
    other: 'Ý kiến khác của đồng chí',
    otherHint: 'Nguyên văn được ghi vào biên bản khi biểu quyết kết thúc.',
    save: 'Ghi ý kiến',
    saved: 'Đã ghi ý kiến của đồng chí',
  },
  reserved: 'Ý kiến bảo lưu',
  otherOpinions: 'Ý kiến khác',
}
