/**
 * A room as data: seats and tables with positions, in units of one seat's width and depth (a seat is 1 × 1). `order` is the
 * protocol of the seats: 1 is the head, then alternately at the chair's right and left, outwards.
 */
export type SeatZone = 'main' | 'guest' | 'secretary'
export type Seat = { id: string; x: number; y: number; order: number; zone: SeatZone }
export type Table = { x: number; y: number; w: number; h: number }
export type RoomPlan = { width: number; height: number; seats: Seat[]; tables: Table[] }

export const MAX_SEATS = 400

/** Rank of a place in a row of n: the middle first, then its right (as the chair sees it), its left, and so on outwards. */
export function fromMiddle(n: number): number[] {
  const middle = Math.floor((n - 1) / 2)
  const order = new Array<number>(n)
  let rank = 0
  for (let step = 0; rank < n; step++) {
    // The chair looks down the plan: the right hand is at smaller x.
    for (const at of step === 0 ? [middle] : [middle - step, middle + step]) {
      if (at < 0 || at >= n) continue
      order[at] = rank++
    }
  }
  return order
}

/** "A1": row by letter, seat by number; after Z comes AA. */
const rowName = (row: number): string => (row < 26 ? String.fromCharCode(65 + row) : rowName(Math.floor(row / 26) - 1) + rowName(row % 26))
const name = (row: number, at: number): string => `${rowName(row)}${at + 1}`

type Draft = Omit<Seat, 'order'> & { rank: number }

const numbered = (drafts: Draft[]): Seat[] =>
  [...drafts].sort((a, b) => a.rank - b.rank).map(({ rank: _rank, ...seat }, i) => ({ ...seat, order: i + 1 }))

const GAP = 1.2

/** Hàng ghế: rows facing the first one, which is the head's. */
export function rowsPlan(rows: number, columns: number): RoomPlan {
  const drafts: Draft[] = []
  for (let row = 0; row < rows; row++) {
    const order = fromMiddle(columns)
    for (let at = 0; at < columns; at++) {
      drafts.push({ id: name(row, at), x: at * GAP, y: row === 0 ? 0 : row * 1.3 + 0.9, rank: row * columns + (order[at] ?? 0), zone: 'main' })
    }
  }
  const width = (columns - 1) * GAP + 1
  return { width, height: rows === 1 ? 2 : (rows - 1) * 1.3 + 1.9, seats: numbered(drafts), tables: [{ x: 0, y: 1.05, w: width, h: 0.55 }] }
}

/** Chữ U: the head's side, two arms, and a row of guests and one of secretaries at the foot. */
export function uPlan(head: number, side: number, guests: number): RoomPlan {
  const inner = Math.max(head, guests)
  const width = (inner - 1) * GAP + 1 + 4
  const start = (width - ((head - 1) * GAP + 1)) / 2
  const drafts: Draft[] = []
  const order = fromMiddle(head)
  for (let at = 0; at < head; at++) drafts.push({ id: name(0, at), x: start + at * GAP, y: 0, rank: order[at] ?? 0, zone: 'main' })
  for (let at = 0; at < side; at++) {
    const y = 2 + at * 1.15
    drafts.push({ id: name(1, at), x: 0, y, rank: head + at * 2, zone: 'main' })
    drafts.push({ id: name(2, at), x: width - 1, y, rank: head + at * 2 + 1, zone: 'main' })
  }
  const foot = 2 + side * 1.15 + 0.6
  const guestStart = (width - ((guests - 1) * GAP + 1)) / 2
  for (let at = 0; at < guests; at++) drafts.push({ id: name(3, at), x: guestStart + at * GAP, y: foot, rank: 1000 + at, zone: 'guest' })
  // Secretaries sit inside the U, before the head: near the chair, never between members.
  for (let at = 0; at < 2; at++) drafts.push({ id: name(4, at), x: width / 2 - 1.1 + at * 1.2, y: 2.3, rank: 2000 + at, zone: 'secretary' })
  const arm = side * 1.15
  return {
    width,
    height: guests > 0 ? foot + 1 : Math.max(3.4, 2 + arm),
    seats: numbered(drafts),
    tables: [
      { x: 1.2, y: 1.1, w: width - 2.4, h: 0.6 },
      { x: 1.2, y: 1.7, w: 0.6, h: Math.max(0.6, arm) },
      { x: width - 1.8, y: 1.7, w: 0.6, h: Math.max(0.6, arm) },
    ],
  }
}

/** Bàn: the head table, then tables of eight in rows of three. */
export function tablesPlan(head: number, tables: number, perTable: number): RoomPlan {
  const half = Math.ceil(perTable / 2)
  const cell = { w: half * GAP + 0.8, h: 4 }
  const columns = Math.min(3, Math.max(1, tables))
  const width = Math.max((head - 1) * GAP + 1, columns * cell.w - 0.8)
  const start = (width - ((head - 1) * GAP + 1)) / 2
  const order = fromMiddle(head)
  const drafts: Draft[] = []
  const boards: Table[] = [{ x: start, y: 1.05, w: (head - 1) * GAP + 1, h: 0.55 }]
  for (let at = 0; at < head; at++) drafts.push({ id: name(0, at), x: start + at * GAP, y: 0, rank: order[at] ?? 0, zone: 'main' })
  for (let t = 0; t < tables; t++) {
    const x = (t % columns) * cell.w
    const y = 2.4 + Math.floor(t / columns) * cell.h
    boards.push({ x, y: y + 1.05, w: half * GAP - 0.2, h: 0.8 })
    for (let at = 0; at < perTable; at++) {
      drafts.push({ id: name(t + 1, at), x: x + (at % half) * GAP, y: at < half ? y : y + 1.9, rank: head + t * perTable + at, zone: 'main' })
    }
  }
  return { width, height: 2.4 + Math.ceil(tables / columns) * cell.h - 1, seats: numbered(drafts), tables: boards }
}
