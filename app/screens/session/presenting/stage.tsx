import { useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { Eraser, MousePointer2, NotebookPen, PenLine, Undo2 } from '#app/components/icon.tsx'
import PdfView from '#app/components/pdf-view.tsx'
import { presentationClear, presentationDraw, presentationUndo } from '#app/contracts/presentation.ts'
import type { Place } from '#app/domain/presentation/place.ts'
import { newId } from '#app/live/new-id.ts'
import { versionOf } from '#app/live/papers/use-local-copies.ts'
import type { Stroke } from '#app/live/reducers/ink.ts'
import { getSocket } from '#app/live/socket.ts'
import { notesText } from '#app/text/notes.ts'
import { presentationText } from '#app/text/presentation.ts'
import { shellText } from '#app/text/shell.ts'
import type { Paper } from '../derive.ts'
import { useNoteDoor } from '../notes/door.ts'
import type { Acts } from '../use-session.ts'
import { InkLayer, PEN } from './ink-layer.tsx'
import { useInk, usePointer } from './use-ink.ts'

const t = presentationText.tools
/** Milliseconds between two places of the pointer on the wire. */
const POINT_EVERY_MS = 60

type Props = {
  meetingId: string
  paper: Paper
  page: number
  place: Place
  onPage: (page: number) => void
  onPlace: (place: Place) => void
  /** the page is the presenter's: its strokes and pointer are shown */
  isShown: boolean
  /** present when this device presents: then pen and pointer are in hand */
  acts?: Acts | undefined
}

/** A paper in place: the presented page with its strokes and pointer, or a page read alone. Loaded with the first paper. */
export default function Stage(p: Props) {
  if (p.isShown) return <Shown {...p} />
  return (
    <PdfView
      version={versionOf(p.paper)}
      title={p.paper.title}
      page={p.page}
      pages={p.paper.pages}
      onPage={p.onPage}
      place={p.place}
      onPlace={p.onPlace}
      tools={<NoteTool paper={p.paper} page={p.page} />}
    />
  )
}

/** Begins a private note on this page, where the screen keeps notes. */
function NoteTool({ paper, page }: { paper: Paper; page: number }) {
  const begin = useNoteDoor()
  if (!begin) return null
  return (
    <IconButton label={notesText.onPage} onClick={() => begin({ itemId: paper.itemId, paperId: paper.id, page })}>
      <NotebookPen aria-hidden />
    </IconButton>
  )
}

function Shown({ meetingId, paper, page, place, onPage, onPlace, acts }: Props) {
  const strokes = useInk(meetingId, paper.id)
  const remote = usePointer(meetingId, page)
  const [tool, setTool] = useState<'none' | 'pointer' | 'pen'>('none')
  const [colour, setColour] = useState<Stroke['colour']>('seal')
  const [own, setOwn] = useState<Stroke[]>([])
  const [here, setHere] = useState<{ x: number; y: number } | null>(null)
  const [isClearing, setClearing] = useState(false)
  const lastPoint = useRef(0)
  const onPaper = strokes.filter(s => s.page === page)
  const known = new Set(strokes.map(s => s.id))
  const waiting = own.filter(s => s.page === page && !known.has(s.id))

  // Drawn at once on this device; the server's own stroke takes its place.
  useEffect(() => setOwn(list => (list.some(s => strokes.some(k => k.id === s.id)) ? list.filter(s => !strokes.some(k => k.id === s.id)) : list)), [strokes])

  const draw = async (points: number[]) => {
    if (!acts) return
    const stroke: Stroke = { id: newId(), paperId: paper.id, page, colour, width: PEN[colour].width, points }
    setOwn(list => [...list, stroke])
    const { id: strokeId, ...rest } = stroke
    const answer = await acts.run(presentationDraw, { meetingId, strokeId, ...rest }, strokeId)
    if (answer && !answer.ok) setOwn(list => list.filter(s => s.id !== strokeId))
  }
  const point = (at: { x: number; y: number } | null) => {
    setHere(at)
    const now = Date.now()
    if (at && now - lastPoint.current < POINT_EVERY_MS) return
    lastPoint.current = now
    const round = (n: number) => Math.round(n * 1000) / 1000
    getSocket().volatile.emit('point', { meetingId, page, at: at && { x: round(at.x), y: round(at.y) } })
  }
  const choose = (next: 'pointer' | 'pen') => {
    if (tool === 'pointer') point(null)
    setTool(tool === next ? 'none' : next)
  }
  const isPresenting = acts !== undefined
  return (
    <>
      <PdfView
        version={versionOf(paper)}
        title={paper.title}
        page={page}
        pages={paper.pages}
        onPage={onPage}
        place={place}
        onPlace={onPlace}
        overlay={shape => (
          <InkLayer
            strokes={[...onPaper, ...waiting]}
            pointer={isPresenting ? here : remote}
            shape={shape}
            pen={isPresenting && tool === 'pen' ? colour : null}
            onStroke={points => void draw(points)}
            onPoint={isPresenting && tool === 'pointer' ? point : undefined}
          />
        )}
        tools={
          <>
          <NoteTool paper={paper} page={page} />
          {isPresenting && (
            <div role="group" aria-label={t.group} className="flex flex-wrap items-center gap-1 border-l border-line pl-1">
              <IconButton label={t.pointer} aria-pressed={tool === 'pointer'} className={tool === 'pointer' ? 'bg-act! text-on-act!' : undefined} onClick={() => choose('pointer')}>
                <MousePointer2 aria-hidden />
              </IconButton>
              <IconButton label={t.pen} aria-pressed={tool === 'pen'} className={tool === 'pen' ? 'bg-act! text-on-act!' : undefined} onClick={() => choose('pen')}>
                <PenLine aria-hidden />
              </IconButton>
              {tool === 'pen' && (
                <div role="radiogroup" aria-label={t.colour} className="flex items-center">
                  {(Object.keys(PEN) as Stroke['colour'][]).map(c => (
                    <button
                      key={c}
                      type="button"
                      role="radio"
                      aria-checked={c === colour}
                      aria-label={t.colours[c]}
                      title={t.colours[c]}
                      onClick={() => setColour(c)}
                      className="flex size-11 items-center justify-center rounded-md hover:bg-surface-3 md:size-9 pointer-coarse:size-11"
                    >
                      <span className={cx('size-6 rounded-full border-2', c === colour ? 'border-text ring-2 ring-act ring-offset-2 ring-offset-surface' : 'border-line-strong')} style={{ background: PEN[c].stroke }} />
                    </button>
                  ))}
                </div>
              )}
              <IconButton label={t.undo} disabled={onPaper.length === 0} onClick={() => void acts.run(presentationUndo, { meetingId, paperId: paper.id, page })}>
                <Undo2 aria-hidden />
              </IconButton>
              <IconButton label={t.clear} disabled={onPaper.length === 0} onClick={() => setClearing(true)}>
                <Eraser aria-hidden />
              </IconButton>
            </div>
          )}
          </>
        }
      />
      {onPaper.length > 0 && (
        <p className="sr-only" role="status">
          {t.strokes(onPaper.length)}
        </p>
      )}
      {acts && (
        <Dialog
          isOpen={isClearing}
          onClose={() => setClearing(false)}
          title={t.clearTitle}
          footer={
            <>
              <Button data-first onClick={() => setClearing(false)}>
                {shellText.button.cancel}
              </Button>
              <Button
                variant="primary"
                onClick={() => {
                  setClearing(false)
                  void acts.run(presentationClear, { meetingId, paperId: paper.id, page })
                }}
              >
                {t.clearConfirm}
              </Button>
            </>
          }
        >
          <p>{t.clearBody(onPaper.length)}</p>
        </Dialog>
      )}
    </>
  )
}
