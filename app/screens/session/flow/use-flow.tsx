import { useState } from 'react'
import type { z } from 'zod'
import type { Unit } from '#app/components/unit-picker.tsx'
import type { StepView } from '#app/contracts/meeting.ts'
import { inBlock, type Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { BlockDialog } from './block-dialog.tsx'
import { CorrectDialog } from './correct-dialog.tsx'
import { SealDialog } from './seal-dialog.tsx'
import { UndoDialog } from './undo-dialog.tsx'
import { emptyUrgent, UrgentDialog } from './urgent-dialog.tsx'

export type Step = z.output<typeof StepView>
/** What a console knows beside the session: the last step, units to choose from, and what this person may. */
export type FlowFacts = { step: Step | null; units: readonly Unit[]; canAdopt: boolean }

type Open = null | 'urgent' | 'block' | 'undo' | 'seal' | 'correct'

/** Acts of the flow beside going on: urgent item, block, undo, correction, seal – each asked in a dialog. */
export function useFlow(view: Session, acts: Acts, facts: FlowFacts) {
  const [open, setOpen] = useState<Open>(null)
  const [urgent, setUrgent] = useState(emptyUrgent)
  const status = view.meeting.status
  const isLasting = status === 'running' || status === 'paused'
  const isSealed = Boolean(view.meeting.sealedAt)
  const close = () => {
    acts.clearError()
    setOpen(null)
  }
  const show = (next: Open) => {
    acts.clearError()
    setOpen(next)
  }
  const block = inBlock(view)
  return {
    block,
    canAdopt: facts.canAdopt,
    canUrgent: isLasting,
    canUndo: facts.step !== null && !isSealed,
    canSeal: status === 'ended' && !isSealed,
    canCorrect: view.meeting.openedAt !== null && !isSealed,
    step: facts.step,
    openUrgent: () => isLasting && show('urgent'),
    openBlock: () => block.length > 0 && show('block'),
    openUndo: () => facts.step !== null && !isSealed && show('undo'),
    openSeal: () => status === 'ended' && !isSealed && show('seal'),
    openCorrect: () => view.meeting.openedAt !== null && !isSealed && show('correct'),
    dialogs: (
      <>
        {open === 'urgent' && <UrgentDialog view={view} acts={acts} units={facts.units} draft={urgent} onDraft={setUrgent} onClose={close} />}
        {open === 'block' && <BlockDialog view={view} acts={acts} canAdopt={facts.canAdopt} onClose={close} />}
        {open === 'undo' && facts.step && <UndoDialog view={view} acts={acts} step={facts.step} onClose={close} />}
        {open === 'seal' && <SealDialog view={view} acts={acts} onClose={close} />}
        {open === 'correct' && <CorrectDialog view={view} acts={acts} onClose={close} />}
      </>
    ),
  }
}
export type Flow = ReturnType<typeof useFlow>
