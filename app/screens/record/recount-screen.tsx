import { useCallback, useEffect, useRef, useState } from 'react'
import { Button, buttonClass, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { FormError } from '#app/components/field.tsx'
import { ArrowLeft, CircleAlert, CircleCheck, Download, FileText, RefreshCw } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { readBallotFile } from '#app/domain/voting/ballot-file.ts'
import { againstRecord, type Difference, recount, type Recount } from '#app/domain/voting/recount.ts'
import { checkValue, faultText, recountText as t } from '#app/text/recount.ts'

export type RecountData = { meeting: { id: string; title: string }; voteId: string; question: string; form: 'open' | 'secret'; hasFile: boolean }
/** What a file was found to be. */
type Found = { name: string | null; fault: string } | { name: string | null; fault: null; count: Recount; others: { total: number; first: Difference[] } }

function examine(text: string, record: string, name: string | null): Found {
  const read = readBallotFile(text)
  return read.ok ? { name, fault: null, count: recount(read.file), others: againstRecord(text, record) } : { name, fault: faultText(read.fault) }
}

/** Kiểm đếm lại: the exported file is fetched like anybody would and counted on this device; another file can be counted too. */
export function RecountScreen({ data }: { data: RecountData }) {
  const { meeting, voteId } = data
  const address = `/phien-hop/${meeting.id}/phieu/${voteId}`
  const [record, setRecord] = useState<string | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const [found, setFound] = useState<Found | null>(null)
  const input = useRef<HTMLInputElement>(null)

  const load = useCallback(async () => {
    setFailed(false)
    setFound(null)
    try {
      const answer = await fetch(`${address}.csv`)
      if (!answer.ok) throw new Error(String(answer.status))
      const text = await answer.text()
      setRecord(text)
      setFound(examine(text, text, null))
    } catch {
      setFailed(true)
    }
  }, [address])
  useEffect(() => {
    if (data.hasFile) void load()
  }, [data.hasFile, load])

  const choose = async (file: File | undefined) => {
    if (!file || record === null) return
    setFound(examine(await file.text(), record, file.name))
    if (input.current) input.current.value = ''
  }

  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          <span className="flex flex-wrap gap-2 print:hidden">
            <ButtonLink to={`/phien-hop/${meeting.id}/ho-so`} size="lg" icon={<ArrowLeft aria-hidden />}>
              {t.back}
            </ButtonLink>
            {data.hasFile && (
              <>
                <a className={buttonClass('outline', 'lg')} href={`${address}.csv`} download>
                  <Download aria-hidden />
                  {t.csv}
                </a>
                <a className={buttonClass('outline', 'lg')} href={`${address}.xlsx`} download>
                  <Download aria-hidden />
                  {t.xlsx}
                </a>
              </>
            )}
          </span>
        }
      >
        <p className="text-md font-semibold text-text">{data.question}</p>
        <p>{meeting.title}</p>
      </PageTitle>
      <p className="text-text-2">{data.hasFile ? t.lead : t.none}</p>
      {data.hasFile && (
        <>
          <div aria-live="polite" className="flex flex-col gap-4">
            {!found && !hasFailed && <p role="status">{t.counting}</p>}
            {hasFailed && (
              <div>
                <FormError>{t.failed}</FormError>
                <Button icon={<RefreshCw aria-hidden />} onClick={() => void load()}>
                  {t.again}
                </Button>
              </div>
            )}
            {found && <Result found={found} />}
          </div>
          <Card title={t.choose} className="print:hidden">
            <p className="mb-3 text-text-2">{t.chooseHint}</p>
            <span className="flex flex-wrap gap-2">
              <input ref={input} type="file" accept=".csv,text/csv" className="sr-only" tabIndex={-1} aria-label={t.choose} onChange={e => void choose(e.target.files?.[0])} />
              <Button icon={<FileText aria-hidden />} disabled={record === null} onClick={() => input.current?.click()}>
                {t.choose}
              </Button>
              {found?.name && record !== null && <Button onClick={() => setFound(examine(record, record, null))}>{t.toRecord}</Button>}
            </span>
          </Card>
        </>
      )}
    </div>
  )
}

function Mark({ isRight }: { isRight: boolean }) {
  return (
    <Chip tone={isRight ? 'ok' : 'late'} icon={isRight ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />} className="whitespace-nowrap">
      {isRight ? t.equal : t.unequal}
    </Chip>
  )
}

function Result({ found }: { found: Found }) {
  const source = found.name === null ? t.source.record : t.source.chosen(found.name)
  if (found.fault !== null)
    return (
      <Card title={source}>
        <FormError>{found.fault}</FormError>
      </Card>
    )
  const { count, others } = found
  const isRight = count.isEqual && others.total === 0
  return (
    <>
      <Card title={source} aside={<Mark isRight={isRight} />}>
        <p role={isRight ? 'status' : 'alert'} className={isRight ? 'text-ok' : 'text-late'}>
          {count.isEqual ? t.equalHint : t.unequalHint} {others.total === 0 ? t.sameAsRecord : t.otherThanRecord(others.total)}
        </p>
        {count.irregularities.length > 0 && (
          <ul aria-label={t.irregular} className="mt-3 list-disc pl-5 text-late">
            {count.irregularities.map(i => (
              <li key={`${i.code} ${i.what}`}>{t.irregularity[i.code](i.what)}</li>
            ))}
          </ul>
        )}
        <DataTable
          caption={t.table}
          className="mt-3"
          rows={count.checks}
          rowKey={c => c.code}
          columns={[
            { key: 'figure', head: t.columns.figure, isHead: true, className: 'min-w-36', cell: c => t.check[c.code] },
            { key: 'published', head: t.columns.published, className: 'min-w-20', cell: c => checkValue(c.code, c.published) },
            { key: 'counted', head: t.columns.counted, className: 'min-w-20', cell: c => checkValue(c.code, c.counted) || '–' },
            { key: 'state', head: t.columns.state, cell: c => <Mark isRight={c.isEqual} /> },
          ]}
        />
      </Card>
      {others.first.length > 0 && (
        <Card title={t.difference.title}>
          <DataTable
            caption={t.difference.title}
            rows={others.first}
            rowKey={d => String(d.line)}
            columns={[
              { key: 'line', head: t.difference.line, isHead: true, cell: d => d.line },
              { key: 'here', head: t.difference.here, className: 'min-w-40 break-words', cell: d => d.here || t.difference.blank },
              { key: 'record', head: t.difference.record, className: 'min-w-40 break-words', cell: d => d.record || t.difference.blank },
            ]}
          />
        </Card>
      )}
    </>
  )
}
