import { rollUp, type RollUp } from '#app/domain/task/tree.ts'
import type { TreeNode } from '#app/live/reducers/board.ts'

export type TreeRow = TreeNode & { children: TreeRow[]; sum: RollUp }

/** GV-2026-0007.2 before GV-2026-0007.10. */
const byCode = (a: TreeNode, b: TreeNode): number => a.code.localeCompare(b.code, 'vi', { numeric: true })

/**
 * The trees a page of tasks stands in, in the order of the page: each tree where the first of its tasks comes. What hangs on a
 * task follows by its number.
 */
export function treesOf(nodes: readonly TreeNode[]): TreeRow[] {
  const of = new Map(nodes.map(n => [n.id, n]))
  const below = new Map<string, TreeNode[]>()
  for (const n of nodes) if (n.parentId && of.has(n.parentId)) below.set(n.parentId, [...(below.get(n.parentId) ?? []), n])
  const rowOf = (n: TreeNode): TreeRow => {
    const children = [...(below.get(n.id) ?? [])].sort(byCode)
    return { ...n, children: children.map(rowOf), sum: rollUp(children) }
  }
  const rootOf = (n: TreeNode): TreeNode => {
    const parent = n.parentId === null ? undefined : of.get(n.parentId)
    return parent ? rootOf(parent) : n
  }
  return [...new Set(nodes.map(rootOf))].map(rowOf)
}

/** The rows in sight, top down. */
export const rowsInSight = (trees: readonly TreeRow[], isOpen: (id: string) => boolean): TreeRow[] => trees.flatMap(r => [r, ...(isOpen(r.id) ? rowsInSight(r.children, isOpen) : [])])
