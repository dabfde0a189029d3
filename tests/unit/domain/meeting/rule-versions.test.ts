import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { changeOf, checkChange, placeVersion, type RuleChange, timelineProblems, type Version, withChange, withdrawVersion } from '#app/domain/meeting/rule-versions.ts'
import { changedBy, sampleCases } from '#app/domain/voting/sample-cases.ts'

const TODAY = '2026-11-26'
const [law2025] = defaultRuleSets
if (!law2025) throw new Error('no rule sets')
const versions: Version[] = defaultRuleSets.map((set, i) => ({ id: String(i), code: set.code, meetingKind: set.meetingKind, validFrom: set.validFrom, validTo: set.validTo }))

describe('versions of rule sets in time', () => {
  it('the rule sets a new installation starts with leave no gap and no overlap', () => {
    expect(timelineProblems(versions)).toEqual([])
  })

  it('tells gaps and overlaps of data that came otherwise', () => {
    const [now, spring, old, ...rest] = versions as [Version, Version, Version, ...Version[]]
    expect(timelineProblems([now, { ...spring, validTo: '2025-06-01' }, old, ...rest])).toEqual([
      { kind: 'gap', meetingKind: 'committee_session', codes: [spring.code, now.code], from: '2025-06-02', to: '2025-06-15' },
    ])
    expect(timelineProblems([now, { ...spring, validTo: '2025-06-20' }, old, ...rest])).toMatchObject([{ kind: 'overlap', from: '2025-06-16' }])
  })

  it('a new version ends the one in force the day before', () => {
    expect(placeVersion(versions, { code: 'ubnd-quy-che-2026', meetingKind: 'committee_session', validFrom: '2026-12-01' }, TODAY)).toEqual({
      ok: true,
      validTo: null,
      closes: [{ id: '0', validTo: '2026-11-30' }],
    })
  })

  it.each([
    ['a day gone by', '2026-11-25', 'RULE_SET_DAY_PAST'],
    ['the first day of another version', '2027-01-01', 'RULE_SET_DAY_TAKEN'],
  ])('refuses %s', (_name, validFrom, code) => {
    const coming = { id: 'x', code: 'sau', meetingKind: 'committee_session' as const, validFrom: '2027-01-01', validTo: null }
    expect(placeVersion([...versions, coming], { code: 'moi', meetingKind: 'committee_session', validFrom }, TODAY)).toEqual({ ok: false, code })
  })

  it('keeps the line whole however many versions are placed and withdrawn', () => {
    const day = fc.integer({ min: 0, max: 900 }).map(n => new Date(Date.parse(`${TODAY}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10))
    fc.assert(
      fc.property(fc.array(fc.tuple(day, fc.boolean()), { maxLength: 12 }), acts => {
        let all = [...versions]
        for (const [i, [validFrom, isWithdrawn]] of acts.entries()) {
          const id = `n${i}`
          const next = { code: `moi-${i}`, meetingKind: 'committee_session' as const, validFrom }
          const placed = placeVersion(all, next, TODAY)
          if (!placed.ok) continue
          all = all.map(v => ({ ...v, validTo: placed.closes.find(c => c.id === v.id)?.validTo ?? v.validTo }))
          all.push({ id, ...next, validTo: placed.validTo })
          if (!isWithdrawn) continue
          const gone = withdrawVersion(all, id, TODAY)
          if (!gone.ok) continue
          all = all.filter(v => v.id !== id).map(v => { const again = gone.reopens.find(r => r.id === v.id); return again ? { ...v, validTo: again.validTo } : v })
        }
        expect(timelineProblems(all)).toEqual([])
      }),
    )
  })

  it('withdraws nothing that has begun', () => {
    expect(withdrawVersion(versions, '0', TODAY)).toEqual({ ok: false, code: 'RULE_SET_IN_FORCE' })
    expect(withdrawVersion([{ ...(versions[0] as Version), validFrom: TODAY }], '0', TODAY)).toEqual({ ok: false, code: 'RULE_SET_IN_FORCE' })
  })
})

describe('what a rule set may say', () => {
  const change = changeOf(law2025)
  it.each<[string, Partial<RuleChange>, string | null]>([
    ['as the law has it', {}, null],
    ['two thirds of all', { threshold: { kind: 'two_thirds' } }, null],
    ['those present, for a decision', { base: 'present' }, 'RULE_SET_BASE_UNLAWFUL'],
    ['answers only, for a decision', { base: 'answered' }, 'RULE_SET_BASE_UNLAWFUL'],
    ['answers only, said to be advice, still for sessions', { base: 'answered', isConsultative: true }, 'RULE_SET_BASE_UNLAWFUL'],
    ['exactly half', { threshold: { kind: 'fraction', num: 1, den: 2 } }, 'RULE_SET_THRESHOLD_LOW'],
    ['options by most votes, where something is decided', { optionsBy: 'most' }, 'RULE_SET_MOST_UNLAWFUL'],
    ['a fraction above one', { threshold: { kind: 'fraction', num: 4, den: 3 } }, 'RULE_SET_FRACTION_WRONG'],
    ['a quorum of nothing', { quorum: { num: 2, den: 0, mode: 'required' } }, 'RULE_SET_FRACTION_WRONG'],
    ['no source', { sources: { ...change.sources, voteRule: { law: '', article: '', isVerified: false } } }, 'RULE_SET_SOURCE_REQUIRED'],
  ])('%s', (_name, part, code) => {
    const verdict = checkChange('committee_session', { ...change, ...part })
    expect(verdict.ok ? null : verdict.code).toBe(code)
  })

  it('allows answers as the base where nothing is decided', () => {
    expect(checkChange('poll', { ...change, base: 'answered', isConsultative: true }).ok).toBe(true)
  })

  it('keeps every other parameter of the version it starts from', () => {
    const head = { code: 'moi', name: 'Mới', meetingKind: 'committee_session', validFrom: '2026-12-01', validTo: null } as const
    for (const set of defaultRuleSets) {
      const same = withChange(set, { ...set }, changeOf(set))
      expect(changeOf(same)).toEqual(changeOf(set))
      expect(withChange(set, head, changeOf(set))).toMatchObject({ ...head, papersDeadlineDays: set.papersDeadlineDays, conclusionNoticeDays: set.conclusionNoticeDays })
    }
  })
})

describe('sample cases beside an edit', () => {
  it('change nothing without an edit', () => {
    expect(changedBy(law2025, withChange(law2025, law2025, changeOf(law2025)))).toEqual([])
    expect(sampleCases.length).toBeGreaterThan(40)
  })

  it('name exactly those a stricter rule decides otherwise', () => {
    const narrow = withChange(law2025, law2025, { ...changeOf(law2025), tieMeaning: 'half_of_total' })
    expect(changedBy(law2025, narrow).map(c => [c.sample.id, c.before.outcome, c.after.outcome])).toEqual(
      expect.arrayContaining([
        ['NN-05', 'passed_by_chair', 'not_passed'],
        ['NN-11', 'undecided', 'not_passed'],
      ]),
    )
    expect(changedBy(law2025, narrow).map(c => c.sample.id)).not.toContain('NN-01')
  })
})
