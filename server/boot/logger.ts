import pino from 'pino'

/** One JSON object a line on stdout; secrets never reach it. */
export const makeLogger = (level: string) =>
  pino({
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['password', '*.password', 'token', '*.token', 'cookie', '*.cookie', 'authorization', '*.authorization'],
  })
