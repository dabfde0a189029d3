/** What a letter can be addressed to: one address, no name, no line break, nothing that starts another header. */
export const isEmailAddress = (text: string): boolean => text.length <= 200 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/.test(text)

/** A Vietnamese mobile number as ten digits; "+84 912 345 678" and "0912.345.678" are the same one. Null when it is none. */
export const phoneDigits = (text: string): string | null => {
  const digits = text.replace(/[\s.()-]/g, '').replace(/^(\+84|0084|84(?=\d{9}$))/, '0')
  return /^0[35789]\d{8}$/.test(digits) ? digits : null
}

/** One line, whatever was in it: line breaks would start another header or another parameter. */
export const oneLine = (text: string): string => text.replace(/[\r\n\u2028\u2029\u0085\0]+/g, ' ').trim()
