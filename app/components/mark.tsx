import { shellText } from '#app/text/shell.ts'

/** The sign of the product; `size` in px, at least 20. Never a button by itself. */
export function Mark({ size = 28, isNamed = false }: { size?: number; isNamed?: boolean }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role={isNamed ? 'img' : undefined} aria-label={isNamed ? shellText.product : undefined} aria-hidden={isNamed ? undefined : true} className="shrink-0">
      <rect width="32" height="32" rx="8" fill="var(--seal)" />
      <path
        fill="#FFF8EE"
        d="M5 14.6c2.2.2 3.6-.5 4.5-2.1C10.9 9.7 13 7.2 16 7.2s5.1 2.5 6.5 5.3c.9 1.6 2.3 2.3 4.5 2.1-1.3 2-3.3 2.9-6 2.9H11c-2.7 0-4.7-.9-6-2.9Z"
      />
      <path d="M16 16v9.2M11.3 17v8.2M20.7 17v8.2M8.3 25.6h15.4" stroke="#FFF8EE" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}

/** Sign and word. */
export function Brand({ size = 28 }: { size?: number }) {
  return (
    <span className="inline-flex items-center gap-2.5">
      <Mark size={size} />
      <span className="text-card font-bold tracking-[-0.01em]">{shellText.product}</span>
    </span>
  )
}
