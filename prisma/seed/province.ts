import { v5 as uuidv5 } from 'uuid'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { sourceText } from '#app/domain/voting/sentence.ts'
import { fold } from '#app/domain/search/fold.ts'
import type { Prisma, PrismaClient } from '#server/db/generated/client.ts'
import { readData } from './read-data.ts'

/** Every seeded row has an id made of its name, so a second run finds the first one's rows. */
const NAMESPACE = '6030c0de-2021-4930-8a00-7475792d7175'
export const seedId = (name: string): string => uuidv5(name, NAMESPACE)

/** Day the two-tier government began (Luật 72/2025/QH15); districts ended the day before. */
export const MERGER = '2025-07-01'
const BEFORE_MERGER = '2025-06-30'
/** The list of 2021 is as of this day. */
const LIST_2021 = '2021-11-06'

/**
 * Departments of 2021 that went into one of 2025. Nationwide mergers, by their names: no document of the province was found, so
 * the rows carry none.
 */
export const mergedDepartments: readonly (readonly [string, string])[] = [
  ['Sở Kế hoạch và Đầu tư', 'Sở Tài chính'],
  ['Sở Thông tin và Truyền thông', 'Sở Khoa học và Công nghệ'],
  ['Sở Nông nghiệp và Phát triển nông thôn', 'Sở Nông nghiệp và Môi trường'],
  ['Sở Tài nguyên và Môi trường', 'Sở Nông nghiệp và Môi trường'],
  ['Sở Giao thông vận tải', 'Sở Xây dựng'],
  ['Sở Lao động - Thương binh và Xã hội', 'Sở Nội vụ'],
  ['Ban Dân tộc', 'Sở Dân tộc và Tôn giáo'],
  ['Ban Quản lý các khu công nghiệp tỉnh', 'Ban Quản lý các khu công nghiệp và khu kinh tế tỉnh'],
]

type Unit = { name: string; kind: string; parent: string | null; short?: string; gso?: string; verified?: boolean; before?: { unit: string; district: string; province: string } }
type Day = { date: string; kind: string; name: string; verified: boolean }

/** The field of the TaskField table a department's work belongs to; communes work in all of them. */
const fieldOf: Record<string, string> = {
  'Văn phòng UBND tỉnh': 'general',
  'Sở Nội vụ': 'interior',
  'Sở Tư pháp': 'interior',
  'Thanh tra tỉnh': 'interior',
  'Sở Dân tộc và Tôn giáo': 'interior',
  'Sở Tài chính': 'economy',
  'Sở Công Thương': 'industry',
  'Sở Xây dựng': 'industry',
  'Ban Quản lý các khu công nghiệp và khu kinh tế tỉnh': 'industry',
  'Sở Nông nghiệp và Môi trường': 'agriculture',
  'Sở Văn hóa, Thể thao và Du lịch': 'society',
  'Sở Giáo dục và Đào tạo': 'society',
  'Sở Y tế': 'society',
  'Sở Khoa học và Công nghệ': 'digital',
  'Sở Ngoại vụ': 'defence',
}

/** A unit that goes on under the same name, kind and parent is one row valid through; the others end and begin. */
const keyOf = (u: Unit): string => `${u.kind}/${u.parent ?? ''}/${u.name}`
export const unitId = (u: Pick<Unit, 'kind' | 'parent' | 'name'>, from: string): string => seedId(`unit/${u.kind}/${u.parent ?? ''}/${u.name}/${from}`)

/** Units of both structures, succession where the data gives it, holidays and rule sets. Returns today's units by name. */
export async function seedProvince(db: PrismaClient): Promise<Map<string, { id: string; name: string; kind: string; short: string | null }>> {
  const [old, current] = [readData<Unit[]>('org-2021.json'), readData<Unit[]>('org-2025.json')]
  const goesOn = new Set(current.map(keyOf))
  const wasThere = new Set(old.map(keyOf))
  const provinceId = unitId({ name: 'UBND tỉnh Tuyên Quang', kind: 'province', parent: null }, LIST_2021)
  const oldByName = new Map(old.map(u => [u.name, unitId(u, LIST_2021)]))
  const row = (u: Unit, from: string, to: string | null, parentId: string | null) => ({
    id: unitId(u, from),
    name: u.name,
    short: u.short ?? null,
    kind: u.kind,
    parentId,
    gsoCode: u.gso ?? null,
    validFrom: new Date(from),
    validTo: to ? new Date(to) : null,
    isVerified: u.verified !== false,
    fieldCode: fieldOf[u.name] ?? null,
    searchText: fold(`${u.name} ${u.short ?? ''}`),
  })
  const rows2021 = old.map(u => row(u, LIST_2021, goesOn.has(keyOf(u)) ? null : BEFORE_MERGER, u.parent === null ? null : (oldByName.get(u.parent) ?? provinceId)))
  const rows2025 = current.filter(u => !wasThere.has(keyOf(u))).map(u => row(u, MERGER, null, u.parent === null ? null : provinceId))
  await db.orgUnit.createMany({ data: [...rows2021, ...rows2025], skipDuplicates: true })

  // Only the continuing code is known, not the whole map of old to new communes.
  const communes = new Map(old.filter(u => u.kind === 'commune' || u.kind === 'ward').map(u => [`${fold(u.name)}/${fold(u.parent ?? '')}`, unitId(u, LIST_2021)]))
  const successions = current.flatMap(u => {
    if (!u.before || fold(u.before.province) !== 'tuyen quang') return []
    const oldId = communes.get(`${fold(`UBND ${u.before.unit}`)}/${fold(`UBND ${u.before.district}`)}`)
    const newId = unitId(u, MERGER)
    return oldId ? [{ id: seedId(`succession/${oldId}/${newId}`), oldUnitId: oldId, newUnitId: newId, on: new Date(MERGER), kind: 'merge', document: 'Công văn 1027/CTK-CSCL (mã tiếp tục)' }] : []
  })
  const idNow = new Map(current.map(u => [u.name, wasThere.has(keyOf(u)) ? (oldByName.get(u.name) ?? '') : unitId(u, MERGER)]))
  const departments = mergedDepartments.flatMap(([from, to]) => {
    const [oldId, newId] = [oldByName.get(from), idNow.get(to)]
    return oldId && newId ? [{ id: seedId(`succession/${oldId}/${newId}`), oldUnitId: oldId, newUnitId: newId, on: new Date(MERGER), kind: 'merge', document: null }] : []
  })
  await db.orgSuccession.createMany({ data: [...successions, ...departments], skipDuplicates: true })

  const days = readData<Day[]>('holidays.json')
  await db.calendarDay.createMany({ data: days.map(d => ({ date: new Date(d.date), kind: d.kind, name: d.name, isVerified: d.verified })), skipDuplicates: true })
  await db.ruleSet.createMany({
    data: defaultRuleSets.map(r => ({
      id: seedId(`rule-set/${r.code}/${r.validFrom}`),
      code: r.code,
      name: r.name,
      meetingKind: r.meetingKind,
      params: r as unknown as Prisma.InputJsonValue,
      source: sourceText(r.voteRule.source),
      validFrom: new Date(r.validFrom),
      validTo: r.validTo ? new Date(r.validTo) : null,
    })),
    skipDuplicates: true,
  })
  const today = await db.orgUnit.findMany({ where: { validTo: null }, select: { id: true, name: true, kind: true, short: true } })
  return new Map(today.map(u => [u.name, u]))
}
