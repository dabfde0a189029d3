import { randomInt } from 'node:crypto'

/** Letters and digits nobody mixes up when reading aloud. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Mã biên nhận: by it a member names the answer the server recorded, e.g. "K7M2-P4QX". */
export const receiptCode = (): string => Array.from({ length: 8 }, (_, i) => (i === 4 ? '-' : '') + SIGNS[randomInt(SIGNS.length)]).join('')
