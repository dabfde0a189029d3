import { Button } from '#app/components/button.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { peopleText } from '#app/text/people.ts'
import { type Door, DoorPicture } from './door-card.tsx'

const t = peopleText.door

/** One sheet for the door: the code that holds to the end of the session. */
export function DoorPrint({ door }: { door: Door & { place: string; startsAt: number } }) {
  return (
    <div className="mx-auto max-w-2xl text-center">
      <div className="print:hidden">
        <PageTitle
          title={t.title}
          actions={
            <Button variant="primary" className="min-h-11" onClick={() => window.print()}>
              {t.print}
            </Button>
          }
        >
          <p className="text-left">{t.printedHint}</p>
        </PageTitle>
      </div>
      <section className="rounded-xl border border-line bg-white px-6 py-10 text-black">
        <h2 className="text-2xl font-semibold">{door.title}</h2>
        <p className="mt-2 text-lg">
          {formatTime(door.startsAt)}, {formatDateLong(door.startsAt)} · {door.place}
        </p>
        <DoorPicture door={door} className="mx-auto my-8 size-80" />
        <p className="text-xl font-semibold">{t.scan}</p>
      </section>
    </div>
  )
}
