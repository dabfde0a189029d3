import { addDays, addWorkingDays, type CalendarDay, civilDateInVietnam, makeCalendar } from '#app/domain/calendar/working-days.ts'
import { taskAccept, taskAssign, taskConfirm, taskRefuse, taskReport, taskSendBack, taskSubmit, taskUrge } from '#app/contracts/task.ts'
import type { PrismaClient } from '#server/db/generated/client.ts'
import { dutyOpen } from '#app/contracts/duty.ts'
import { planCarryOut, planRun, planStart } from '#app/contracts/plan.ts'
import { sourceRecord } from '#app/contracts/source.ts'
import { formatDate } from '#app/text/format.ts'
import { planText } from '#app/text/plans.ts'
import { xlsxStream } from '#server/export/xlsx.ts'
import { inspectFile } from '#server/files/inspect.ts'
import { PLAN_MAX_BYTES } from '#server/files/sheet/read-workbook.ts'
import { makeFileStore } from '#server/files/store.ts'
import type { Acting } from './acting.ts'
import { userId } from './people.ts'
import { PLAN_603, planTaskId } from './plan-603.ts'
import { seedId } from './province.ts'
import { readData } from './read-data.ts'

type PlanTask = { id: string; type: string; group: string; text: string; recurrence: string | null }
type Duty = { id: string; agencies: string[]; text: string; recurrence: string | null }
type Story = 'overdue' | 'soon' | 'in_time' | 'waiting' | 'on_time' | 'late' | 'refused' | 'assigned' | 'undated' | 'sent_back'

/** The plan's groups lie with these departments today; Sở Thông tin và Truyền thông went into Khoa học và Công nghệ. */
const leadOfGroup: Record<string, string> = {
  'Cải cách thể chế': 'Sở Tư pháp',
  'Cải cách thủ tục hành chính': 'Văn phòng UBND tỉnh',
  'Cải cách tổ chức bộ máy hành chính': 'Sở Nội vụ',
  'Cải cách chế độ công vụ': 'Sở Nội vụ',
  'Cải cách tài chính công': 'Sở Tài chính',
  'Xây dựng Chính quyền điện tử hướng tới Chính quyền số': 'Sở Khoa học và Công nghệ',
}
const leadOfAgency: Record<string, string> = {
  'Sở Thông tin và Truyền thông': 'Sở Khoa học và Công nghệ',
  'Sở Kế hoạch và Đầu tư': 'Sở Tài chính',
  'Văn phòng Ủy ban nhân dân tỉnh': 'Văn phòng UBND tỉnh',
}
const clerkOf: Record<string, string> = {
  'Sở Tư pháp': 'cv.stp',
  'Sở Nội vụ': 'cv.snv',
  'Sở Tài chính': 'cv.stc',
  'Sở Khoa học và Công nghệ': 'cv.skhcn',
  'Sở Y tế': 'cv.syt',
  'Sở Giáo dục và Đào tạo': 'cv.sgddt',
  'Sở Văn hóa, Thể thao và Du lịch': 'cv.svhttdl',
  'UBND xã Tân Trào': 'cc.tan-trao',
  'UBND xã Thượng Lâm': 'cc.thuong-lam',
  'UBND xã Lâm Bình': 'cc.lam-binh',
}
/** The mixture the boards show; repeated over the tasks in order. */
const stories: Story[] = ['in_time', 'soon', 'on_time', 'in_time', 'overdue', 'waiting', 'undated', 'in_time', 'on_time', 'assigned', 'soon', 'late', 'in_time', 'sent_back', 'on_time', 'overdue', 'in_time', 'waiting', 'refused']
const HOUR = 3600_000

/** One row of the plan as the sheet of the seed holds it. */
type Row = { id: string; text: string; lead: string; others: string[]; recurrence: string | null }

/** Everybody named as "các sở, ban, ngành" has a part; the standing agency of the plan (V.2.1.1) leads and sums up. */
const STANDING = 'Sở Nội vụ'
const OFFICE = 'Văn phòng UBND tỉnh'
const PLAN_LABEL = 'Quyết định 603/QĐ-UBND ngày 30/9/2021 (Đề án 603)'

