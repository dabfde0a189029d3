import { ruleOn, type ChairSide, type RulesOfVote, type Ruling, type VoteForm } from './ruling.ts'

/**
 * Cases an edit of a rule set is tried on: which of them come out otherwise. The figures are those of
 * `tests/acceptance/voting.tsv` under the same id, without the result, which depends on the rules.
 */
type Line = readonly [id: string, what: string, form: VoteForm, N: number, recused: number, votesFor: number, against: number, abstain: number, silent: number, chair: ChairSide]

const lines: readonly Line[] = [
  ['CS-01', 'vừa đủ quá nửa tổng số', 'open', 27, 0, 14, 8, 2, 3, 'for'],
  ['CS-02', 'quá nửa người trong phòng nhưng chưa quá nửa tổng số', 'open', 27, 0, 13, 9, 2, 3, 'for'],
  ['CS-03', 'hai phần ba phòng họp tán thành vẫn thiếu 1', 'open', 25, 0, 12, 6, 0, 7, 'for'],
  ['CS-04', 'như trên, thêm một phiếu', 'open', 25, 0, 13, 5, 0, 7, 'for'],
  ['CS-05', 'nhất trí', 'open', 27, 0, 27, 0, 0, 0, 'for'],
  ['CS-06', 'không ai tán thành', 'open', 27, 0, 0, 27, 0, 0, 'against'],
  ['CS-07', 'tất cả không biểu quyết: không phải ngang nhau', 'open', 27, 0, 0, 0, 27, 0, 'abstain'],
  ['CS-08', 'không có phiếu nào', 'open', 27, 0, 0, 0, 0, 27, 'absent'],
  ['CS-09', 'chỉ 14 người dự, đều tán thành, Chủ tịch vắng', 'open', 27, 0, 14, 0, 0, 13, 'absent'],
  ['CS-10', 'mọi người dự đều tán thành vẫn chưa quá nửa tổng số', 'open', 27, 0, 13, 0, 0, 14, 'for'],
  ['CS-11', 'bỏ phiếu kín, đủ đa số', 'secret', 26, 0, 14, 12, 0, 0, 'secret'],
  ['CS-12', 'phiếu lấy ý kiến cũng tính trên tổng số, không trên số phiếu trả lời', 'card', 25, 0, 13, 4, 2, 6, 'for'],
  ['CS-13', '10/10 phiếu trả lời tán thành nhưng mới 10/25 tổng số', 'card', 25, 0, 10, 0, 0, 15, 'for'],
  ['LT-01', 'một thành viên', 'open', 1, 0, 1, 0, 0, 0, 'for'],
  ['LT-02', 'hai thành viên: quá nửa là 2', 'open', 2, 0, 1, 0, 1, 0, 'for'],
  ['LT-04', 'Chủ tịch không tán thành, đa số đã đủ', 'open', 3, 0, 2, 1, 0, 0, 'against'],
  ['LT-05', 'đúng một nửa chưa phải quá nửa; không ngang nhau', 'open', 24, 0, 12, 10, 2, 0, 'for'],
  ['LT-06', 'số chẵn: nửa cộng 1', 'open', 24, 0, 13, 11, 0, 0, 'against'],
  ['LT-07', 'số lẻ: 12,5 làm tròn lên 13', 'open', 25, 0, 13, 12, 0, 0, 'against'],
  ['NN-01', 'mỗi bên đúng một nửa, Chủ tịch tán thành', 'open', 26, 0, 13, 13, 0, 0, 'for'],
  ['NN-02', 'mỗi bên đúng một nửa, Chủ tịch không tán thành', 'open', 26, 0, 13, 13, 0, 0, 'against'],
  ['NN-03', 'nghĩa rộng: phiếu hai bên bằng nhau, một người không biểu quyết', 'open', 27, 0, 13, 13, 1, 0, 'for'],
  ['NN-05', 'nghĩa rộng, 3 người vắng; bộ phận pháp chế cần xác nhận cách hiểu', 'open', 27, 0, 12, 12, 0, 3, 'for'],
  ['NN-10', 'Chủ tịch không biểu quyết: không có bên để theo', 'open', 27, 0, 13, 13, 1, 0, 'abstain'],
  ['NN-11', 'Chủ tịch vắng; Phó Chủ tịch chủ trì không thay phiếu của Chủ tịch', 'open', 26, 0, 12, 12, 0, 2, 'absent'],
  ['NN-12', 'phiếu kín: không biết bên của Chủ tịch', 'secret', 26, 0, 13, 13, 0, 0, 'secret'],
  ['NN-14', 'phiếu kín, không ngang nhau', 'secret', 27, 0, 13, 12, 2, 0, 'secret'],
  ['NN-15', 'phiếu lấy ý kiến ngang nhau, có tên: theo bên Chủ tịch', 'card', 26, 0, 13, 13, 0, 0, 'for'],
  ['NN-16', 'phiếu lấy ý kiến ngang nhau, Chủ tịch không trả lời', 'card', 26, 0, 12, 12, 1, 1, 'absent'],
  ['NN-17', 'đã quá nửa thì bên của Chủ tịch không đổi kết quả', 'open', 26, 0, 14, 12, 0, 0, 'against'],
  ['NN-18', '1–1: pháp chế cần xác nhận cách hiểu', 'open', 27, 0, 1, 1, 0, 25, 'for'],
  ['NN-19', '0–0 không phải ngang nhau', 'open', 27, 0, 0, 0, 20, 7, 'abstain'],
  ['IL-01', '12 phiếu im lặng được tính tán thành: 22/25', 'card', 25, 0, 10, 2, 1, 12, 'for'],
  ['IL-02', 'cùng số phiếu, im lặng không tính', 'card', 25, 0, 10, 2, 1, 12, 'for'],
  ['IL-03', '1 trả lời tán thành + 12 im lặng = 13', 'card', 25, 0, 1, 12, 0, 12, 'against'],
  ['IL-04', '1 + 11 im lặng = 12, chưa đủ', 'card', 25, 0, 1, 13, 0, 11, 'against'],
  ['IL-05', 'không ai trả lời; im lặng là đồng ý', 'card', 25, 0, 0, 0, 0, 25, 'absent'],
  ['IL-06', 'không ai trả lời; im lặng không tính', 'card', 25, 0, 0, 0, 0, 25, 'absent'],
  ['IL-07', '10 + 3 im lặng ngang 13: theo bên Chủ tịch', 'card', 26, 0, 10, 13, 0, 3, 'against'],
  ['IL-09', 'Chủ tịch im lặng: được tính vào số tán thành nhưng không có bên để theo khi ngang nhau', 'card', 26, 0, 10, 13, 0, 3, 'absent'],
  ['IL-10', 'tại phiên họp, người không bỏ phiếu không bao giờ được tính là tán thành', 'open', 27, 0, 13, 2, 0, 12, 'for'],
  ['TS-09', 'Luật 2025 không buộc hai phần ba: chỉ cảnh báo (13/25 dự)', 'open', 25, 0, 13, 0, 0, 12, 'for'],
  ['TS-10', '16/27 dự: chỉ cảnh báo', 'open', 27, 0, 14, 2, 0, 11, 'for'],
  ['TV-01', 'một thành viên hết nhiệm kỳ lúc 0 giờ: 27 còn 26, mức cần vẫn 14', 'open', 26, 0, 14, 12, 0, 0, 'against'],
  ['TV-02', 'hai thành viên thôi giữ chức trước ngày họp: 27 còn 25, mức cần giảm còn 13', 'open', 25, 0, 13, 12, 0, 0, 'against'],
  ['TV-03', 'một thành viên được bổ nhiệm trước ngày họp: 27 thành 28, mức cần lên 15', 'open', 28, 0, 14, 13, 1, 0, 'for'],
  ['TV-04', 'người được bổ nhiệm giữa phiên không có phiếu; tổng số giữ như lúc khai mạc', 'open', 27, 0, 13, 13, 0, 1, 'absent'],
  ['TV-05', 'người bị miễn nhiệm hôm trước đã trả lời: phiếu không tính, tổng số còn 26', 'card', 26, 0, 13, 10, 0, 3, 'for'],
  ['HT-01', '27 trừ 1 hồi tị còn 26: cần 14', 'open', 27, 1, 14, 12, 0, 0, 'for'],
  ['HT-02', 'hai người hồi tị: mức cần giảm còn 13', 'open', 27, 2, 13, 12, 0, 0, 'against'],
  ['HT-04', 'hồi tị làm tổng số chẵn và ngang nhau', 'open', 27, 1, 13, 13, 0, 0, 'for'],
  ['HT-05', 'Chủ tịch vắng, hai bên ngang nhau', 'open', 27, 1, 13, 13, 0, 0, 'absent'],
  ['HT-07', 'người hồi tị không bị tính là im lặng: 22 còn lại, 8 + 12 im lặng', 'card', 25, 3, 8, 2, 0, 12, 'for'],
  ['HT-09', 'chỉ còn một người có phiếu', 'open', 3, 2, 1, 0, 0, 0, 'for'],
  ['DT-01', '4 người dự thay trong phòng không có phiếu và không vào tổng số', 'open', 27, 0, 13, 7, 0, 7, 'for'],
  ['DT-02', '54 người trong phòng, 14 lá phiếu', 'open', 27, 0, 14, 0, 0, 13, 'for'],
  ['DT-03', '12 thành viên và 6 người dự thay: vẫn là 12/25', 'open', 25, 0, 12, 0, 0, 13, 'for'],
  ['TK-01', 'hỏi tham khảo tính trên 15 phiếu trả lời', 'poll', 27, 0, 8, 5, 2, 12, 'for'],
  ['TK-02', 'tham khảo không theo bên Chủ tịch', 'poll', 27, 0, 7, 7, 0, 13, 'for'],
]

export type SampleCase = { id: string; what: string; line: Line }
export const sampleCases: readonly SampleCase[] = lines.map(line => ({ id: line[0], what: line[1], line }))

export const ruleOnSample = ({ line }: SampleCase, rules: RulesOfVote): Ruling => {
  const [, , form, N, recused, votesFor, against, abstain, silent, chair] = line
  const cast = votesFor + against + abstain
  return ruleOn({ form, rules, N, recused, count: { for: votesFor, against, abstain }, silent, present: cast + recused, chair })
}

/** Result and threshold before and after an edit, of those cases that come out otherwise. */
export const changedBy = (before: RulesOfVote, after: RulesOfVote): { sample: SampleCase; before: Ruling; after: Ruling }[] =>
  sampleCases
    .map(sample => ({ sample, before: ruleOnSample(sample, before), after: ruleOnSample(sample, after) }))
    .filter(x => x.before.outcome !== x.after.outcome || x.before.needed !== x.after.needed || x.before.for !== x.after.for)
