import { expect, test } from 'vitest'
import { reduceSendings } from '#app/live/reducers/sendings.ts'

const state = { attempts: 1, dueAt: 1, doneAt: null, reason: null, detail: null }
const counts = { planned: 1, waiting: 0, sent: 2, failed: 1 }
const event = (payload: object) => ({ stream: 'sendings:office', seq: 2, name: 'sendings.moved', v: 1, payload, at: 0 }) as never

test('bản tin đổi: dòng đang xem đổi tại chỗ, cảnh báo đã phát rời danh sách hẹn, dòng mới thuộc mục đang xem thì đếm', () => {
  const view = { counts: { planned: 2, waiting: 0, sent: 1, failed: 1 }, messages: [{ ...state, id: 'a', status: 'failed', person: 'Một' }], planned: [{ id: 'p' }, { id: 'q' }], fresh: 0 }
  const next = reduceSendings<(typeof view.messages)[number], { id: string }>('failed')(
    view,
    event({ messages: [{ ...state, id: 'a', status: 'sent', doneAt: 5 }, { ...state, id: 'b', status: 'unknown' }, { ...state, id: 'c', status: 'sent' }], alertIds: ['p'], counts }),
  )
  expect(next).toEqual({ counts, messages: [{ ...state, id: 'a', status: 'sent', doneAt: 5, person: 'Một' }], planned: [{ id: 'q' }], fresh: 1 })
})
