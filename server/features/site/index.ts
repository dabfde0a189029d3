import type { Handler } from '#server/command/handler.ts'
import { addCommunes, addPerson, addSite, placePerson, removePerson, removeSite } from './change-sites.ts'
import { confirmBallot, confirmPresence, resetPin, setOwnPin, setPin } from './pins.ts'
import { sites } from './queries.ts'
import { requestForPerson } from './request-speaking.ts'

export const handlers: Handler[] = [addCommunes, addSite, removeSite, addPerson, removePerson, placePerson, setPin, resetPin, setOwnPin, confirmPresence, confirmBallot, requestForPerson]
export const queries = { 'site.list': sites }
