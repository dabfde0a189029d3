/** The few words of a vote that stand in the first load of a member's screen; the others come with what needs them (voting.ts). */

const standard = { for: 'Tán thành', against: 'Không tán thành', abstain: 'Không biểu quyết' }
const opinion = { for: 'Đồng ý', against: 'Không đồng ý', abstain: 'Ý kiến khác' }

/** The three answers as this vote asks them. */
export const answerWords = (answers: 'standard' | 'opinion' | undefined): typeof standard => (answers === 'opinion' ? opinion : standard)

export const voteWords = {
  held: 'Tạm dừng nhận phiếu',
  heldHint: 'Phiếu đã gửi vẫn giữ. Chờ chủ trì cho nhận phiếu tiếp.',
  isRecused: 'Đồng chí hồi tị ở nội dung này nên không có phiếu biểu quyết.',
  picked: (names: string) => `Đồng chí đã chọn: ${names}`,
}
