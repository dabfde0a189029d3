import { addDays, addWorkingDays, type CalendarDay, civilDateInVietnam, makeCalendar } from '#app/domain/calendar/working-days.ts'
import { taskAccept, taskAssign, taskConfirm, taskRefuse, taskReport, taskSendBack, taskSubmit, taskUrge } from '#app/contracts/task.ts'
import type { PrismaClient } from '#server/db/generated/client.ts'
import type { Acting } from './acting.ts'
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

/** Tasks and duties of Đề án 603, given and followed as if in the weeks before the seed's day. */
export async function seedTasks(db: PrismaClient, acting: Acting, units: ReadonlyMap<string, { id: string }>, days: CalendarDay[], now: Date): Promise<void> {
  const calendar = makeCalendar(days)
  const today = civilDateInVietnam(now)
  const ago = (d: number, hours = 2) => new Date(now.getTime() - d * 24 * HOUR + hours * HOUR)
  const plan: { id: string; text: string; lead: string }[] = [
    ...readData<Duty[]>('de-an-603-duties.json')
      .filter(d => d.agencies.length === 1)
      .map(d => ({ id: d.id, text: d.text, lead: leadOfAgency[d.agencies[0] ?? ''] ?? d.agencies[0] ?? '' })),
    ...readData<PlanTask[]>('de-an-603-tasks.json')
      .filter(t => t.type === 'nhiệm vụ')
      .map(t => ({ id: t.id, text: t.text, lead: leadOfGroup[t.group] ?? '' })),
    ...['UBND xã Tân Trào', 'UBND xã Thượng Lâm', 'UBND xã Lâm Bình'].flatMap((lead, i) => [
      { id: `XA.${i + 1}.1`, text: 'Rà soát trang thiết bị, đường truyền phục vụ hội nghị truyền hình tại trụ sở xã; báo cáo kèm ảnh hiện trạng.', lead },
      { id: `XA.${i + 1}.2`, text: 'Niêm yết công khai thủ tục hành chính tại Trung tâm phục vụ hành chính công của xã; báo cáo kết quả.', lead },
    ]),
  ].filter(t => units.has(t.lead) && (clerkOf[t.lead] !== undefined))

  for (const [i, t] of plan.entries()) {
    const story = stories[i % stories.length] ?? 'in_time'
    const taskId = seedId(`task/${t.id}`)
    const clerk = clerkOf[t.lead] ?? ''
    const lead = units.get(t.lead)?.id ?? ''
    const offset = { overdue: -2 - (i % 5), soon: 1 + (i % 2), in_time: 8 + (i % 12), waiting: 3, on_time: -6, late: -12, refused: 10, assigned: 9, undated: 0, sent_back: 4 }[story]
    const deadlineOn = story === 'undated' ? null : addWorkingDays(calendar, today, offset)
    acting.at(ago(30 - (i % 5)))
    await acting.must('theodoi', taskAssign, {
      taskId,
      title: firstSentence(t.text),
      content: t.text,
      leadUnitId: lead,
      coordinatorIds: i % 3 === 0 && t.lead !== 'Văn phòng UBND tỉnh' ? [units.get('Văn phòng UBND tỉnh')?.id ?? ''].filter(Boolean) : [],
      deadlineOn,
      sourceLabel: `Đề án 603, mục ${t.id}`,
      sourceQuote: t.text,
    })
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
  // Given by hand like any document's task; the list finds them under plans.
  await db.task.updateMany({ where: { sourceKind: 'document' }, data: { sourceKind: 'plan' } })
  await db.$executeRawUnsafe(
    `UPDATE "Alert" a SET status = 'done', "doneAt" = $1
     WHERE a.status = 'pending' AND a."fireAt" <= $1
       AND EXISTS (SELECT 1 FROM "Alert" b WHERE b."taskId" = a."taskId" AND b.status = 'pending' AND b."fireAt" <= $1 AND b."fireAt" > a."fireAt")`,
    now,
  )
}
