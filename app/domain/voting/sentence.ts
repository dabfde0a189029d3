import {
  needed,
  type LegalSource,
  type ReasonCode,
  type VoteCount,
  type VoteDecision,
  type VoteRule,
} from './majority.ts'

/** The words of the legal sentences. Decisions and minutes quote them, so they stand and change together. */
export const words = {
  base: {
    total_in_office: 'tổng số thành viên',
    present: 'thành viên có mặt',
    answered: 'phiếu trả lời',
  },
  for: 'tán thành',
  against: 'không tán thành',
  needed: 'cần',
  missing: 'còn thiếu',
  equal: 'ngang nhau',
  by: 'theo',
  passed: 'thông qua',
  notPassed: 'không thông qua',
  byChair: 'theo ý kiến Chủ tịch',
  undecided: 'chưa đủ căn cứ kết luận',
  consultative: 'lấy ý kiến tham khảo, không thay quyết định của Ủy ban nhân dân',
  missingVotes: (n: number) => `còn thiếu ${n} phiếu tán thành`,
  recused: (count: number, total: number) => `đã trừ ${count} thành viên hồi tị trong ${total}`,
  silent: (count: number) => `trong đó ${count} phiếu không trả lời trong hạn tính là tán thành`,
  lacksQuorum: (present: number, total: number, need: number) => `có mặt ${present}/${total}, túc số cần ${need}`,
  enough: (votes: number, need: number) => `đã đủ điều kiện thông qua: ${votes} ≥ ${need}`,
}

/** Why an equal vote could not be decided. */
export const whyUndecided: Partial<Record<ReasonCode, string>> = {
  TIE_SECRET: 'bỏ phiếu kín nên không xác định được ý kiến của Chủ tịch',
  TIE_CHAIR_ABSENT: 'Chủ tịch vắng mặt, không có phiếu để theo',
  TIE_CHAIR_ABSTAINED: 'Chủ tịch không biểu quyết, không có ý kiến để theo',
  TIE_CHAIR_RECUSED: 'Chủ tịch hồi tị, không có phiếu để theo',
  TIE_CHAIR_NOT_CAST: 'Chủ tịch chưa bỏ phiếu, không có ý kiến để theo',
}

/** "khoản 3 Điều 40 Luật 72/2025/QH15". */
export const sourceText = (source: LegalSource): string =>
  [source.article, source.law].filter(part => part !== '').join(' ')

/** "khoản 3 Điều 40" → "k3 Đ40", as officials write between themselves. */
export const abbreviated = (text: string): string =>
  text
    .replace(/\bkhoản (\d+)/gi, 'k$1')
    .replace(/điều (\d+)/gi, 'Đ$1')
    .replace(/Nghị định (?=\d)/g, 'NĐ ')
    .replace(/Quyết định (?=\d)/g, 'QĐ ')

/** "Cần 14/27 tổng số thành viên tán thành (khoản 3 Điều 40 Luật 72/2025/QH15)". */
export const ruleSentence = (rule: VoteRule, base: number): string =>
  `Cần ${needed(base, rule.threshold)}/${base} ${words.base[rule.base]} ${words.for} (${sourceText(rule.source)})`

/** The arithmetic and what follows from it, without remarks: the part a lawyer compares. */
export const legalCore = (result: VoteDecision, rule: VoteRule): string => {
  const source = sourceText(result.source)
  const share = `${result.for}/${result.base} ${words.base[rule.base]} ${words.for}`
  const tie = `${share}, ${result.against} ${words.against}, ${words.equal}`
  switch (result.outcome) {
    case 'passed':
      return `${share}, ${words.needed} ${result.needed}: ${words.passed} ${words.by} ${source}`
    case 'not_passed':
      return (
        `${share}, ${words.needed} ${result.needed}, ${words.missing} ${result.missing}: ` +
        `${words.notPassed} ${words.by} ${source}`
      )
    case 'passed_by_chair':
      return `${tie}: ${words.passed} ${words.byChair} (${source})`
    case 'not_passed_by_chair':
      return `${tie}: ${words.notPassed} ${words.byChair} (${source})`
    case 'undecided': {
      const lack = result.lackedQuorum
      return lack
        ? `${share}, ${words.needed} ${result.needed}; ${words.lacksQuorum(lack.present, lack.N, lack.needed)}: ${words.undecided} (${sourceText(lack.source)})`
        : `${tie}; ${whyUndecided[result.reason] ?? ''}: ${words.undecided} (${source})`
    }
  }
}

/**
 * The result as a sentence of law with its arithmetic, ready for the decision and the minutes, e.g.
 * "14/27 tổng số thành viên tán thành, cần 14: thông qua theo khoản 3 Điều 40 Luật 72/2025/QH15".
 */
export const legalSentence = (result: VoteDecision, rule: VoteRule): string => {
  const remarks = [
    ...(result.recused ? [words.recused(result.recused, result.base + result.recused)] : []),
    ...(result.countedAsAgreed ? [words.silent(result.countedAsAgreed)] : []),
    ...(rule.isConsultative ? [words.consultative] : []),
  ]
  return [legalCore(result, rule), ...remarks].join('; ')
}

/** The running state in words: "còn thiếu 1 phiếu tán thành", "đã đủ điều kiện thông qua: 18 ≥ 14". */
export const leadSentence = (live: { count: Pick<VoteCount, 'for'>; needed: number }): string =>
  live.count.for >= live.needed
    ? words.enough(live.count.for, live.needed)
    : words.missingVotes(live.needed - live.count.for)
