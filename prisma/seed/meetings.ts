import {
  agendaAddItem,
  agendaIssue,
  agendaUpdateItem,
  attendanceCheckIn,
  conclusionAddLine,
  conclusionAssign,
  meetingCreate,
  meetingEnd,
  meetingGoToItem,
  meetingOpen,
  voteCast,
  voteClose,
  voteOpen,
} from '#app/contracts/meeting.ts'
import { guestSetItems, meetingOpenToPress } from '#app/contracts/audience.ts'
import { seatingSetRoom } from '#app/contracts/seating.ts'
import { rowsPlan, tablesPlan, uPlan } from '#app/domain/seating/plan.ts'
import type { PrismaClient } from '#server/db/generated/client.ts'
import type { Acting } from './acting.ts'
import { userId } from './people.ts'
import { seedId } from './province.ts'

const PLACE = 'Phòng họp số 1, trụ sở UBND tỉnh'
const HOUR = 3600_000

type Item = { title: string; presenter: string; minutes: number; unit: string; isCollective?: boolean; text: string[] }

/** The regular session that reviews Đề án 603; texts follow the plan's own targets, tasks and duties. */
const november: Item[] = [
  {
    title: 'Kết quả thực hiện Đề án 603 quý III và các mục tiêu đến năm 2025',
    presenter: 'Giám đốc Sở Nội vụ',
    minutes: 25,
    unit: 'Sở Nội vụ',
    text: [
      'Báo cáo kết quả thực hiện Đề án đẩy mạnh cải cách hành chính, xây dựng Chính quyền điện tử, hướng tới Chính quyền số (Quyết định 603/QĐ-UBND ngày 30/9/2021).',
      'Chỉ số cải cách hành chính của tỉnh: năm 2020 đạt 83,81%, mục tiêu đến năm 2025 từ 86% trở lên.',
      'Nêu rõ mục tiêu chưa đạt, nguyên nhân, đơn vị chịu trách nhiệm và thời hạn khắc phục.',
    ],
  },
  {
    title: 'Kết quả các tiêu chí chấm điểm Chỉ số cải cách hành chính chưa đạt',
    presenter: 'Giám đốc Sở Tài chính',
    minutes: 20,
    unit: 'Sở Tài chính',
    text: ['Các tiêu chí về cải cách tài chính công chưa đạt điểm tối đa.', 'Đề nghị các sở, ban, ngành báo cáo hằng tháng tiêu chí chưa đạt và giải pháp.'],
  },
  {
    title: 'Dự thảo Quyết định quy định giao nhiệm vụ, đặt hàng, đấu thầu sản phẩm, dịch vụ công sử dụng ngân sách nhà nước',
    presenter: 'Giám đốc Sở Tài chính',
    minutes: 30,
    unit: 'Sở Tài chính',
    isCollective: true,
    text: [
      'Việc thuộc thẩm quyền tập thể Ủy ban nhân dân (khoản 2 Điều 40 Luật 72/2025/QH15), biểu quyết tại phiên họp.',
      'Nâng cao quyền tự chủ, tự chịu trách nhiệm của đơn vị sự nghiệp công lập theo nhiệm vụ cải cách tài chính công của Đề án.',
    ],
  },
  {
    title: 'Dự toán năm 2027 thực hiện Đề án 603',
    presenter: 'Giám đốc Sở Tài chính',
    minutes: 25,
    unit: 'Sở Tài chính',
    isCollective: true,
    text: ['Phương án bố trí kinh phí cho nhiệm vụ, giải pháp của Đề án, phân theo nhóm nhiệm vụ.', 'Tập thể Ủy ban nhân dân thảo luận, quyết định.'],
  },
  {
    title: 'Kết nối hội nghị truyền hình đến 124 xã, phường',
    presenter: 'Giám đốc Sở Khoa học và Công nghệ',
    minutes: 20,
    unit: 'Sở Khoa học và Công nghệ',
    text: ['Hoàn thiện hệ thống hội nghị truyền hình trực tuyến đến cấp xã sau khi tổ chức chính quyền hai cấp.', 'Phương án đường truyền cho xã vùng cao, băng thông 1 đến 2 Mbit/s.'],
  },
  {
    title: 'Các việc Chủ tịch UBND tỉnh đã quyết định từ phiên họp trước',
    presenter: 'Chánh Văn phòng UBND tỉnh',
    minutes: 10,
    unit: 'Văn phòng UBND tỉnh',
    text: ['Báo cáo theo khoản 21 Điều 17 Luật 72/2025/QH15.'],
  },
]

