import { streamHead } from '#server/features/stream-head.ts'
import type { z } from 'zod'
import type { TaskActLine, TaskView } from '#app/contracts/task.ts'
import { addDays, type CivilDate, civilDateInVietnam, dayOff, type StripDay, type WorkCalendar, workingDaysBetween } from '#app/domain/calendar/working-days.ts'
import { deadlineState } from '#app/domain/task/deadline.ts'
import { withoutIdleExtension } from '#app/domain/task/extension.ts'
import { availableActs, type TaskState } from '#app/domain/task/machine.ts'
import { civil } from '#server/db/civil.ts'
import { asId, isId } from '#server/db/ids.ts'
import { Refusal, type QueryContext } from '#server/command/context.ts'
import { warningsOf } from '#server/features/alert/early-warnings.ts'
import { realMeetings } from '#server/policies/meeting.ts'
import { seesCardDesk } from '#server/policies/card.ts'
import { siblingsOf, sourceView, withFile } from '#server/features/source/views.ts'
import { mayAssign, scopeTask, seesAllTasks, taskRoles } from '#server/policies/task.ts'
import { unitsOf } from '#server/policies/stream.ts'
import { calendarDays } from './calendar.ts'
import { directionQueries } from './direction.ts'
import { unitChoices } from './units.ts'
import { taskSettings } from './settings.ts'
import { childView, demandView, extensionView, partViews, taskCard, unitNames, withAct, withCard } from './views.ts'

type Card = ReturnType<typeof taskCard>
/** The board stream a person's list follows: everything for the Committee and the Office, else the own unit's. */
const boardOf = (ctx: QueryContext): string => (seesAllTasks(ctx.actor) ? 'board:all' : `board:${unitsOf(ctx.actor)[0] ?? 'none'}`)

async function stateOf(ctx: QueryContext) {
  const calendar = await ctx.calendar()
  const now = ctx.now.getTime()
  return (c: Card) =>
    deadlineState({
      deadlineOn: c.deadlineOn,
      state: c.state as TaskState,
      submittedAt: c.submittedAt,
      completedAt: c.completedAt,
      now,
      calendar,
      isSentBack: c.isSentBack,
    })
}

const STRIP_DAYS = 14

/** Every day the deadline was counted over, the last two weeks of a long one. The day of receipt is in it, uncounted. */
function stripOf(from: CivilDate | null, to: CivilDate | null, calendar: WorkCalendar): StripDay[] {
  if (from === null || to === null || to <= from) return []
  const strip: StripDay[] = [{ date: from, counted: null, off: dayOff(calendar, from)?.name ?? null }]
  let counted = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const off = dayOff(calendar, day)
    if (!off) counted += 1
    strip.push({ date: day, counted: off ? null : counted, off: off?.name ?? null })
  }
  return strip.slice(-STRIP_DAYS)
}

