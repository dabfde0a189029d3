import { z } from 'zod'
import { command, event, Text } from './define.ts'

const Price = z.object({
  /** đồng a printed page (one side); null = not known, no money is counted */
  pricePerPage: z.number().int().min(0).max(1_000_000).nullable(),
  /** where the price comes from: a quotation, a contract, a decision */
  source: Text(300),
})

/** Đơn giá in một trang, with its source. */
export const savingsSetPrice = command('savings.setPrice', { input: Price })
/** Đơn giá đã đổi – audit only. */
export const savingsPriceSet = event('savings.priceSet', { payload: Price })
