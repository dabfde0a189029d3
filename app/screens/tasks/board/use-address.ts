import { useNavigate, useSearchParams } from '@remix-run/react'
import { useCallback, useMemo } from 'react'
import { BOARD_KEYS, type BoardAddress, readBoard, writeBoard } from '#app/domain/task/view.ts'
import { readFilter, type TaskFilter } from '#app/domain/task/filter.ts'

export type Change = { filter?: TaskFilter; board?: Partial<BoardAddress> }

/** What the address says, and the address of a change to it. The task that is open beside the list stays out of every link but its own. */
export function useAddress() {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const chosenId = params.get(BOARD_KEYS.chosen)
  const [filter, board] = useMemo(() => [readFilter(params), readBoard(params)], [params])
  const to = useCallback((change: Change) => `?${writeBoard(change.filter ?? filter, { ...board, ...change.board })}`, [filter, board])
  const go = useCallback((change: Change) => navigate(to(change), { replace: true, preventScrollReset: true }), [navigate, to])
  /** the same list with a task beside it, or none */
  const toTask = useCallback(
    (id: string | null) => {
      const next = new URLSearchParams(params)
      if (id) next.set(BOARD_KEYS.chosen, id)
      else next.delete(BOARD_KEYS.chosen)
      if (next.size === 0) next.set(BOARD_KEYS.view, 'danh-sach')
      return `?${next.toString()}`
    },
    [params],
  )
  return { filter, board, chosenId, to, go, toTask }
}
export type Address = ReturnType<typeof useAddress>

/** A filter with some of it set anew; what is empty goes. */
export function changed(filter: TaskFilter, change: { [K in keyof TaskFilter]?: TaskFilter[K] | '' | null | undefined }): TaskFilter {
  const all: Record<string, unknown> = { ...filter, ...change }
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined && v !== null && v !== '')) as TaskFilter
}
