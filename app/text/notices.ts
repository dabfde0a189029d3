import { formatDate } from './format.ts'

/** Titles of notifications: what happened, in the words of the task page. */
export function alertTitle(step: string, deadlineOn: string): string {
  const on = formatDate(deadlineOn)
  switch (step) {
    case 'before_7':
      return `Còn 7 ngày làm việc, hạn ${on}`
    case 'before_3':
      return `Còn 3 ngày làm việc, hạn ${on}`
    case 'before_1':
      return `Còn 1 ngày làm việc, hạn ${on}`
    case 'due':
      return `Đến hạn hôm nay ${on}`
    case 'overdue_1':
      return `Quá hạn 1 ngày làm việc, hạn ${on}`
    case 'overdue_3':
      return `Quá hạn 3 ngày làm việc, hạn ${on}`
    default:
      return `Quá hạn 7 ngày làm việc, hạn ${on}`
  }
}

/** To the units that coordinate a new task. */
export const partTitle = 'Nhiệm vụ mới cần đơn vị phối hợp'
/** To whom a comment names. */
export const commentTitle = (who: string): string => `${who} nhắc đến đồng chí trong trao đổi`

/** What an act on a task means to those it concerns; null = nobody is told. */
export function actTitle(act: string, unitName: string, byLabel: string): string | null {
  const who = unitName || byLabel
  const titles: Record<string, string> = {
    assign: 'Nhiệm vụ mới được giao',
    reassign: 'Nhiệm vụ được giao lại',
    refuse: `${who} trả lại nhiệm vụ`,
    submit: `${who} báo cáo kết quả, chờ xác nhận`,
    confirm: 'Kết quả đã được xác nhận hoàn thành',
    sendBack: 'Kết quả bị trả lại, cần thực hiện lại',
    urge: 'Văn phòng đôn đốc nhiệm vụ',
    recall: 'Nhiệm vụ đã được thu hồi',
    requestExtension: `${who} đề nghị gia hạn`,
    decideExtension: 'Đề nghị gia hạn đã có quyết định',
    pause: 'Nhiệm vụ được tạm hoãn',
    resume: 'Nhiệm vụ được tiếp tục',
    reopen: 'Nhiệm vụ đã hoàn thành được mở lại',
    amend: 'Nhiệm vụ được điều chỉnh theo kết luận đã sửa',
    transfer: 'Nhiệm vụ được chuyển chủ trì',
    extend: 'Nhiệm vụ được gia hạn',
    explain: `${who} yêu cầu giải trình`,
    answer: `${who} trả lời`,
    delegate: `${who} phân công đồng chí thực hiện`,
    handOver: `${who} bàn giao nhiệm vụ cho đồng chí`,
    setMonitor: 'Đồng chí theo dõi nhiệm vụ này',
    setPart: `${who} giao phần việc phối hợp`,
    removePart: 'Đơn vị thôi phối hợp nhiệm vụ này',
    reportPart: `${who} báo cáo phần việc phối hợp`,
    finishPart: `${who} xong phần việc phối hợp`,
    declinePart: `${who} đề nghị không nhận phần việc phối hợp`,
    undo: 'Việc vừa làm trên nhiệm vụ được hoàn tác',
  }
  return titles[act] ?? null
}
