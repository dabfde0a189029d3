import { createContext } from 'react'

/** This answer's CSP nonce, known on the server only; browsers hide it from scripts, so there the empty text is right. */
export const NonceContext = createContext('')
