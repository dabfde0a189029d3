/**
 * Text without diacritics, for search: "Sở Y tế quá hạn" → "so y te qua han". Both ways of writing the same letter
 * (one code or letter plus mark) fold alike; đ is a letter of its own and is mapped by hand.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFC')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .toLowerCase()
