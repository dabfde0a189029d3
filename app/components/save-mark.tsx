import { formatTimeSeconds } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import { cx } from './cx.ts'
import { CircleAlert, CloudCheck, RefreshCw, Smartphone } from './icon.tsx'

export type SaveState = 'stored' | 'saving' | 'here' | 'failed'

/** "Đã lưu" only for what the server has answered; before that "Đang lưu" or "Ở máy này". */
export function SaveMark({ state, at, isWordless }: { state: SaveState; at?: number | null; isWordless?: boolean }) {
  const t = shellText.save
  const words = state === 'stored' ? (at ? t.at(formatTimeSeconds(at)) : t.stored) : state === 'saving' ? t.saving : state === 'here' ? t.here : t.failed
  const tone = { stored: 'text-ok', saving: 'text-text-3', here: 'text-soon', failed: 'text-late' }[state]
  const Icon = { stored: CloudCheck, saving: RefreshCw, here: Smartphone, failed: CircleAlert }[state]
  return (
    <span role="status" title={isWordless ? words : undefined} className={cx('inline-flex items-center gap-1.5 text-sm', tone)}>
      <Icon aria-hidden className={state === 'saving' ? 'turning' : undefined} />
      <span className={isWordless ? 'sr-only' : undefined}>{words}</span>
    </span>
  )
}
