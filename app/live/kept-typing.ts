/** What a person was typing when a screen had to close, kept in this browser by session. */
const PREFIX = 'tantrao.kept.'

/** Everything written in the fields of the page, without passwords; read before the page is taken away. */
export function readTyping(root: ParentNode = document): string[] {
  const fields = [...root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input[type="text"], input:not([type]), input[type="search"], textarea')]
    .filter(f => f.value.trim() !== '' && f.value !== f.defaultValue)
    .map(f => f.value.trim())
  const texts = [...root.querySelectorAll<HTMLElement>('[contenteditable="true"]')].map(e => e.innerText.trim()).filter(Boolean)
  return [...new Set([...fields, ...texts])]
}

/** Keeps it for the next visit too. False when the browser refuses (full, private window): the dialog shows it all the same. */
export function keepTyping(meetingId: string, texts: readonly string[]): boolean {
  if (texts.length === 0) return true
  try {
    localStorage.setItem(PREFIX + meetingId, JSON.stringify(texts))
    return true
  } catch {
    return false
  }
}
