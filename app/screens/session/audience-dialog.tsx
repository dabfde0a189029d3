import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { Eye, EyeOff, Newspaper } from '#app/components/icon.tsx'
import { agendaHideItem, guestAllowSpeech, meetingOpenToPress } from '#app/contracts/audience.ts'
import { audienceText } from '#app/text/audience.ts'
import type { Item, Session } from './derive.ts'
import type { Acts } from './use-session.ts'

const t = audienceText.who

/** Marks of an item: hidden from the room, open to the press. Nothing for the ordinary case. */
export function AudienceMarks({ item }: { item: Item }) {
  if (!item.isHidden && !item.isOpenToPress) return null
  return (
    <span className="mt-1 flex flex-wrap gap-1.5">
      {item.isHidden && (
        <Chip tone="soon" icon={<EyeOff aria-hidden />}>
          {audienceText.hidden}
        </Chip>
      )}
      {item.isOpenToPress && <Chip icon={<Newspaper aria-hidden />}>{audienceText.openToPress}</Chip>}
    </span>
  )
}

/** Who may see an item: the room, the press; and whether guests may ask to speak. For chair and secretaries. */
export function useAudienceDialog(view: Session, acts: Acts) {
  const [asked, setAsked] = useState<{ id: string; n: number } | null>(null)
  const meetingId = view.meeting.id
  const item = view.items.find(i => i.id === asked?.id)
  const isHidden = item?.isHidden ?? false
  const isOpen = item?.isOpenToPress ?? false
  const mayHide = isHidden || item?.status === 'pending'
  const guestsSpeak = view.meeting.isGuestSpeechAllowed !== false
  const dialog = item && (
    <Dialog
      isOpen
      onClose={() => setAsked(null)}
      title={t.title(asked?.n ?? 0)}
      footer={
        <Button data-first onClick={() => setAsked(null)}>
          {t.done}
        </Button>
      }
    >
      <p className="font-semibold text-text">{item.title}</p>
      <Row icon={isHidden ? <EyeOff aria-hidden /> : <Eye aria-hidden />} title={t.room} now={isHidden ? t.roomHidden : mayHide ? t.roomSees : t.roomSeen}>
        {mayHide && (
          <Button isSending={acts.isBusy(agendaHideItem.name)} onClick={() => void acts.run(agendaHideItem, { meetingId, itemId: item.id, isHidden: !isHidden })}>
            {isHidden ? t.show : t.hide}
          </Button>
        )}
      </Row>
      <Row icon={<Newspaper aria-hidden />} title={t.press} now={isHidden ? t.pressHidden : isOpen ? t.pressOpen : t.pressClosed}>
        {(!isHidden || isOpen) && (
          <Button isSending={acts.isBusy(meetingOpenToPress.name)} onClick={() => void acts.run(meetingOpenToPress, { meetingId, itemId: item.id, isOpen: !isOpen })}>
            {isOpen ? t.letOut : t.letIn}
          </Button>
        )}
      </Row>
      <Row title={t.guests} now={guestsSpeak ? t.guestsSpeak : t.guestsSilent}>
        <Button isSending={acts.isBusy(guestAllowSpeech.name)} onClick={() => void acts.run(guestAllowSpeech, { meetingId, isAllowed: !guestsSpeak })}>
          {guestsSpeak ? t.forbid : t.allow}
        </Button>
      </Row>
      {acts.error && <FormError>{acts.error}</FormError>}
    </Dialog>
  )
  return {
    open: (of: Item, n: number) => {
      acts.clearError()
      setAsked({ id: of.id, n })
    },
    dialog,
  }
}

function Row({ icon, title, now, children }: { icon?: React.ReactNode; title: string; now: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="mt-4 flex flex-col items-start gap-2 border-t border-line pt-3">
      <h3 className="flex items-center gap-2 font-semibold text-text">
        {icon}
        {title}
      </h3>
      <p aria-live="polite">{now}</p>
      {children}
    </section>
  )
}
