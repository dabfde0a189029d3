import { Chip } from '#app/components/chip.tsx'
import { CircleHelp, Gavel, MessageSquareReply, Mic, Presentation } from '#app/components/icon.tsx'
import type { SpeakingKind } from '#app/domain/meeting/speaking.ts'
import { speakingText as t } from '#app/text/speaking.ts'

const icons = { speech: Mic, question: CircleHelp, answer: MessageSquareReply, order: Gavel, present: Presentation }

/** What kind of turn it is; a plain speech needs no mark in a list of speeches. */
export function KindChip({ kind, isLarge }: { kind: SpeakingKind; isLarge?: boolean }) {
  const Icon = icons[kind]
  return (
    <Chip tone={kind === 'order' ? 'soon' : kind === 'speech' ? 'neutral' : 'act'} isLarge={isLarge} icon={<Icon aria-hidden />}>
      {t.kind[kind]}
    </Chip>
  )
}