/** All 33 duties and 66 tasks, in the order of the plan. Agencies outside the Committee's own are followed by its Office. */
function rowsOf603(units: ReadonlySet<string>, departments: readonly string[]): Row[] {
  const known = (name: string): string => leadOfAgency[name] ?? name
  return [
    ...readData<Duty[]>('de-an-603-duties.json').map((d): Row => {
      const isAll = d.agencies[0] === 'Các sở, ban, ngành'
      const lead = known(d.agencies[0] ?? '')
      if (isAll) return { ...d, lead: STANDING, others: departments.filter(n => n !== STANDING) }
      return units.has(lead) ? { ...d, lead, others: [] } : { ...d, text: `${d.agencies.join(', ')}: ${d.text}`, lead: OFFICE, others: [] }
    }),
    ...readData<PlanTask[]>('de-an-603-tasks.json')
      .filter(t => t.type === 'nhiệm vụ')
      .map((t): Row => ({ ...t, lead: leadOfGroup[t.group] ?? OFFICE, others: [] })),
  ]
}
/** Lays the plan's workbook down as an upload does, and gives it as a person and the worker do. */
async function importPlan(db: PrismaClient, acting: Acting, rows: (string | number | null)[][], dataDir: string, now: Date): Promise<void> {
  const files = makeFileStore(dataDir)
  const tmp = await files.receive(await xlsxStream([{ name: planText.sheetName, head: [...planText.heads], rows }]), PLAN_MAX_BYTES)
  const name = 'De-an-603.xlsx'
  const seen = tmp && (await inspectFile(tmp, name, 'plan'))
  if (!tmp || !seen || !seen.ok) throw new Error('the workbook of the plan is not read')
  const { sha256, size } = await files.take(tmp)
  const fileId = seedId('plan/603/file')
  await db.storedFile.createMany({ data: [{ id: fileId, sha256, size, mime: seen.mime, name, text: seen.text, uploadedById: userId('theodoi'), createdAt: now }], skipDuplicates: true })
  await acting.must('theodoi', planStart, { importId: PLAN_603, fileId, planLabel: PLAN_LABEL })
  await acting.must('theodoi', planRun, { importId: PLAN_603 })
  const { runId } = await db.planImport.findUniqueOrThrow({ where: { id: PLAN_603 }, select: { runId: true } })
  await acting.system(planCarryOut, { importId: PLAN_603, runId: runId ?? '' })
}

/** Tasks and duties of Đề án 603 through the sheet, a document to three communes, followed as if in the weeks before the seed's day. */
export async function seedTasks(db: PrismaClient, acting: Acting, units: ReadonlyMap<string, { id: string; kind: string }>, days: CalendarDay[], now: Date): Promise<void> {
  const calendar = makeCalendar(days)
  const today = civilDateInVietnam(now)
  const ago = (d: number, hours = 2) => new Date(now.getTime() - d * 24 * HOUR + hours * HOUR)
  const departments = [...units].filter(([, u]) => u.kind === 'department').map(([name]) => name)
  const rows = rowsOf603(new Set(units.keys()), departments)
  const told: { id: string; taskId: string; lead: string; row: Row | null }[] = [
    ...rows.filter(r => clerkOf[r.lead] !== undefined && r.recurrence === null).map(row => ({ id: row.id, taskId: planTaskId(row.id), lead: row.lead, row })),
    ...['UBND xã Tân Trào', 'UBND xã Thượng Lâm', 'UBND xã Lâm Bình'].flatMap((lead, i) => [1, 2].map(n => ({ id: `XA.${i + 1}.${n}`, taskId: seedId(`task/XA.${i + 1}.${n}`), lead, row: null }))),
  ]
  const storyOf = (i: number): Story => stories[i % stories.length] ?? 'in_time'
  const dueOf = (i: number): string | null => {
    const story = storyOf(i)
    const offset = { overdue: -2 - (i % 5), soon: 1 + (i % 2), in_time: 8 + (i % 12), waiting: 3, on_time: -6, late: -12, refused: 10, assigned: 9, undated: 0, sent_back: 4 }[story]
    return story === 'undated' ? null : addWorkingDays(calendar, today, offset)
  }
  const deadlineOf = new Map(told.map((t, i) => [t.id, dueOf(i)]))
  acting.at(ago(30))
  await importPlan(
    db,
    acting,
    rows.map((r, i) => {
      const due = deadlineOf.has(r.id) ? deadlineOf.get(r.id) : addWorkingDays(calendar, today, 15 + (i % 20))
      return [i + 1, null, r.text, null, r.lead, r.others.join('; ') || null, r.recurrence ?? (due ? formatDate(due) : 'không thời hạn')]
    }),
    process.env.DATA_DIR ?? '.data',
    ago(30),
  )
  const documentId = seedId('source/212')
  await acting.must('theodoi', sourceRecord, { documentId, kind: 'document', docType: 'Công văn', number: '212/UBND-CĐS', issuedOn: addDays(today, -31), signer: 'Phó Chủ tịch UBND tỉnh', extract: 'V/v chuẩn bị điều kiện họp trực tuyến và công khai thủ tục hành chính tại cấp xã' })
  const COMMUNE_TASKS = ['Rà soát trang thiết bị, đường truyền phục vụ hội nghị truyền hình tại trụ sở xã; báo cáo kèm ảnh hiện trạng.', 'Niêm yết công khai thủ tục hành chính tại Trung tâm phục vụ hành chính công của xã; báo cáo kết quả.']
  for (const [i, t] of told.entries()) {
    const story = storyOf(i)
    const { taskId } = t
    const deadlineOn = dueOf(i)
    const clerk = clerkOf[t.lead] ?? ''
    if (!t.row) {
      const text = COMMUNE_TASKS[Number(t.id.at(-1)) - 1] ?? ''
      acting.at(ago(30 - (i % 5)))
      await acting.must('theodoi', taskAssign, { taskId, title: firstSentence(text), content: text, leadUnitId: units.get(t.lead)?.id ?? '', coordinatorIds: [], deadlineOn, sourceQuote: text, documentId, place: `khoản ${t.id.at(-1)}` })
    }
    const on = { taskId }
    if (story === 'assigned') continue
    acting.at(ago(28 - (i % 5)))
    if (story === 'refused') {
      await acting.must(clerk, taskRefuse, { ...on, reason: 'Nội dung thuộc chức năng của đơn vị khác, đề nghị giao lại.' })
      continue
    }
    await acting.must(clerk, taskAccept, on)
    acting.at(ago(20 - (i % 9)))
    await acting.must(clerk, taskReport, { ...on, reportId: seedId(`report/${t.id}`), percent: 20 + ((i * 13) % 60), note: 'Đã phân công, đang thu thập số liệu của các phòng chuyên môn.', fileIds: [] })
    if (story === 'overdue') {
      acting.at(ago(1))
      await acting.must('theodoi', taskUrge, { ...on, note: 'Đề nghị báo cáo nguyên nhân chậm và thời gian hoàn thành.' })
    }
    const result = { ...on, reportId: seedId(`result/${t.id}`), note: 'Đã hoàn thành, gửi kèm số văn bản.', productRef: `${400 + i}/BC-${clerk.slice(3).toUpperCase()}`, fileIds: [] }
    if (story === 'on_time' || story === 'late' || story === 'waiting' || story === 'sent_back') {
      const submittedOn = deadlineOn ? addDays(deadlineOn, story === 'late' ? 3 : -1) : today
      acting.at(story === 'waiting' || story === 'sent_back' ? ago(1, 3) : new Date(`${submittedOn}T08:00:00Z`))
      await acting.must(clerk, taskSubmit, result)
    }
    if (story === 'on_time' || story === 'late') {
      acting.at(new Date(new Date(`${deadlineOn ?? today}T09:00:00Z`).getTime() + (story === 'late' ? 4 : 1) * 24 * HOUR))
      await acting.must('theodoi', taskConfirm, on)
    }
    if (story === 'sent_back') {
      acting.at(ago(0, -2))
      await acting.must('theodoi', taskSendBack, { ...on, reason: 'Báo cáo thiếu phụ lục số liệu theo đơn vị.' })
    }
  }
  await tellDuties(db, acting, ago, now)
}

