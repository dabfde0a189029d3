import { describe, expect, test } from 'vitest'
import { choose, chooseAll, moved, noneChosen, stillShown } from '#app/domain/task/choosing.ts'
import type { TreeNode } from '#app/live/reducers/board.ts'
import { rowsInSight, treesOf } from '#app/screens/tasks/board/tree-rows.ts'

const order = ['a', 'b', 'c', 'd', 'e']

describe('chọn trong danh sách', () => {
  test('thêm, bỏ, chọn một dãy lên và xuống; điều đã chọn không mất', () => {
    const c = choose(noneChosen, 'c')
    expect(choose(c, 'e', { isRange: true, order })).toEqual({ ids: ['c', 'd', 'e'], from: 'c' })
    expect(choose(c, 'a', { isRange: true, order }).ids).toEqual(['c', 'a', 'b'])
    expect(choose(c, 'c').ids).toEqual([])
    // Nothing to begin from: the one alone.
    expect(choose(noneChosen, 'd', { isRange: true, order })).toEqual({ ids: ['d'], from: 'd' })
  })
  test('tất cả rồi không; việc không còn hiện thì không còn được chọn, chỗ bắt đầu dãy cũng thôi', () => {
    const all = chooseAll(noneChosen, order)
    expect(all.ids).toEqual(order)
    expect(chooseAll(all, order).ids).toEqual([])
    const c = choose(choose(noneChosen, 'a'), 'c')
    expect(stillShown(c, ['a', 'b'])).toEqual({ ids: ['a'], from: null })
    expect(stillShown(c, order)).toBe(c)
  })
  test('đi bằng phím: đầu và cuối giữ lại, chưa ở đâu thì về đầu', () => {
    expect([moved(order, null, 1), moved(order, 'e', 1), moved(order, 'a', -1), moved(order, 'b', 1), moved([], null, 1)]).toEqual(['a', 'e', 'a', 'c', null])
  })
})

describe('cây nhiệm vụ', () => {
  const node = (id: string, code: string, parentId: string | null, state: TreeNode['state'] = 'in_progress') => ({ id, code, parentId, state, title: id }) as TreeNode
  const nodes = [node('p2', 'N-2', null), node('c10', 'N-1.10', 'p1'), node('p1', 'N-1', null), node('c2', 'N-1.2', 'p1', 'done'), node('g', 'N-1.2.1', 'c2'), node('lone', 'N-9.1', 'unseen')]

  test('thứ tự của trang, việc con theo số; việc mà cấp trên không thấy được đứng riêng', () => {
    const trees = treesOf(nodes)
    expect(trees.map(t => t.id)).toEqual(['p2', 'p1', 'lone'])
    expect(rowsInSight(trees, () => true).map(r => r.id)).toEqual(['p2', 'p1', 'c2', 'g', 'c10', 'lone'])
    expect(rowsInSight(trees, id => id !== 'p1').map(r => r.id)).toEqual(['p2', 'p1', 'lone'])
    expect(trees[1]?.sum).toMatchObject({ done: 1, total: 2 })
  })
})
