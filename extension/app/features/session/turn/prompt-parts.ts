import type { ContentBlock } from '@hearth/shared/session'

export type PromptImage = Extract<ContentBlock, { type: 'image' }>

/** The bytes of an image of a prompt; null where it is no base64. */
export const imageBytes = ({ data }: PromptImage): Uint8Array<ArrayBuffer> | null => {
  try {
    const text = atob(data)
    const bytes = new Uint8Array(text.length)
    for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i)
    return bytes
  } catch {
    // Told in the image's place.
    return null
  }
}
