/**
 * Stands in for zod in the browser's bundle (remix.config.js). Contracts are declared once, with their schemas, but a screen
 * only needs their names and types: the server checks every input again anyway. Saves about 35 kB of the first load.
 * A screen that would check something with it gets an error instead of a silent yes.
 */
const CHECKS = new Set(['parse', 'parseAsync', 'safeParse', 'safeParseAsync'])

const schema: unknown = new Proxy(() => undefined, {
  get: (_target, key) => {
    if (typeof key === 'string' && CHECKS.has(key)) throw new Error('Schemas are checked on the server only')
    return schema
  },
  apply: () => schema,
})

export const z = schema
