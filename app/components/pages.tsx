import { useSearchParams } from '@remix-run/react'
import { shellText } from '#app/text/shell.ts'
import { ButtonLink } from './button.tsx'
import { cx } from './cx.ts'

const t = shellText.pages

/** One page back, one on, in a long list whose page stands in the address (`trang`); nothing where one page holds all. */
export function Pages({ page, pages, className }: { page: number; pages: number; className?: string }) {
  const [params] = useSearchParams()
  if (pages < 2) return null
  const to = (n: number) => {
    const next = new URLSearchParams(params)
    next.set('trang', String(n))
    return `?${next.toString()}`
  }
  return (
    <nav aria-label={t.at(page, pages)} className={cx('flex items-center gap-3', className)}>
      {page > 1 && <ButtonLink to={to(page - 1)}>{t.previous}</ButtonLink>}
      <span className="text-text-2">{t.at(page, pages)}</span>
      {page < pages && <ButtonLink to={to(page + 1)}>{t.next}</ButtonLink>}
    </nav>
  )
}
