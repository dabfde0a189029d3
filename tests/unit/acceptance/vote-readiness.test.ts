import { describe, expect, it } from 'vitest'
import { type DeviceLine, type ReadinessNote, readinessSummary, voterReadiness } from '#app/domain/voting/readiness.ts'
import { readTable, wordIn } from './read-table.ts'

const stays = {
  'có mặt': { isPresent: true, hasStayed: true, isExcused: false },
  'chưa điểm danh': { isPresent: false, hasStayed: false, isExcused: false },
  'vắng có lý do': { isPresent: false, hasStayed: false, isExcused: true },
  'đã rời phiên': { isPresent: false, hasStayed: true, isExcused: false },
}
const lines: Record<string, DeviceLine> = { 'đang trên máy': 'online', 'mất liên lạc': 'lost', 'chưa vào máy': 'never', 'chưa rõ': 'unknown', 'máy điểm cầu': 'shared' }
const notes: Record<string, ReadinessNote> = {
  'chưa mở tài liệu': 'papers_unopened',
  'mở một phần tài liệu': 'papers_partly',
  'mất liên lạc': 'line_lost',
  'chưa vào máy': 'no_device',
  'đang kiểm tra máy': 'line_unknown',
  'bỏ phiếu tại điểm cầu': 'votes_at_site',
  'chưa điểm danh': 'not_checked_in',
  'vắng có lý do': 'excused',
  'đã rời phiên': 'left',
}

describe('sẵn sàng biểu quyết theo bảng', () => {
  it.each(readTable('vote-readiness.tsv').map(row => [row.id, row] as const))('%s', (_code, row) => {
    const [opened, papers] = row.get('Tài liệu').split('/').map(Number) as [number, number]
    const read = voterReadiness({ ...wordIn(stays, row.get('Điểm danh')), line: wordIn(lines, row.get('Thiết bị')), opened, papers })
    expect(read.isReady ? 'sẵn sàng' : 'chưa sẵn sàng').toBe(row.get('Sẵn sàng'))
    expect(read.notes).toEqual(row.get('Ghi chú').split(', ').filter(Boolean).map(word => wordIn(notes, word)))
  })
})

describe('túc số và số phiếu cần', () => {
  it('27 thành viên: 17 có mặt thiếu 1 cho túc số 18; 13 sẵn sàng dù tán thành cả vẫn thiếu 1 cho 14', () => {
    expect(readinessSummary({ ready: 13, present: 17, total: 27, quorumNeeded: 18, votesNeeded: 14 })).toEqual({ ready: 13, notReady: 14, missingForQuorum: 1, missingToPass: 1 })
    expect(readinessSummary({ ready: 14, present: 18, total: 27, quorumNeeded: 18, votesNeeded: 14 })).toEqual({ ready: 14, notReady: 13, missingForQuorum: 0, missingToPass: 0 })
  })
  it('số liệu không thể có thì báo lỗi', () => {
    expect(() => readinessSummary({ ready: 5, present: 4, total: 27, quorumNeeded: 18, votesNeeded: 14 })).toThrow(RangeError)
    expect(() => readinessSummary({ ready: 5, present: 28, total: 27, quorumNeeded: 18, votesNeeded: 14 })).toThrow(RangeError)
  })
})
