import { formatDate } from './format.ts'

/** Titles of notifications: what happened, in the words of the task page. `step` is made of the working days to or from the deadline. */
export function alertTitle(step: string, deadlineOn: string): string {
  const on = formatDate(deadlineOn)
  if (step === 'due') return `Đến hạn hôm nay ${on}`
  const [when, days = ''] = step.split('_')
  return when === 'before' ? `Còn ${days} ngày làm việc, hạn ${on}` : `Quá hạn ${days} ngày làm việc, hạn ${on}`
}

/** "Hôm nay có 5 nhiệm vụ cần chú ý: 2 quá hạn, 1 đến hạn, 2 sắp đến hạn" */
export function digestTitle({ tasks, overdue, due, soon }: { tasks: number; overdue: number; due: number; soon: number }): string {
  const parts = [overdue > 0 && `${overdue} quá hạn`, due > 0 && `${due} đến hạn hôm nay`, soon > 0 && `${soon} sắp đến hạn`].filter(Boolean)
  return `Hôm nay có ${tasks} nhiệm vụ cần chú ý: ${parts.join(', ')}`
}
export const insteadOf = (name: string): string => `thay ${name}`
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