const december: Item[] = [
  { title: 'Kết quả thực hiện kết luận phiên họp tháng 11', presenter: 'Chánh Văn phòng UBND tỉnh', minutes: 15, unit: 'Văn phòng UBND tỉnh', text: ['Các nhiệm vụ giao tại phiên họp tháng 11, việc đã xong, việc quá hạn và nguyên nhân.'] },
  { title: 'Kế hoạch cải cách hành chính năm 2027', presenter: 'Giám đốc Sở Nội vụ', minutes: 25, unit: 'Sở Nội vụ', isCollective: true, text: ['Xây dựng kế hoạch cải cách hành chính hằng năm của tỉnh theo nhiệm vụ V.1.3 của Đề án 603.'] },
  { title: 'Dự toán thực hiện Đề án 603, phân bổ theo từng nhóm nhiệm vụ', presenter: 'Giám đốc Sở Tài chính', minutes: 30, unit: 'Sở Tài chính', isCollective: true, text: ['Trình phương án phân bổ chi tiết.'] },
  { title: 'Kiến trúc Chính quyền điện tử, phiên bản tiếp theo', presenter: 'Giám đốc Sở Khoa học và Công nghệ', minutes: 25, unit: 'Sở Khoa học và Công nghệ', text: ['Cập nhật kiến trúc theo mô hình chính quyền hai cấp.'] },
  { title: 'Khảo sát hài lòng của người dân về dịch vụ y tế công lập', presenter: 'Giám đốc Sở Y tế', minutes: 20, unit: 'Sở Y tế', text: ['Kết quả đo lường sự hài lòng và kế hoạch khắc phục.'] },
]

const october: Item[] = [
  { title: 'Kết quả thực hiện nhiệm vụ tháng 10', presenter: 'Chánh Văn phòng UBND tỉnh', minutes: 20, unit: 'Văn phòng UBND tỉnh', text: ['Tình hình giao, thực hiện, quá hạn của các sở, ban, ngành và xã, phường.'] },
  { title: 'Dự thảo Quy chế theo dõi, đôn đốc thực hiện nhiệm vụ do UBND tỉnh, Chủ tịch UBND tỉnh giao', presenter: 'Chánh Văn phòng UBND tỉnh', minutes: 30, unit: 'Văn phòng UBND tỉnh', isCollective: true, text: ['Tập thể Ủy ban nhân dân biểu quyết thông qua.'] },
]

export const novemberId = seedId('meeting/2026-11')
export const itemId = (month: string, n: number): string => seedId(`meeting/${month}/item/${n}`)
export const novemberItemIds = november.map((_, i) => itemId('2026-11', i + 1))
/** What is made last of all meetings, and of all papers. */
export const lastItemId = itemId('2026-12', december.length)
export const lastPaperId = seedId('paper/phu-luc-300')

/** Three meetings: one ended, one ready to open at the next full hour, one being drafted. */
export async function seedMeetings(db: PrismaClient, acting: Acting, units: ReadonlyMap<string, { id: string }>, now: Date): Promise<void> {
  const nextHour = new Date(Math.ceil((now.getTime() + 5 * 60_000) / HOUR) * HOUR)
  const make = async (month: string, title: string, startsAt: Date, items: Item[], kind: 'regular' | 'special' = 'regular') => {
    const meetingId = seedId(`meeting/${month}`)
    await acting.must('thuky1', meetingCreate, { meetingId, title, kind, startsAt: startsAt.getTime(), endsAt: startsAt.getTime() + 2.5 * HOUR, place: PLACE })
    for (const [i, item] of items.entries()) {
      const id = itemId(month, i + 1)
      await acting.must('thuky1', agendaAddItem, { meetingId, itemId: id, title: item.title })
      await acting.must('thuky1', agendaUpdateItem, { meetingId, itemId: id, presenter: item.presenter, minutes: item.minutes, leadUnitId: units.get(item.unit)?.id ?? null, isCollective: item.isCollective ?? false })
      await db.agendaItem.update({ where: { id }, data: { text: item.text.join('\n') } })
    }
    const health = await db.meetingParticipant.findFirst({ where: { meetingId, userId: userId('gd.syt') } })
    const extra = (username: string, role: string, label: string, unitName: string, rank: number) => ({ id: seedId(`participant/${month}/${username}`), meetingId, userId: userId(username), role, label, unitName, rank })
    await db.meetingParticipant.createMany({
      data: [
        extra('thuky2', 'secretary', 'Thư ký phiên họp (2)', 'Văn phòng UBND tỉnh', 901),
        extra('khachmoi', 'guest', 'Phó Chủ tịch HĐND tỉnh', 'Thường trực HĐND tỉnh', 910),
        extra('baochi', 'observer', 'Phóng viên Báo và Phát thanh, Truyền hình Tuyên Quang', 'Báo chí', 930),
        { ...extra('duthay', 'substitute', 'Phó Giám đốc Sở Y tế', 'Sở Y tế', 920), substituteForId: health?.id ?? null },
      ],
      skipDuplicates: true,
    })
    // The guest is asked in for the third item only; the press for the first, once the chair opens the session to it.
    const guestItem = items.length > 2 ? itemId(month, 3) : itemId(month, 1)
    await acting.must('thuky1', guestSetItems, { meetingId, participantId: seedId(`participant/${month}/khachmoi`), itemIds: [guestItem] })
    await acting.must('thuky1', meetingOpenToPress, { meetingId, itemId: itemId(month, 1), isOpen: true })
    if (health) await db.meetingParticipant.update({ where: { id: health.id }, data: { absenceReason: 'Đi công tác Trung ương' } })
    return meetingId
  }

  await seedOctober(db, acting, units, make)
  acting.at(new Date(now.getTime() - 3 * 24 * HOUR))
  const november26 = await make('2026-11', 'Phiên họp UBND tỉnh thường kỳ tháng 11/2026', nextHour, november)
  await acting.must('thuky1', agendaIssue, { meetingId: november26 })
  await db.roomLayout.createMany({
    data: [
      { id: seedId('room/1'), name: 'Phòng họp số 1', plan: uPlan(9, 9, 8) },
      { id: seedId('room/2'), name: 'Phòng họp số 2', plan: tablesPlan(5, 6, 8) },
      { id: seedId('room/hall'), name: 'Hội trường', plan: rowsPlan(8, 14) },
    ],
  })
  await acting.must('thuky1', seatingSetRoom, { meetingId: november26, layoutId: seedId('room/1') })
  await make('2026-12', 'Phiên họp UBND tỉnh thường kỳ tháng 12/2026', new Date('2026-12-24T01:00:00Z'), december)
}