/** Periods since the plan was given open by themselves; what was due in the past was done. */
async function tellDuties(db: PrismaClient, acting: Acting, ago: (d: number, hours?: number) => Date, now: Date): Promise<void> {
  acting.at(ago(0, -1))
  for (const { id } of await db.duty.findMany({ select: { id: true }, orderBy: { importRow: 'asc' } })) await acting.system(dutyOpen, { dutyId: id })
  const past = await db.task.findMany({ where: { source: { is: { dutyId: { not: null } } }, deadlineOn: { lt: new Date(civilDateInVietnam(now)) } }, select: { id: true, deadlineOn: true, leadUnit: { select: { name: true } } }, orderBy: { code: 'asc' } })
  for (const { id: taskId, deadlineOn, leadUnit } of past) {
    const clerk = clerkOf[leadUnit.name]
    if (!clerk || !deadlineOn) continue
    acting.at(new Date(deadlineOn.getTime() - 20 * HOUR))
    await acting.must(clerk, taskAccept, { taskId })
    acting.at(new Date(deadlineOn.getTime() + 2 * HOUR))
    await acting.must(clerk, taskSubmit, { taskId, reportId: seedId(`result/${taskId}`), note: 'Đã gửi báo cáo kỳ này.', productRef: `500/BC-${clerk.slice(3).toUpperCase()}`, fileIds: [] })
    acting.at(new Date(deadlineOn.getTime() + 3 * HOUR))
    await acting.must('theodoi', taskConfirm, { taskId })
  }
}

/** A title is the first clause, cut at a word. */
function firstSentence(text: string): string {
  const clause = text.split(/[.;:]/)[0]?.trim() ?? text
  if (clause.length <= 150) return clause
  return `${clause.slice(0, 150).replace(/\s+\S*$/, '')}…`
}

/**
 * The past has been told: nothing of it is carried to screens or bells again, and alerts whose time is over are done,
 * but for the newest of each task, which rings on the first day.
 */
export async function settle(db: PrismaClient, now: Date): Promise<void> {
  await db.eventLog.updateMany({ data: { screenAt: now, jobAt: now } })
  await db.$executeRawUnsafe(
    `UPDATE "Alert" a SET status = 'done', "doneAt" = $1
     WHERE a.status = 'pending' AND a."fireAt" <= $1
       AND EXISTS (SELECT 1 FROM "Alert" b WHERE b."taskId" = a."taskId" AND b.status = 'pending' AND b."fireAt" <= $1 AND b."fireAt" > a."fireAt")`,
    now,
  )
}
