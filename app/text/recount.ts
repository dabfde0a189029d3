import type { FileFault } from '#app/domain/voting/ballot-file.ts'
import type { CheckCode, Irregularity } from '#app/domain/voting/recount.ts'
import { sessionText } from './session.ts'

/** Kiểm đếm lại: a closed vote counted again from its exported file. */
export const recountText = {
  title: 'Kiểm đếm lại',
  open: 'Kiểm đếm lại',
  lead: 'Phiếu được đếm lại trên máy này, chỉ từ tệp phiếu đã xuất: cộng từng phiếu, áp bộ quy tắc ghi trong tệp, rồi so với kết quả công bố.',
  back: 'Hồ sơ phiên họp',
  csv: 'Tải tệp phiếu (CSV)',
  xlsx: 'Tải bảng tính',
  fileName: (question: string) => `Phieu bieu quyet ${question.slice(0, 80)}`,
  sheets: { facts: 'Biểu quyết', byName: 'Phiếu theo tên', anonymous: 'Phiếu đã mở', receipts: 'Mã biên nhận' },
  counting: 'Đang tải và đếm lại…',
  failed: 'Chưa tải được tệp phiếu. Kiểm tra đường truyền rồi thử lại.',
  again: 'Tải và đếm lại',
  none: 'Biểu quyết trên giấy này chỉ có tổng số phiếu: không có phiếu nào trong hệ thống để đếm lại. Căn cứ là biên bản kiểm phiếu.',
  source: { record: 'Tệp từ hồ sơ', chosen: (name: string) => `Tệp đồng chí chọn: ${name}` },
  choose: 'Đếm lại từ tệp khác',
  chooseHint: 'Chọn tệp CSV đồng chí đã tải hoặc được gửi. Tệp được đọc ngay trên máy này, không gửi đi đâu.',
  toRecord: 'Đếm lại tệp từ hồ sơ',
  equal: 'Bằng nhau',
  unequal: 'Không bằng nhau',
  equalHint: 'Đếm lại từng phiếu ra đúng kết quả công bố.',
  unequalHint: 'Tệp này không cho ra kết quả công bố trong tệp. Xem các dòng không bằng nhau dưới đây.',
  sameAsRecord: 'Tệp trùng từng chữ với hồ sơ.',
  otherThanRecord: (n: number) => `Tệp khác hồ sơ ở ${n} dòng: tệp này không phải phiếu trong hồ sơ.`,
  table: 'Đối chiếu từng số',
  columns: { figure: 'Số liệu', published: 'Công bố', counted: 'Đếm lại', state: 'Đối chiếu' },
  difference: { title: 'Những dòng khác hồ sơ', line: 'Dòng', here: 'Trong tệp', record: 'Trong hồ sơ', blank: '(không có)' },
  check: {
    for: 'Tán thành (đồng ý)',
    against: 'Không tán thành (không đồng ý)',
    abstain: 'Không biểu quyết (ý kiến khác)',
    invalid: 'Phiếu không hợp lệ',
    notCast: 'Không bỏ phiếu',
    needed: 'Số phiếu cần',
    missing: 'Còn thiếu',
    outcome: 'Kết quả',
    sentence: 'Câu kết luận',
    voters: 'Thành viên có phiếu',
    receipts: 'Phiếu và mã biên nhận',
    answered: 'Phiếu có lựa chọn',
    optionVotes: 'Phiếu từng phương án, theo thứ tự danh sách',
  } satisfies Record<CheckCode, string>,
  irregular: 'Điều bất thường',
  irregularity: {
    NAME_TWICE: (what: string) => `${what} có hai phiếu.`,
    RECEIPT_TWICE: (what: string) => `Mã biên nhận ${what} có hai lần.`,
    TOO_MANY_VOTERS: (what: string) => `Số người có phiếu và hồi tị nhiều hơn tổng số thành viên: ${what}.`,
    TOO_MANY_BALLOTS: (what: string) => `Số phiếu nhiều hơn số người có phiếu: ${what}.`,
    PICKS_WRONG: (what: string) => `Phiếu chọn sai số phương án: ${what}.`,
    TWO_CHAIRS: () => 'Có hơn một Chủ tịch.',
  } satisfies Record<Irregularity['code'], (what: string) => string>,
  fault: {
    NOT_A_BALLOT_FILE: () => 'Đây không phải tệp phiếu của Tân Trào. Chọn tệp CSV tải từ trang này.',
    FACT_MISSING: (f: FileFault) => `Tệp thiếu mục “${f.what}”.`,
    FACT_WRONG: (f: FileFault) => `Dòng ${f.line}: mục “${f.what}” không đọc được.`,
    CHOICE_UNKNOWN: (f: FileFault) => `Dòng ${f.line}: “${f.what}” không phải một lựa chọn.`,
  } satisfies Record<FileFault['code'], (f: FileFault) => string>,
  command: {
    usage: 'Dùng: npm run recount -- TỆP.csv [TỆP-TỪ-HỒ-SƠ.csv]',
    unreadable: (path: string) => `Không mở được tệp ${path}.`,
    line: (name: string, published: string, counted: string, isEqual: boolean) => `${isEqual ? '=' : '≠'} ${name}: công bố ${published || '–'}, đếm lại ${counted || '–'}`,
    difference: (line: number) => `≠ dòng ${line} khác tệp từ hồ sơ`,
    verdict: (isEqual: boolean) => (isEqual ? 'BẰNG NHAU' : 'KHÔNG BẰNG NHAU'),
  },
}

/** A figure as people read it: a result by its name. */
export const checkValue = (code: CheckCode, value: string): string => (code === 'outcome' ? (sessionText.vote.outcome[value as keyof typeof sessionText.vote.outcome] ?? value) : value)

export const faultText = (f: FileFault): string => recountText.fault[f.code](f)
