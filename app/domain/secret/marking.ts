/**
 * Marks of state secrets. The networked program never takes a secret paper (Luật 117/2025/QH15), so an upload that
 * carries a classification is stopped. Ordinary words with "mật" in them must not stop anybody's work.
 */

/** Mật, Tối mật, Tuyệt mật. */
export type SecretLevel = 'mat' | 'toi_mat' | 'tuyet_mat'

const order: readonly SecretLevel[] = ['mat', 'toi_mat', 'tuyet_mat']

/** Compared without spaces: stamps are often set with spaced letters. */
const stamps: Record<string, SecretLevel> = {
  MẬT: 'mat',
  TỐIMẬT: 'toi_mat',
  TUYỆTMẬT: 'tuyet_mat',
}

/** "Độ mật: Tối mật" as a form or a header writes it; "độ mật: không" is no mark. */
const declared = /^(?:mức\s+)?độ\s+mật\s*[:–-]\s*(tuyệt\s+mật|tối\s+mật|mật)\s*[.;]?$/iu

const trimmed = (cell: string): string => cell.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
const squeezed = (cell: string): string => trimmed(cell).replace(/\s+/gu, '').toUpperCase()

const higher = (a: SecretLevel | null, b: SecretLevel | null): SecretLevel | null =>
  a === null || (b !== null && order.indexOf(b) > order.indexOf(a)) ? b : a

const ofLine = (line: string, before: string, isWhole: boolean): SecretLevel | null => {
  const declaration = declared.exec(line.trim())
  if (declaration?.[1]) return stamps[squeezed(declaration[1])] ?? null
  // columns of a page arrive on one line, parted by wide gaps; spaced letters of one stamp are parted by single ones
  const cells = [line, ...line.split(/\t|\s{2,}/u)]
  let level: SecretLevel | null = null
  for (const cell of cells) {
    const word = trimmed(cell)
    // a stamp is set in capitals; only a value that stands alone may be written in any case
    if (!isWhole && word !== word.toUpperCase()) continue
    const found = stamps[squeezed(cell)] ?? null
    if (found !== 'mat') {
      level = higher(level, found)
      continue
    }
    const opening = squeezed(before)
    if (opening === 'TỐI' || opening === 'TUYỆT') level = higher(level, stamps[`${opening}MẬT`] ?? null)
    // the second half of a wrapped heading: "… BẢO VỆ BÍ / MẬT", "… CÔNG TÁC BẢO / MẬT"
    else if (!/(?:^|\s)(?:BÍ|BẢO)$/u.test(trimmed(before).toUpperCase())) level = higher(level, 'mat')
  }
  return level
}

/**
 * The classification a text carries, or null. Takes either the classification value itself ("Tối mật") or the text of
 * a first page, where a stamp is a line (or a column of a line) that holds nothing but MẬT, TỐI MẬT or TUYỆT MẬT.
 */
export const secretMarking = (text: string): SecretLevel | null => {
  const lines = text
    .normalize('NFC')
    .split(/\r\n|[\n\r\f\v\u2028\u2029]/u)
    .filter(line => line.trim() !== '')
  return lines.reduce<SecretLevel | null>(
    (level, line, i) => higher(level, ofLine(line, lines[i - 1] ?? '', lines.length === 1)),
    null,
  )
}
