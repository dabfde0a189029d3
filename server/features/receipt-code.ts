import { randomInt } from 'node:crypto'

/** Letters and digits nobody mixes up when reading aloud: no 0/O, 1/I/L. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Mã biên nhận: by it a person names the ballot or answer the server recorded, e.g. "K7M2-P4QX". */
export const receiptCode = (): string => Array.from({ length: 8 }, (_, i) => (i === 4 ? '-' : '') + SIGNS[randomInt(SIGNS.length)]).join('')
