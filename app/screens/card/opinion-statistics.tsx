import { useState } from 'react'
import { buttonClass } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { Select } from '#app/components/field.tsx'
import { Download } from '#app/components/icon.tsx'
import { cardTurns, membersByChoice } from '#app/domain/statistics/card-turns.ts'
import type { Desk } from '#app/live/reducers/card.ts'
import { cardOpinionsText as t } from '#app/text/card-opinions.ts'
import { cardText } from '#app/text/cards.ts'
import { formatDateTime, formatPercent } from '#app/text/format.ts'

/** Thống kê ý kiến: by choice or by turn, live like the desk it stands on. */
export function OpinionStatistics({ view }: { view: Desk }) {
  const [by, setBy] = useState<'choice' | 'turn'>('choice')
  const { members } = view
  const turns = cardTurns(view.acts)
  const given = members.filter(m => m.choice !== null).length
  const c = t.columns
  return (
    <Card
      title={t.title}
      aside={
        <a className={buttonClass('outline', 'md', 'print:hidden')} href={`/phieu-lay-y-kien/${view.card.id}/y-kien.xlsx`} download>
          <Download aria-hidden />
          {t.export}
        </a>
      }
    >
      <div className="flex flex-col gap-3">
        <Select label={t.by.label} value={by} onChange={e => setBy(e.target.value as 'choice')} className="max-w-xs">
          <option value="choice">{t.by.choice}</option>
          <option value="turn">{t.by.turn}</option>
        </Select>
        {by === 'choice' ? (
          <>
            <p>{t.given(given, members.length)}</p>
            <DataTable
              caption={t.by.choice}
              rows={membersByChoice(members)}
              rowKey={g => g.choice ?? 'none'}
              columns={[
                { key: 'choice', head: c.choice, isHead: true, className: 'min-w-32', cell: g => (g.choice ? cardText.choice[g.choice] : t.none) },
                { key: 'count', head: c.count, isFigure: true, cell: g => g.members.length },
                { key: 'share', head: c.share, isFigure: true, cell: g => formatPercent(members.length === 0 ? 0 : g.members.length / members.length) },
                { key: 'who', head: c.who, className: 'min-w-56', cell: g => g.members.map(m => m.label).join('; ') || '–' },
              ]}
            />
          </>
        ) : turns.length === 0 ? (
          <p className="text-text-2">{t.noTurn}</p>
        ) : (
          <>
            <p>{t.turns(turns.length, given, turns.filter(x => x.isChange).length)}</p>
            <DataTable
              caption={t.by.turn}
              rows={turns}
              rowKey={x => String(x.n)}
              columns={[
                { key: 'n', head: c.n, isFigure: true, cell: x => x.n },
                { key: 'at', head: c.at, className: 'whitespace-nowrap', cell: x => formatDateTime(x.at) },
                { key: 'who', head: c.who, isHead: true, className: 'min-w-44', cell: x => x.who },
                { key: 'kind', head: c.kind, cell: x => t.turn[x.isChange ? 'changed' : 'first'] },
              ]}
            />
          </>
        )}
      </div>
    </Card>
  )
}
