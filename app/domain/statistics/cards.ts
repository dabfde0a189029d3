/** Phiếu lấy ý kiến trong một thời gian, counted by member and by card. */
export type CardTally = { received: number; for: number; against: number; other: number; silent: number; waiting: number }

/** Trả lời trong hạn: of the cards whose day is over, and those answered early. */
export const answered = (t: CardTally): number => t.for + t.against + t.other

/** What the rate is taken of: a card that still runs and waits is not late yet. */
export const counted = (t: CardTally): number => t.received - t.waiting

export const sumCards = (rows: readonly CardTally[]): CardTally =>
  rows.reduce<CardTally>(
    (sum, r) => ({ received: sum.received + r.received, for: sum.for + r.for, against: sum.against + r.against, other: sum.other + r.other, silent: sum.silent + r.silent, waiting: sum.waiting + r.waiting }),
    { received: 0, for: 0, against: 0, other: 0, silent: 0, waiting: 0 },
  )