async function seedOctober(
  _db: PrismaClient,
  acting: Acting,
  units: ReadonlyMap<string, { id: string }>,
  make: (month: string, title: string, startsAt: Date, items: Item[]) => Promise<string>,
): Promise<void> {
  const startsAt = new Date('2026-10-29T01:00:00Z')
  const minutes = (n: number) => new Date(startsAt.getTime() + n * 60_000)
  acting.at(new Date('2026-10-26T02:00:00Z'))
  const meetingId = await make('2026-10', 'Phiên họp UBND tỉnh thường kỳ tháng 10/2026', startsAt, october)
  await acting.must('thuky1', agendaIssue, { meetingId })
  const present = ['chutich', 'phochutich1', 'phochutich2', 'phochutich3', 'chanhvanphong', 'gd.snv', 'gd.stp', 'gd.stc', 'gd.sct', 'gd.snnmt', 'gd.sxd', 'gd.skhcn', 'gd.svhttdl', 'gd.sgddt', 'gd.ttt', 'gd.sdttg', 'gd.sngv', 'gd.ca', 'cht.qs', 'uyvien1', 'uyvien2', 'uyvien3']
  for (const [i, username] of present.entries()) {
    acting.at(minutes(-12 + i / 4))
    await acting.must(username, attendanceCheckIn, { meetingId })
  }
  acting.at(minutes(0))
  await acting.must('chutich', meetingOpen, { meetingId })
  acting.at(minutes(2))
  await acting.must('chutich', meetingGoToItem, { meetingId, itemId: itemId('2026-10', 1) })
  acting.at(minutes(21))
  await acting.must('chutich', meetingGoToItem, { meetingId, itemId: itemId('2026-10', 2) })
  acting.at(minutes(44))
  const voteId = seedId('vote/2026-10')
  await acting.must('chutich', voteOpen, { meetingId, voteId, question: 'Thông qua Quy chế theo dõi, đôn đốc thực hiện nhiệm vụ' })
  for (const [i, username] of present.entries()) {
    acting.at(minutes(44 + (i + 1) / 20))
    await acting.must(username, voteCast, { voteId, choice: i === 7 ? 'abstain' : i === 12 ? 'against' : 'for' })
  }
  acting.at(minutes(46))
  await acting.must('chutich', voteClose, { voteId })
  const lines: [number, string, string | null, string | null][] = [
    [1, 'Giao Sở Khoa học và Công nghệ hoàn thành phân hệ theo dõi nhiệm vụ, hiển thị theo thời gian thực, báo cáo UBND tỉnh.', 'Sở Khoa học và Công nghệ', '2026-12-15'],
    [1, 'Các sở, ban, ngành, UBND các xã, phường cập nhật tiến độ nhiệm vụ hằng tuần trên hệ thống.', null, null],
    [2, 'Văn phòng UBND tỉnh hoàn thiện, trình ký ban hành Quy chế trong tháng 11/2026.', 'Văn phòng UBND tỉnh', '2026-11-30'],
  ]
  for (const [i, [item, text, unit, deadlineOn]] of lines.entries()) {
    acting.at(minutes(48 + i))
    const lineId = seedId(`line/2026-10/${i}`)
    await acting.must('thuky1', conclusionAddLine, { meetingId, itemId: itemId('2026-10', item), lineId, text })
    const leadUnitId = unit ? units.get(unit)?.id : undefined
    if (leadUnitId) {
      await acting.must('thuky1', conclusionAssign, { meetingId, lineId, taskId: seedId(`task/kl-2026-10/${i}`), content: text, leadUnitId, coordinatorIds: [], deadlineOn })
    }
  }
  acting.at(minutes(55))
  await acting.must('chutich', meetingEnd, { meetingId })
}
