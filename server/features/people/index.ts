import type { Handler } from '#server/command/handler.ts'
import { askAbsence, decideAbsenceRequest, withdrawAbsence } from './absence.ts'
import { addMembers, addParticipant, removeParticipant, setAbsence, setSubstitute, updateParticipant } from './change-people.ts'
import { assignChair, handBack, noteChairContact, takeOver, unassignChair } from './presiding.ts'

export const handlers: Handler[] = [
  addParticipant, addMembers, updateParticipant, setSubstitute, setAbsence, removeParticipant,
  askAbsence, withdrawAbsence, decideAbsenceRequest,
  assignChair, unassignChair, takeOver, handBack, noteChairContact,
]
export { queries } from './queries.ts'
