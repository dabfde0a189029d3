/** Ảnh làm sản phẩm: a photo larger than this is refused; the device makes it smaller first where it can. */
export const MAX_PHOTO_BYTES = 20_000_000
/** From here on the device makes a photo smaller before it is sent over a commune's line. */
export const REDUCE_FROM_BYTES = 3_000_000
/** Longest side of a reduced photo, in pixels: words of a notice board stay readable. */
export const REDUCED_SIDE = 2560

export const isPhoto = (name: string): boolean => /\.(jpe?g|png|heic|webp)$/i.test(name)

/** Size a photo is reduced to, its sides kept in proportion; a small one keeps its own. */
export const reducedSize = (width: number, height: number, side = REDUCED_SIDE): { width: number; height: number } => {
  const scale = Math.min(1, side / Math.max(width, height, 1))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
