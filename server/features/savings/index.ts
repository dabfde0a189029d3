import { savingsPriceSet, savingsSetPrice } from '#app/contracts/savings.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { type Handler, handler } from '#server/command/handler.ts'
import { canSetPrice } from '#server/policies/savings.ts'
import { PRICE_KEY } from './count.ts'

/** Đơn giá in: a price without a source would be a number somebody invented. */
const setPrice = handler(savingsSetPrice, async (ctx, { pricePerPage, source }) => {
  demand(canSetPrice(ctx.actor))
  if (pricePerPage !== null && source === '') throw new Refusal('SAVINGS_SOURCE_REQUIRED', {}, { source: 'SAVINGS_SOURCE_REQUIRED' })
  if (pricePerPage === null) await ctx.tx.setting.deleteMany({ where: { key: PRICE_KEY } })
  else {
    const value = { perPage: pricePerPage, source }
    await ctx.tx.setting.upsert({ where: { key: PRICE_KEY }, create: { key: PRICE_KEY, value, updatedAt: ctx.now }, update: { value, updatedAt: ctx.now } })
  }
  ctx.audit(`setting:${PRICE_KEY}`, savingsPriceSet, { pricePerPage, source })
  return {}
})

export const handlers: Handler[] = [setPrice]
export const queries = {}