/** Một nhiệm vụ with its timeline, and what this person may do. */
async function taskView(ctx: QueryContext, args: { taskId: string }) {
  const stream = `task:${args.taskId}`
  const seq = await streamHead(ctx.db, stream)
  const task = await ctx.db.task.findFirst({
    where: { id: asId(args.taskId), ...scopeTask(ctx.actor) },
    include: {
      ...withAct,
      line: { select: { id: true } },
      source: { include: { document: { include: withFile } } },
      ancestors: { select: { ancestorId: true, ancestor: { select: { id: true, code: true, title: true, deadlineOn: true, sourceLabel: true, sourceQuote: true, giverLabel: true, leadUnitId: true, leadUnit: { select: { name: true } } } } }, orderBy: { distance: 'desc' } },
      descendants: { select: { task: { include: { leadUnit: { select: { name: true } } } } }, take: 500 },
      demands: { orderBy: [{ askedAt: 'desc' }, { id: 'desc' }], take: 50 },
      comments: { orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 200 },
      seen: { orderBy: { firstAt: 'asc' }, take: 500 },
    },
  })
  if (!task) throw new Refusal('NOT_FOUND')
  const seenUnits = new Map(task.seen.map(x => [x.unitId ?? x.userId, x] as const).reverse())
  const [events, extensions, parts, names, types, seers, upper, settings, calendar, source] = await Promise.all([
    ctx.db.eventLog.findMany({ where: { stream, seq: { not: null }, name: 'task.acted' }, orderBy: { seq: 'desc' }, take: 300, select: { seq: true, payload: true } }),
    ctx.db.taskExtension.findMany({ where: { taskId: task.id }, orderBy: [{ askedAt: 'desc' }, { id: 'desc' }], take: 50 }),
    partViews(ctx.db, task.coordinators),
    unitNames(ctx.db, [...task.followers.map(f => f.unitId), ...task.seen.flatMap(x => x.unitId ?? [])]),
    ctx.db.taskType.findMany(),
    ctx.db.user.findMany({ where: { id: { in: [...seenUnits.values()].map(x => x.userId) } }, select: { id: true, displayName: true } }),
    // Who works on a part of it reads where it comes from; opening a task above is another matter.
    task.ancestors.length > 0 ? ctx.db.task.findMany({ where: { AND: [{ id: { in: task.ancestors.map(a => a.ancestorId) } }, scopeTask(ctx.actor)] }, select: { id: true } }) : [],
    taskSettings(ctx.db),
    ctx.calendar(),
    sourceOf(ctx, task),
  ])
  const mayOpen = new Set(upper.map(u => u.id))
  const seerOf = new Map(seers.map(u => [u.id, u.displayName]))
  const type = types.find(x => x.code === task.typeCode)
  const card = taskCard(task)
  const view: z.output<typeof TaskView> = {
    card,
    content: task.content,
    sourceKind: task.sourceKind as 'plan',
    sourceQuote: task.sourceQuote,
    meetingId: task.meetingId,
    itemId: task.itemId,
    lineId: task.line?.id ?? null,
    cardId: seesCardDesk(ctx.actor) ? task.cardId : null,
    giverLabel: task.giverLabel,
    coordinators: parts,
    followers: task.followers.map(f => ({ unitId: f.unitId, unitName: names.get(f.unitId) ?? '' })),
    assigneeId: task.assigneeId,
    monitorLabel: task.monitorLabel,
    type: type ? { code: type.code, name: type.name, evidence: type.evidence, mayLeaveChildren: type.mayLeaveChildren, confirmDays: type.confirmDays } : null,
    path: task.ancestors.map(({ ancestor: a }) => ({ id: a.id, code: a.code, title: a.title, leadUnitName: a.leadUnit.name, deadlineOn: civil(a.deadlineOn), sourceLabel: a.sourceLabel, sourceQuote: a.sourceQuote, giverLabel: a.giverLabel, mayOpen: mayOpen.has(a.id) })),
    children: task.descendants.map(d => childView({ ...d.task, children: [] } as never)).sort(byCode),
    demands: task.demands.map(demandView),
    comments: task.comments.map(c => ({ id: c.id, text: c.text, byLabel: c.byLabel, unitName: c.unitName, at: c.at.getTime(), mentions: c.mentions as { kind: 'unit'; id: string; label: string }[] })).reverse(),
    seen: [...seenUnits.values()].map(x => ({ unitId: x.unitId, unitName: (x.unitId && names.get(x.unitId)) || '', byLabel: seerOf.get(x.userId) ?? '', firstAt: x.firstAt.getTime() })).sort((x, y) => x.firstAt - y.firstAt),
    deadlineBasis: task.deadlineBasis,
    source,
    sourceChangedAt: task.sourceChangedAt?.getTime() ?? null,
    extensions: extensions.map(extensionView),
    timeline: events.map(e => ({ ...(e.payload as unknown as { line: z.output<typeof TaskActLine> }).line, seq: e.seq ?? 0 })),
  }
  const from = card.assignedAt ? civilDateInVietnam(card.assignedAt) : null
  const span = from && card.deadlineOn && card.deadlineOn > from ? workingDaysBetween(calendar, from, card.deadlineOn) : 0
  const roles = taskRoles(ctx.actor, task)
  const acts = withoutIdleExtension(availableActs(card.state as TaskState, roles), card)
  const own = unitsOf(ctx.actor)
  const strip = stripOf(from, card.deadlineOn, calendar)
  const warnings = (await warningsOf(ctx, [card.id])).get(card.id) ?? []
  return {
    view,
    seq,
    stream,
    acts,
    /** what the acts follow from: while they stay, the page knows by itself what a new state allows */
    roles,
    opensBelow: seesAllTasks(ctx.actor) || [task.leadUnitId, ...task.ancestors.map(a => a.ancestor.leadUnitId)].some(id => own.includes(id)),
    /** units this person speaks for here: their parts, what they are asked */
    ownUnitIds: own.filter(id => id === task.leadUnitId || task.coordinators.some(c => c.unitId === id)),
    silentDays: settings.silentDays,
    hasSeen: task.seen.some(x => x.userId === ctx.actor.userId),
    calendar: await calendarDays(ctx),
    units: acts.includes('reassign') ? await unitChoices(ctx) : [],
    deadline: (await stateOf(ctx))(card),
    warnings,
    strip,
    span,
    today: civilDateInVietnam(ctx.now),
    now: ctx.now.getTime(),
  }
}

