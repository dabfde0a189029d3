import { type BoardColumn, COLUMNS, DEFAULT_COLUMNS } from '#app/domain/task/view.ts'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { boardText as b } from '#app/text/task-board.ts'

/** Which columns a list shows; each touch shows at once. */
export default function ColumnsDialog({ columns, onChange, onClose }: { columns: readonly BoardColumn[]; onChange: (columns: readonly BoardColumn[]) => void; onClose: () => void }) {
  const toggle = (column: BoardColumn) => onChange(COLUMNS.filter(c => (c === column ? !columns.includes(c) : columns.includes(c))))
  return (
    <Dialog
      isOpen
      title={b.columns}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => onChange(DEFAULT_COLUMNS)}>{b.columnsUsual}</Button>
          <Button variant="primary" onClick={onClose}>
            {b.done}
          </Button>
        </>
      }
    >
      <p className="mb-2">{b.columnsHint}</p>
      <ul className="grid gap-x-6 sm:grid-cols-2">
        {COLUMNS.map(c => (
          <li key={c}>
            <label className="flex min-h-11 items-center gap-2.5 text-text">
              <input type="checkbox" className="size-5 accent-act" checked={columns.includes(c)} disabled={columns.length === 1 && columns[0] === c} onChange={() => toggle(c)} />
              {b.column[c]}
            </label>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
