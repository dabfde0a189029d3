// What a scan for accessibility finds, told so that the place can be found again.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { atRest, wear } from './browser.ts'

/** WCAG 2.2 AA and all below it. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** isSevereOnly: only what axe calls serious or critical; exclude: a part of the page that is not ours or never at rest; isColourOnly: the rules a theme can break */
type Scan = { exclude?: string; isSevereOnly?: boolean; isColourOnly?: boolean }

/** The faults of a page as it stands, one line each: rule and the first places. */
export async function faultsOf(page: Page, { exclude, isSevereOnly, isColourOnly }: Scan = {}): Promise<string[]> {
  await atRest(page)
  // Legacy mode: our pages hold no frame of another origin, and the other mode opens an empty page for every scan.
  const scan = new AxeBuilder({ page }).setLegacyMode()
  if (isColourOnly) scan.withRules(['color-contrast', 'link-in-text-block'])
  else scan.withTags(RULES)
  const { violations } = await (exclude ? scan.exclude(exclude) : scan).analyze()
  return violations
    .filter(v => !isSevereOnly || v.impact === 'serious' || v.impact === 'critical')
    .map(v => `${v.id} – ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)
}

/** The faults of a page in light and in dark. The theme is only a mark on the root: what is not colour is the same in both. */
export async function faultsInBothThemes(page: Page, what: string, scan?: Scan): Promise<string[]> {
  const found: string[] = []
  for (const theme of ['light', 'dark']) {
    await wear(page, theme)
    for (const fault of await faultsOf(page, { ...scan, isColourOnly: theme === 'dark' })) found.push(`${what} ${theme}: ${fault}`)
  }
  return found
}
