import { formatTime } from './format.ts'

/** What every screen of a session says about an item of its agenda: came urgently, stands in the block, was adopted with it. */
export const agendaMarks = {
  urgent: (reason: string) => `Bổ sung khẩn: ${reason}`,
  inBlock: 'Trong khối không có ý kiến khác',
  adopted: {
    block: (at: number) => `Thông qua theo khối, không có ý kiến khác, lúc ${formatTime(at)}`,
    block_vote: (at: number) => `Thông qua theo khối bằng một biểu quyết, lúc ${formatTime(at)}`,
  },
  oneVote: (n: number) => `Một biểu quyết cho ${n} nội dung trong khối`,
  objected: (who: string, reason: string) => `${who} đề nghị thảo luận: ${reason}`,
}
