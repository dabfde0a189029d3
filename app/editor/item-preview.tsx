import { editorText } from '#app/text/editor.ts'

/** Title and text as the lists know them, in the shape of the editor that takes their place. */
export function ItemPreview({ title, text }: { title: string; text: string }) {
  return (
    <div className="doc-text">
      <p>{title || <span style={{ opacity: 0.6 }}>{editorText.titlePlaceholder}</span>}</p>
      {text !== '' && text.split('\n').map((line, i) => <p key={i}>{line}</p>)}
    </div>
  )
}