type Sourced = { id: string; source: { place: string; importId: string | null; importRow: number | null; dutyId: string | null; period: string | null; documentId: string | null; document: Parameters<typeof sourceView>[0] | null } | null }
/** The document, row or duty behind a task, with the other tasks of the same one that this person may see. */
async function sourceOf(ctx: QueryContext, { id, source }: Sourced): Promise<z.output<typeof TaskView>['source']> {
  if (!source) return null
  const { documentId, importId, dutyId } = source
  const same = documentId ? { documentId } : dutyId ? { dutyId } : importId ? { importId } : null
  return {
    document: source.document && sourceView(source.document),
    place: source.place,
    importRow: source.importRow,
    dutyId,
    period: source.period,
    siblings: same ? await siblingsOf(ctx, same, id) : [],
  }
}

/** GV-2026-0007.2 before GV-2026-0007.10. */
const byCode = (a: { code: string }, b: { code: string }): number => a.code.localeCompare(b.code, 'vi', { numeric: true })

/** Việc chờ tôi: what only this person can move on, nearest answer first. */
async function homeWaiting(ctx: QueryContext, _args: Record<string, never>) {
  const { db, actor } = ctx
  const mine = unitsOf(actor)
  const stream = boardOf(ctx)
  const seq = await streamHead(ctx.db, stream)
  const states = mayAssign(actor) ? ['waiting_confirmation', 'refused'] : ['assigned', 'in_progress']
  const [rows, meetings, demands, types] = await Promise.all([
    db.task.findMany({
      where: mayAssign(actor)
        ? { parentId: null, OR: [{ state: { in: states } }, { state: 'in_progress', extensions: { some: { status: 'waiting' } } }] }
        : {
            OR: [
              { state: { in: states }, leadUnitId: { in: mine } },
              // What the unit gave on: its own confirmations. What it was asked for as a coordinating unit.
              { state: { in: ['waiting_confirmation', 'refused'] }, giverUnitId: { in: mine } },
              { state: { in: ['assigned', 'in_progress'] }, coordinators: { some: { unitId: { in: mine }, state: 'asked' } } },
            ],
          },
      include: withCard,
      orderBy: [{ deadlineOn: { sort: 'asc', nulls: 'last' } }],
      take: 200,
    }),
    db.meeting.findMany({
      where: { ...realMeetings, status: { in: ['invited', 'running', 'paused'] }, participants: { some: { userId: actor.userId } } },
      orderBy: { startsAt: 'asc' },
      take: 10,
      include: { participants: { where: { userId: actor.userId }, select: { role: true } } },
    }),
    mayAssign(actor) || mine.length === 0
      ? []
      : db.taskDemand.findMany({
          where: { unitId: { in: mine }, status: 'waiting', task: scopeTask(actor) },
          orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { askedAt: 'asc' }],
          take: 50,
          include: { task: { select: { code: true, title: true } } },
        }),
    db.taskType.findMany({ select: { code: true, evidence: true } }),
  ])
  const deadlineOf = await stateOf(ctx)
  return {
    items: rows.map(taskCard).map(card => ({ card, deadline: deadlineOf(card) })),
    /** đôn đốc, yêu cầu giải trình the own unit still has to answer */
    demands: demands.map(d => ({ ...demandView(d), taskId: d.taskId, code: d.task.code, title: d.task.title })),
    /** what closes a task of each kind, so that a report is complete before it is sent */
    evidence: Object.fromEntries(types.map(x => [x.code, x.evidence])),
    meetings: meetings.map(m => ({ id: m.id, title: m.title, status: m.status, startsAt: m.startsAt.getTime(), place: m.place, role: m.participants[0]?.role ?? null })),
    calendar: await calendarDays(ctx),
    isOffice: mayAssign(actor),
    stream,
    seq,
    now: ctx.now.getTime(),
  }
}

/** What the form of "Giao nhiệm vụ" needs; with a document also that one and what was given from it. */
async function assignForm(ctx: QueryContext, args: { documentId?: string | undefined }) {
  if (!mayAssign(ctx.actor)) throw new Refusal('FORBIDDEN')
  const documentId = args.documentId && isId(args.documentId) ? args.documentId : null
  const [units, calendar, document, given] = await Promise.all([
    unitChoices(ctx),
    calendarDays(ctx),
    documentId ? ctx.db.sourceDocument.findUnique({ where: { id: documentId }, include: withFile }) : null,
    documentId ? siblingsOf(ctx, { documentId }) : [],
  ])
  if (args.documentId && !document) throw new Refusal('NOT_FOUND')
  return { units, calendar, document: document && sourceView(document), given, now: ctx.now.getTime() }
}

export const queries = {
  'task.view': taskView,
  'task.assignForm': assignForm,
  ...directionQueries,
  'home.waiting': homeWaiting,
}
