import { CircleAlert, Lock, Users } from '#app/components/icon.tsx'
import { cx } from '#app/components/cx.ts'
import { type VoteRule, warningsBeforeOpening } from '#app/domain/voting/majority.ts'
import { secretText as t } from '#app/text/secret.ts'
import type { Session } from '../derive.ts'

export type VoteForm = 'open' | 'secret'

// What secrecy adds to a vote's dangers does not hang on the rule set: equal sides, and a group in which everybody can be guessed.
const asUsual: VoteRule = { code: '', base: 'total_in_office', threshold: { kind: 'over_half' }, tie: 'chair_side', tieMeaning: 'for_equals_against', isConsultative: false, source: { law: '', article: '', isVerified: true } }
const OF_SECRECY = new Set(['VOTE_SECRET_GROUP_SMALL', 'VOTE_SECRET_TIE_UNDECIDABLE'])

/** Công khai or kín, and what to know before a secret vote is opened. `isAhead`: prepared before the session, when nobody can be counted yet. */
export function FormChoice({ view, form, onForm, isAhead = false }: { view: Session; form: VoteForm; onForm: (form: VoteForm) => void; isAhead?: boolean }) {
  const presentVoters = view.participants.filter(p => p.isVoter && p.isPresent).length
  const warnings =
    form === 'secret' && !isAhead
      ? warningsBeforeOpening({ N: view.meeting.membersInOffice, present: presentVoters, presentVoters, chairPresent: true, secret: true, rule: asUsual }).filter(w => OF_SECRECY.has(w.code))
      : []
  return (
    <>
      <fieldset className="mb-3 flex flex-col gap-2">
        <legend className="mb-1 text-sm font-semibold">{t.form}</legend>
        {(['open', 'secret'] as const).map(one => (
          <label key={one} className={cx('flex min-h-11 cursor-pointer items-start gap-2.5 rounded-lg border px-3 py-2', form === one ? 'border-act bg-act-soft' : 'border-line')}>
            <input type="radio" name="vote-form" className="mt-1.5 size-4" checked={form === one} onChange={() => onForm(one)} />
            <span className="text-text">
              <span className="flex items-center gap-1.5 font-semibold">
                {one === 'secret' ? <Lock aria-hidden /> : <Users aria-hidden />}
                {t[one]}
              </span>
              <span className="block text-sm text-text-2">{one === 'secret' ? t.secretHint : t.openHint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {warnings.length > 0 && (
        <ul aria-label={t.warnings} className="mb-3 flex flex-col gap-1.5 rounded-lg border border-soon-line bg-soon-soft px-3 py-2.5 text-soon" aria-live="polite">
          {warnings.map(w => (
            <li key={w.code} className="flex items-start gap-2">
              <CircleAlert className="mt-1 shrink-0" aria-hidden />
              <span>{t.warning[w.code](w.params)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export const isTooFewForSecret = (view: Session): boolean => view.participants.filter(p => p.isVoter && p.isPresent).length < 2
