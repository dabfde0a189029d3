import { Link, NavLink } from '@remix-run/react'
import { useEffect, useRef, type ReactNode } from 'react'
import { findEverywhere } from '#app/live/find.ts'
import { initials } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import { ConnectionBanner, ConnectionMark } from './banner.tsx'
import { CountBadge } from './chip.tsx'
import { cx } from './cx.ts'
import { Brand, Mark } from './mark.tsx'
import { BellRing, ChartColumn, CircleUser, ClipboardList, FileText, Flag, Inbox, Landmark, ListChecks, MessageSquareReply, Settings, Users, type LucideIcon } from './icon.tsx'
import { KeyboardHelp } from './keyboard-help.tsx'
import { SearchPalette, type PaletteEntry } from './search-palette.tsx'
import { SignOut } from './sign-out.tsx'
import { ThemeToggle } from './theme-toggle.tsx'
import { Toaster } from './toast.tsx'

export type NavItem = { to: string; label: string; shortLabel?: string; Icon: LucideIcon; count?: number }

const n = shellText.nav
const pages = {
  inbox: { to: '/viec-cho-toi', label: n.inbox, Icon: Inbox },
  tasks: { to: '/nhiem-vu', label: n.tasks, Icon: ListChecks },
  meetings: { to: '/phien-hop', label: n.meetings, Icon: Landmark },
  cards: { to: '/phieu-lay-y-kien', label: n.cards, shortLabel: n.cardsShort, Icon: MessageSquareReply },
  direction: { to: '/dieu-hanh', label: n.direction, shortLabel: n.directionShort, Icon: Flag },
  statistics: { to: '/thong-ke', label: n.statistics, Icon: ChartColumn },
  alerts: { to: '/canh-bao', label: n.alerts, Icon: BellRing },
  admin: { to: '/quan-tri', label: n.admin, Icon: Settings },
} satisfies Record<string, NavItem>

/** What each role sees in the frame (design, part 4). Roles are those of the person's positions. */
export function navFor(roles: readonly string[]): NavItem[] {
  const has = (...wanted: string[]) => wanted.some(r => roles.includes(r))
  if (has('chairman', 'vice_chairman')) return [pages.direction, pages.inbox, pages.meetings, pages.tasks, pages.cards, pages.statistics]
  const list: NavItem[] = []
  if (has('office_leader', 'office_monitor', 'secretary')) list.push(pages.inbox, pages.tasks, pages.meetings, pages.cards, pages.direction, pages.alerts, pages.statistics)
  else if (has('committee_member')) list.push(pages.inbox, pages.tasks, pages.meetings, pages.cards, pages.statistics)
  else if (has('unit_head', 'unit_clerk')) list.push(pages.inbox, pages.tasks, pages.meetings, pages.statistics)
  else if (has('auditor')) list.push(pages.meetings, pages.cards, pages.statistics)
  else if (has('guest')) list.push(pages.meetings)
  if (has('admin')) list.push(pages.admin, ...(list.includes(pages.alerts) ? [] : [pages.alerts]))
  return list.length > 0 ? list : [pages.meetings]
}

type Props = {
  roles: readonly string[]
  user: { name: string; unitName: string }
  /** figures beside the entries, by address */
  counts?: Record<string, number>
  bell?: ReactNode
  entries?: readonly PaletteEntry[]
  onSearch?: (query: string) => Promise<PaletteEntry[]>
  children: ReactNode
}

const iconOf = { task: ListChecks, meeting: Landmark, paper: FileText, unit: Users, card: ClipboardList }
/** The server's answers as lines of the palette. */
async function search(query: string): Promise<PaletteEntry[]> {
  const found = await findEverywhere(query)
  return found.map(f => {
    const Icon = iconOf[f.kind]
    return { to: f.to, label: f.label, aside: f.aside, icon: <Icon aria-hidden /> }
  })
}

