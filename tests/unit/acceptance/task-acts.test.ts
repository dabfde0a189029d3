import { describe, expect, it } from 'vitest'
import {
  acts,
  availableActs,
  decideAct,
  type ActorRole,
  type Given,
  type Must,
  type TaskAct,
  type TaskState,
} from '#app/domain/task/machine.ts'
import { readTable, wordIn } from './read-table.ts'

const states: Record<string, TaskState> = {
  nháp: 'draft',
  'chờ tiếp nhận': 'assigned',
  'bị trả lại': 'refused',
  'đang thực hiện': 'in_progress',
  'chờ xác nhận': 'waiting_confirmation',
  'hoàn thành': 'done',
  'tạm hoãn': 'paused',
  'đã thu hồi': 'recalled',
}
const verbs: Record<string, TaskAct> = {
  giao: 'assign',
  'tiếp nhận': 'accept',
  'trả lại': 'refuse',
  'giao lại': 'reassign',
  'cập nhật tiến độ': 'report',
  'đề nghị gia hạn': 'requestExtension',
  'quyết định gia hạn': 'decideExtension',
  'trình kết quả': 'submit',
  'xác nhận': 'confirm',
  'yêu cầu làm lại': 'sendBack',
  'tạm hoãn': 'pause',
  'tiếp tục': 'resume',
  'thu hồi': 'recall',
  'mở lại': 'reopen',
  'đôn đốc': 'urge',
  'điều chỉnh theo kết luận': 'amend',
  'phân công người': 'delegate',
  'bàn giao': 'handOver',
  'chuyển chủ trì': 'transfer',
  'giao việc con': 'addChild',
  'gia hạn': 'extend',
  'yêu cầu giải trình': 'explain',
  'trả lời đôn đốc, giải trình': 'answer',
  'nêu ý kiến, nhắc': 'comment',
  'giao phần việc phối hợp': 'setPart',
  'bỏ đơn vị phối hợp': 'removePart',
  'đặt đơn vị theo dõi': 'setFollowers',
  'đổi chuyên viên theo dõi': 'setMonitor',
  'đổi chỗ trong cây': 'attach',
  'nhận phần việc': 'acceptPart',
  'báo cáo phần việc': 'reportPart',
  'xong phần việc': 'finishPart',
  'không nhận phần việc': 'declinePart',
}
const roles: Record<string, ActorRole> = {
  'người giao': 'giver',
  'chuyên viên VP': 'office',
  'lãnh đạo VP': 'office_leader',
  'thủ trưởng đơn vị': 'unit_head',
  'chuyên viên đơn vị': 'unit_clerk',
  'người được phân công': 'assignee',
  'đơn vị phối hợp': 'coordinator',
  'đơn vị theo dõi': 'follower',
  'hệ thống': 'system',
}
const musts: Record<string, Must> = {
  'đơn vị': 'unit',
  'thời hạn': 'deadline',
  'lý do': 'reason',
  'nội dung': 'note',
  'sản phẩm': 'evidence',
  người: 'person',
}

const list = <T>(cell: string, words: Record<string, T>): T[] =>
  cell === '-' ? [] : cell.split(', ').map(word => wordIn(words, word))

const cases = readTable('task-acts.tsv').flatMap(row =>
  list(row.get('Từ'), states).map(state => {
  const to = row.get('Đến') === 'như cũ' ? state : wordIn(states, row.get('Đến'))
  return {
    id: row.id,
    state,
    act: wordIn(verbs, row.get('Việc')),
    to,
    by: list(row.get('Ai làm'), roles),
    must: list(row.get('Phải nêu'), musts),
  }
  }),
)

const everything: Given = { unit: 'u1', deadline: '2026-12-11', reason: 'Lý do', note: 'Nội dung', evidence: ['f1'], person: 'p1' }

describe('the life of a task', () => {
  it('allows exactly what the table allows: every state, act and role', () => {
    for (const state of Object.values(states))
      for (const act of Object.keys(acts) as TaskAct[])
        for (const role of Object.values(roles)) {
          const found = cases.find(one => one.state === state && one.act === act && one.by.includes(role))
          const decision = decideAct({ state, act, roles: [role], given: everything })
          const mayEver = cases.some(one => one.act === act && one.by.includes(role))
          expect({ state, act, role, got: decision.ok ? decision.to : decision.code }).toEqual({
            state,
            act,
            role,
            got: found ? found.to : mayEver ? 'TASK_WRONG_STATE' : 'TASK_NOT_YOURS',
          })
          expect(availableActs(state, [role]).includes(act)).toBe(found !== undefined)
        }
  })

  it.each(cases)('$id asks for what must be given', ({ state, act, by, must }) => {
    const [role] = by
    if (!role) throw new Error('nobody may do it')
    for (const what of must)
      for (const nothing of ['', '   ', null, undefined, false, []] as const) {
        const decision = decideAct({ state, act, roles: [role], given: { ...everything, [what]: nothing } })
        expect(decision).toMatchObject({ ok: false, code: `TASK_${what.toUpperCase()}_REQUIRED`, missing: [what] })
      }
    const bare = decideAct({ state, act, roles: [role] })
    if (must.length === 0) expect(bare.ok).toBe(true)
    else expect(bare).toMatchObject({ ok: false, missing: must })
  })
})
