import { fold } from '#app/domain/search/fold.ts'
import type { Role } from '#server/command/context.ts'
import { hashPassword } from '#server/auth/sign-in.ts'
import type { PrismaClient } from '#server/db/generated/client.ts'
import { MERGER, seedId } from './province.ts'

/** One password for all demonstration people; real installations load none of them. */
export const DEMO_PASSWORD = 'TanTrao#2026'
/** Members of the Committee in office. */
const COMMITTEE_SIZE = 27

type Unit = { id: string; name: string; kind: string; short: string | null }
type Person = { username: string; name: string; roles: Role[]; unit: Unit; isMember?: boolean }

export const userId = (username: string): string => seedId(`user/${username}`)

/** Demonstration people, named by their position. Usernames: chutich, thuky1, gd.snv, cv.snv, cc.tan-trao, … */
export async function seedPeople(db: PrismaClient, units: ReadonlyMap<string, Unit>): Promise<void> {
  if (await db.user.findUnique({ where: { id: userId('chutich') } })) return
  const unit = (name: string): Unit => {
    const found = units.get(name)
    if (!found) throw new Error(`no unit ${name}`)
    return found
  }
  const province = unit('UBND tỉnh Tuyên Quang')
  const office = unit('Văn phòng UBND tỉnh')
  const health = unit('Sở Y tế')
  const departments = [...units.values()].filter(u => ['department', 'inspectorate', 'board'].includes(u.kind) && u.short)
  const communes = [...units.values()].filter(u => u.kind === 'commune' || u.kind === 'ward')

  const members: Person[] = [
    { username: 'chutich', name: 'Chủ tịch UBND tỉnh', roles: ['chairman', 'committee_member'], unit: province, isMember: true },
    ...[1, 2, 3, 4].map((n): Person => ({ username: `phochutich${n}`, name: `Phó Chủ tịch UBND tỉnh (${n})`, roles: ['vice_chairman', 'committee_member'], unit: province, isMember: true })),
    { username: 'chanhvanphong', name: 'Chánh Văn phòng UBND tỉnh', roles: ['office_leader', 'committee_member'], unit: office, isMember: true },
    ...departments.map((d): Person => ({ username: `gd.${short(d)}`, name: headOf(d), roles: ['unit_head', 'committee_member'], unit: d, isMember: true })),
    { username: 'gd.ca', name: 'Giám đốc Công an tỉnh', roles: ['committee_member'], unit: province, isMember: true },
    { username: 'cht.qs', name: 'Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh', roles: ['committee_member'], unit: province, isMember: true },
  ]
  for (let n = 1; members.length < COMMITTEE_SIZE; n++) {
    members.push({ username: `uyvien${n}`, name: `Ủy viên UBND tỉnh (${n})`, roles: ['committee_member'], unit: province, isMember: true })
  }
  const people: Person[] = [
    ...members,
    { username: 'thuky1', name: 'Thư ký phiên họp', roles: ['secretary'], unit: office },
    { username: 'thuky2', name: 'Thư ký phiên họp (2)', roles: ['secretary'], unit: office },
    { username: 'theodoi', name: 'Chuyên viên theo dõi', roles: ['office_monitor'], unit: office },
    { username: 'phovanphong', name: 'Phó Chánh Văn phòng UBND tỉnh', roles: ['office_leader'], unit: office },
    ...departments.map((d): Person => ({ username: `cv.${short(d)}`, name: `Chuyên viên ${d.name}`, roles: ['unit_clerk'], unit: d })),
    ...communes.flatMap((c): Person[] => [
      { username: `ct.${slug(c)}`, name: `Chủ tịch ${c.name}`, roles: ['unit_head'], unit: c },
      { username: `cc.${slug(c)}`, name: `Công chức ${c.name}`, roles: ['unit_clerk'], unit: c },
    ]),
    { username: 'duthay', name: 'Phó Giám đốc Sở Y tế', roles: ['unit_clerk'], unit: health },
    { username: 'khachmoi', name: 'Phó Chủ tịch HĐND tỉnh', roles: ['guest'], unit: province },
    { username: 'baochi', name: 'Phóng viên Báo Tuyên Quang', roles: ['guest'], unit: province },
    { username: 'quantri', name: 'Quản trị hệ thống', roles: ['admin'], unit: office },
    { username: 'kiemtra', name: 'Cán bộ kiểm tra', roles: ['auditor'], unit: office },
  ]
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const from = new Date(MERGER)
  await db.user.createMany({
    data: people.map(p => ({ id: userId(p.username), username: p.username, displayName: p.name, passwordHash, passwordChangedAt: from, searchText: fold(`${p.name} ${p.unit.name}`) })),
    skipDuplicates: true,
  })
  await db.position.createMany({
    data: people.flatMap(p => p.roles.map(role => ({ id: seedId(`position/${p.username}/${role}`), userId: userId(p.username), unitId: p.unit.id, title: p.name, role, validFrom: from }))),
    skipDuplicates: true,
  })
  await db.committeeMembership.createMany({
    data: members.map((p, i) => ({ id: seedId(`membership/${p.username}`), userId: userId(p.username), title: p.name, rank: i + 1, isChair: i === 0, validFrom: from })),
    skipDuplicates: true,
  })
}

const short = (u: Unit): string => (u.short ?? '').toLowerCase()
/** Names of communes repeat nowhere in the new structure once the kind is left out but for a few; the slug keeps them apart. */
const slug = (u: Unit): string => fold(u.name).replace(/^ubnd (xa|phuong) /, '').replace(/[^a-z0-9]+/g, '-')
const headOf = (u: Unit): string => (u.kind === 'inspectorate' ? 'Chánh Thanh tra tỉnh' : u.kind === 'board' ? `Trưởng ${u.name}` : `Giám đốc ${u.name}`)
