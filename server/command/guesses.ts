import type { Pool } from 'pg'
import type { ErrorCode } from '#app/contracts/errors.ts'

/** A command whose input can be guessed (a code, a PIN): how many wrong ones a person has. */
export type GuessRule = {
  points: number
  minutes: number
  /** refusals that were a wrong guess; any other answer costs nothing */
  costly: readonly ErrorCode[]
  tooMany: ErrorCode
}

/**
 * Takes one guess before the command runs and outside its transaction, so that a refusal can't give it back, many at once
 * can't slip through, and neither a restart nor a second process begins anew.
 * @returns whether there was one left
 */
export async function takeGuess(pool: Pool, key: string, rule: GuessRule, now: Date): Promise<boolean> {
  const { rows } = await pool.query<{ spent: number }>(
    `INSERT INTO "GuessLimit"(key, spent, until) VALUES ($1, 1, $2)
     ON CONFLICT (key) DO UPDATE SET
       spent = CASE WHEN "GuessLimit".until <= $3 THEN 1 ELSE "GuessLimit".spent + 1 END,
       until = CASE WHEN "GuessLimit".until <= $3 THEN EXCLUDED.until ELSE "GuessLimit".until END
     RETURNING spent`,
    [key, new Date(now.getTime() + rule.minutes * 60_000), now],
  )
  return (rows[0]?.spent ?? 1) <= rule.points
}

/** The answer was no wrong guess: it costs nothing. */
export const giveGuessBack = async (pool: Pool, key: string): Promise<void> => {
  await pool.query(`UPDATE "GuessLimit" SET spent = GREATEST(0, spent - 1) WHERE key = $1`, [key])
}