/** The frame of the signed-in pages: navigation, search, bell, account; a bar below on phones. */
export function AppShell({ roles, user, counts = {}, bell, entries = [], onSearch = search, children }: Props) {
  const nav = navFor(roles)
  const palette: PaletteEntry[] = [...nav.map(i => ({ to: i.to, label: i.label, icon: <i.Icon aria-hidden />, aside: shellText.search.pages })), ...entries]
  return (
    <div className="min-h-dvh bg-bg md:grid md:grid-cols-[68px_1fr] xl:grid-cols-[224px_1fr] print:block">
      <a href="#noi-dung" className="sr-only z-50 rounded-md bg-act px-4 py-2 text-on-act focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        {shellText.skip}
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r border-line p-2.5 md:flex print:hidden">
        <Link to="/" aria-label={shellText.product} className="flex h-11 items-center px-2 max-xl:justify-center xl:mb-1">
          <span className="xl:hidden">
            <Mark size={32} />
          </span>
          <span className="hidden xl:block">
            <Brand />
          </span>
        </Link>
        <nav aria-label={n.label} className="mt-3 flex flex-col gap-1">
          {nav.map(({ to, label, Icon }) => (
            <NavLink
              key={to}
              to={to}
              title={label}
              aria-label={counts[to] ? n.withCount(label, counts[to]) : label}
              className={({ isActive }) =>
                cx(
                  'relative flex min-h-10 pointer-coarse:min-h-11 items-center gap-3 rounded-md px-3 text-md max-xl:justify-center max-xl:px-0',
                  isActive ? 'border border-line bg-surface font-semibold text-text [&_svg]:text-act' : 'border border-transparent text-text-2 hover:bg-surface-2 hover:text-text',
                )
              }
            >
              <Icon className="text-[1.05rem] max-xl:text-lg" aria-hidden />
              <span className="flex-1 max-xl:hidden">{label}</span>
              {!!counts[to] && (
                <span className="max-xl:absolute max-xl:top-0.5 max-xl:right-1">
                  <CountBadge count={counts[to]} isStrong={to === '/viec-cho-toi'} />
                </span>
              )}
            </NavLink>
          ))}
        </nav>
        <div className="mt-auto flex flex-col gap-3">
          <ConnectionMark className="px-2.5 max-xl:hidden" />
          <div className="border-t border-line pt-3">
            <UserMenu user={user} />
          </div>
        </div>
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-20 flex h-14 items-center gap-3 border-b border-line bg-bg px-4 md:h-15 md:px-6 print:hidden">
          <Link to="/" aria-label={shellText.product} className="-m-1.5 p-1.5 md:hidden">
            <Mark size={32} />
          </Link>
          <div className="flex flex-1 justify-end md:justify-start">
            <SearchPalette entries={palette} onSearch={onSearch} />
          </div>
          <span className="max-md:hidden">
            <KeyboardHelp />
          </span>
          {bell}
          <span className="md:hidden">
            <UserMenu user={user} isCompact />
          </span>
        </header>
        <ConnectionBanner />
        <main id="noi-dung" tabIndex={-1} className="flex-1 px-4 py-5 outline-none max-md:pb-28 md:px-6">
          {children}
        </main>
      </div>
      <nav aria-label={n.label} className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface safe-bottom md:hidden print:hidden">
        {nav.slice(0, 4).map(({ to, label, shortLabel, Icon }: NavItem) => (
          <NavLink key={to} to={to} className={({ isActive }) => cx('relative flex min-h-16 flex-1 flex-col items-center justify-center gap-1 px-1 text-xs', isActive ? 'font-semibold text-act' : 'text-text-2')}>
            <Icon className="text-[1.3rem]" aria-hidden />
            {shortLabel ?? label}
            {!!counts[to] && (
              <span className="absolute top-1 right-[22%]">
                <CountBadge count={counts[to]} isStrong />
              </span>
            )}
          </NavLink>
        ))}
      </nav>
      <Toaster />
    </div>
  )
}

/** Who is signed in; theme, account, sign-out. A native disclosure, so it works before scripts do. */
function UserMenu({ user, isCompact }: { user: Props['user']; isCompact?: boolean }) {
  const ref = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (e: Event) => {
      const menu = ref.current
      if (!menu?.open) return
      if (e instanceof KeyboardEvent ? e.key === 'Escape' : !menu.contains(e.target as Node)) menu.open = false
    }
    document.addEventListener('click', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('click', close)
      document.removeEventListener('keydown', close)
    }
  }, [])
  return (
    <details ref={ref} className="relative">
      <summary aria-label={shellText.user.open(user.name, user.unitName)} className="flex list-none items-center gap-2.5 rounded-md p-1 hover:bg-surface-2 [&::-webkit-details-marker]:hidden">
        <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-surface-3 text-sm font-semibold text-text-2" aria-hidden>
          {initials(user.name) || <CircleUser />}
        </span>
        {!isCompact && (
          <span className="min-w-0 max-xl:hidden">
            <span className="block text-base font-semibold">{user.name}</span>
            <span className="block text-sm text-text-3">{user.unitName}</span>
          </span>
        )}
      </summary>
      <div className={cx('absolute z-40 flex w-64 flex-col gap-1 rounded-xl border border-line bg-surface p-2 shadow-e3', isCompact ? 'top-full right-0 mt-2' : 'bottom-full left-0 mb-2')}>
        <p className="px-3 pt-1 pb-2">
          <strong className="block font-semibold">{user.name}</strong>
          <span className="text-sm text-text-3">{user.unitName}</span>
        </p>
        <Link to="/tai-khoan" className="flex min-h-9 pointer-coarse:min-h-11 items-center gap-2 rounded-md px-3.5 font-semibold text-act hover:bg-act-soft">
          <CircleUser aria-hidden />
          {shellText.user.account}
        </Link>
        <ThemeToggle />
        <SignOut />
      </div>
    </details>
  )
}
