import type { ImageType } from '@hearth/shared/session'
import { ATTACH_LIMITS } from './limits.ts'

/** A picture as it goes with a prompt. */
export interface Shrunk {
  readonly mimeType: ImageType
  /** Base64. */
  readonly data: string
}

interface Try {
  readonly type: 'image/png' | 'image/jpeg'
  readonly quality: number
  /** Of the longest side that is allowed. */
  readonly side: number
}

/** From the best to the smallest. What is drawn or written stays sharp as PNG; a photo never fits as one. */
const TRIES: readonly Try[] = [
  { type: 'image/png', quality: 1, side: 1 },
  { type: 'image/jpeg', quality: 0.85, side: 1 },
  { type: 'image/jpeg', quality: 0.7, side: 1 },
  { type: 'image/jpeg', quality: 0.7, side: 0.75 },
  { type: 'image/jpeg', quality: 0.6, side: 0.5 },
  { type: 'image/jpeg', quality: 0.5, side: 0.33 },
]

const base64Length = (bytes: number): number => 4 * Math.ceil(bytes / 3)

const base64 = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      const url = String(reader.result)
      resolve(url.slice(url.indexOf(',') + 1))
    }
    reader.onerror = () => reject(reader.error ?? new Error('the picture could not be read'))
    reader.readAsDataURL(blob)
  })

const draw = async (bitmap: ImageBitmap, { type, quality, side }: Try): Promise<Blob> => {
  const most = ATTACH_LIMITS.imageSide.value * side
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [bitmap.width, bitmap.height].map((each) => Math.max(1, Math.round(each * scale)))
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('the browser gives no canvas')
  if (type === 'image/jpeg') {
    // What was see-through would be black.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
  }
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas.convertToBlob({ type, quality })
}

/**
 * Makes a picture small enough for a prompt, drawn anew: what cameras write beside the picture, such as the place, does
 * not go along, and of a moving one the first image does. Null: not even the smallest fits into `room` (base64
 * characters).
 * @throws where the browser can’t read it as a picture
 */
export const shrink = async (file: Blob, room: number): Promise<Shrunk | null> => {
  const bitmap = await createImageBitmap(file)
  try {
    const tries = file.type === 'image/jpeg' ? TRIES.slice(1) : TRIES
    for (const each of tries) {
      const drawn = await draw(bitmap, each)
      if (base64Length(drawn.size) <= Math.min(room, ATTACH_LIMITS.imageData.value))
        return { mimeType: each.type, data: await base64(drawn) }
    }
    return null
  } finally {
    bitmap.close()
  }
}
