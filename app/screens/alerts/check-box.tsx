import type { ReactNode } from 'react'

/** One yes or no; the whole line is the target. */
export function CheckBox({ label, hint, isChecked, isDisabled, onChecked }: { label: ReactNode; hint?: ReactNode; isChecked: boolean; isDisabled?: boolean; onChecked: (is: boolean) => void }) {
  return (
    <label className="flex min-h-9 items-center gap-2.5 pointer-coarse:min-h-11">
      <input type="checkbox" className="size-5 shrink-0 accent-(--act)" checked={isChecked} disabled={isDisabled} onChange={e => onChecked(e.target.checked)} />
      <span>
        {label}
        {hint && <span className="block text-sm text-text-3">{hint}</span>}
      </span>
    </label>
  )
}
