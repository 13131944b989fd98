import { browser } from 'wxt/browser'
import type { CaptureFailure } from '../../app/state/pages.ts'
import { type Encoded, shrink } from '../picture/shrink.ts'
import type { PartBox } from '../reader/reading.ts'
import { FAILURE } from '../words.ts'
import { failure } from './failure.ts'

const bytesOf = (dataUrl: string): Uint8Array<ArrayBuffer> => {
  const text = atob(dataUrl.slice(dataUrl.indexOf(',') + 1))
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

/** What is visible of a window’s active tab, or a part of it, small enough for a prompt. Never throws. */
export const takeScreen = async (window: number, part?: PartBox): Promise<Encoded | CaptureFailure> => {
  try {
    const dataUrl = await browser.tabs.captureVisibleTab(window, { format: 'png' })
    const bitmap = await createImageBitmap(new Blob([bytesOf(dataUrl)], { type: 'image/png' }))
    // The picture has the screen’s pixels, the page its own.
    const ratio = part === undefined ? 1 : bitmap.width / part.viewport
    const crop = part && {
      x: part.x * ratio,
      y: part.y * ratio,
      width: part.width * ratio,
      height: part.height * ratio,
    }
    const encoded = await shrink(bitmap, crop)
    bitmap.close()
    return encoded ?? failure('too-large', FAILURE.large)
  } catch (error) {
    return /permission|access/i.test(String(error))
      ? failure('no-access', FAILURE.access)
      : failure('failed', FAILURE.screen)
  }
}
