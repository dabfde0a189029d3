/**
 * Which part of a page is seen: `zoom` times enlarged, its top left corner at x, y – shares of the page (0..1), so that the
 * same place means the same words on a phone and on the wall.
 */
export type Place = { zoom: number; x: number; y: number }

export const WHOLE_PAGE: Place = { zoom: 1, x: 0, y: 0 }
export const MOST_ZOOM = 6
export const ZOOM_STEP = 1.25

const round = (n: number): number => Math.round(n * 10_000) / 10_000

/** The nearest place that lies on the page. */
export function fitPlace(p: Place): Place {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, p.zoom))
  const most = 1 - 1 / zoom
  const within = (n: number) => round(Math.min(most, Math.max(0, n)))
  return { zoom: round(zoom), x: within(p.x), y: within(p.y) }
}

/** Enlarges by `factor`, keeping what lies under `at` (shares of what is seen; default its middle) where it is. */
export function zoomAt(p: Place, factor: number, at: { x: number; y: number } = { x: 0.5, y: 0.5 }): Place {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, p.zoom * factor))
  return fitPlace({ zoom, x: p.x + at.x / p.zoom - at.x / zoom, y: p.y + at.y / p.zoom - at.y / zoom })
}

/** Moves what is seen by shares of the frame. */
export const movePlace = (p: Place, dx: number, dy: number): Place => fitPlace({ ...p, x: p.x + dx / p.zoom, y: p.y + dy / p.zoom })

export const isWhole = (p: Place | undefined): boolean => !p || p.zoom === 1
