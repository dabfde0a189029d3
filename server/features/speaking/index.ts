import type { Handler } from '#server/command/handler.ts'
import { requestSpeaking } from './request-speaking.ts'
import { callSpeaker, declineSpeaker, startSpeech, stopSpeech, withdrawSpeaking } from './run-queue.ts'

export const handlers: Handler[] = [requestSpeaking, withdrawSpeaking, callSpeaker, startSpeech, stopSpeech, declineSpeaker]
export const queries = {}
