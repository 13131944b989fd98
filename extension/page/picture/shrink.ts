import { PAGE_LIMITS } from '../limits.ts'

/** A part of a picture, in its own pixels. */
export interface Crop {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Encoded {
  readonly mimeType: 'image/png' | 'image/jpeg'
  /** base64 */
  readonly data: string
}

/** What is tried in turn until one fits: sharp first, since pages are mostly letters. */
const TRIES = [
  { type: 'image/png', scale: 1 },
  { type: 'image/jpeg', scale: 1, quality: 0.8 },
  { type: 'image/jpeg', scale: 1, quality: 0.6 },
  { type: 'image/jpeg', scale: 0.75, quality: 0.6 },
  { type: 'image/jpeg', scale: 0.5, quality: 0.6 },
  { type: 'image/jpeg', scale: 0.33, quality: 0.5 },
] as const

/** Characters of base64 for bytes. */
const encodedLength = (bytes: number): number => Math.ceil(bytes / 3) * 4

/** Bytes at a time: more are too many arguments for one call. */
const PIECE = 0x8000

const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE)
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  return btoa(text)
}

/** A picture, or a part of it, in at most the pixels and characters that a prompt takes; null if nothing of it is left. */
export const shrink = async (
  source: ImageBitmap,
  crop: Crop = { x: 0, y: 0, width: source.width, height: source.height },
): Promise<Encoded | null> => {
  const part = within(crop, source)
  if (part === null) return null
  const fit = Math.min(1, PAGE_LIMITS.imageEdge.value / Math.max(part.width, part.height))
  for (const { type, scale, ...options } of TRIES) {
    const width = Math.max(1, Math.round(part.width * fit * scale))
    const height = Math.max(1, Math.round(part.height * fit * scale))
    const canvas = new OffscreenCanvas(width, height)
    const paint = canvas.getContext('2d', { alpha: type === 'image/png' })
    if (paint === null) return null
    paint.imageSmoothingQuality = 'high'
    paint.drawImage(source, part.x, part.y, part.width, part.height, 0, 0, width, height)
    const blob = await canvas.convertToBlob({ type, ...options })
    if (encodedLength(blob.size) > PAGE_LIMITS.imageData.value) continue
    return { mimeType: type, data: toBase64(new Uint8Array(await blob.arrayBuffer())) }
  }
  return null
}

const within = ({ x, y, width, height }: Crop, source: ImageBitmap): Crop | null => {
  const left = Math.max(0, Math.floor(x))
  const top = Math.max(0, Math.floor(y))
  const right = Math.min(source.width, Math.ceil(x + width))
  const bottom = Math.min(source.height, Math.ceil(y + height))
  return right - left < 1 || bottom - top < 1
    ? null
    : { x: left, y: top, width: right - left, height: bottom - top }
}
