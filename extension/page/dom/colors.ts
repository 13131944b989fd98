export interface Colors {
  /** How opaque a computed colour is, 0 to 1. */
  alpha(color: string): number
  /** Can letters of one colour not be told from the other behind them? */
  alike(a: string, b: string): boolean
}

/** Contrast below which nobody reads: 1 is the same colour, 4.5 what is asked for. */
const READABLE = 1.12

const PLAIN = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/

type Rgba = readonly [number, number, number, number]

const light = (channel: number): number => {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
const luminance = ([r, g, b]: Rgba): number => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b)

/** Reads computed colours, of whatever colour space, by painting one pixel. */
export const colorReader = (document: Document): Colors => {
  const known = new Map<string, Rgba>()
  let paint: CanvasRenderingContext2D | null | undefined
  const painted = (color: string): Rgba => {
    if (paint === undefined) {
      const canvas = document.createElement('canvas')
      canvas.width = 1
      canvas.height = 1
      paint = canvas.getContext('2d', { willReadFrequently: true })
    }
    if (paint === null) return [0, 0, 0, 1]
    paint.clearRect(0, 0, 1, 1)
    paint.fillStyle = color
    paint.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0, a = 255] = paint.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const read = (color: string): Rgba => {
    const before = known.get(color)
    if (before !== undefined) return before
    const [, r, g, b, a = '1'] = PLAIN.exec(color) ?? []
    const rgba: Rgba = r === undefined ? painted(color) : [Number(r), Number(g), Number(b), Number(a)]
    known.set(color, rgba)
    return rgba
  }
  return {
    alpha: (color) => read(color)[3],
    alike(a, b) {
      const [x, y] = [read(a), read(b)]
      const [dark = 0, bright = 0] = [luminance(x), luminance(y)].sort((p, q) => p - q)
      const far = Math.max(...[0, 1, 2].map((at) => Math.abs((x[at] ?? 0) - (y[at] ?? 0))))
      // Two colours equally bright may still be told apart.
      return (bright + 0.05) / (dark + 0.05) < READABLE && far < 48
    },
  }
}
