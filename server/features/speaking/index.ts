import type { Handler } from '#server/command/handler.ts'
import { correctTimes, noteSpeech, speakingDesk } from './keep-log.ts'
import { designateSpeaker, requestSpeaking } from './request-speaking.ts'
import { callSpeaker, declineSpeaker, extendSpeech, moveInQueue, pauseClock, resumeClock, startSpeech, stopSpeech, takeBackCall, withdrawSpeaking } from './run-queue.ts'
import { typeBackSpeech } from './type-back.ts'
import { setDoor, setLimits } from './set-door.ts'

export const handlers: Handler[] = [
  requestSpeaking, designateSpeaker, withdrawSpeaking, callSpeaker, takeBackCall, startSpeech, stopSpeech, declineSpeaker,
  moveInQueue, pauseClock, resumeClock, extendSpeech, setDoor, setLimits, correctTimes, noteSpeech, typeBackSpeech,
]
export const queries = { 'speaking.desk': speakingDesk }
