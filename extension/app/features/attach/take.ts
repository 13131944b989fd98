import { SESSION_LIMITS } from '@hearth/shared/session'
import { type Attachment, attachmentId, sizeOf } from '../../state/attachment.ts'
import { shrink } from './image.ts'
import { ATTACH_LIMITS } from './limits.ts'
import { A, REFUSED } from './words.ts'

/** What became of some files: what goes along, and why the others don’t. */
export interface Taken {
  readonly attachments: readonly Attachment[]
  readonly refused: readonly string[]
}

type One = { readonly attachment: Attachment } | { readonly refused: string }

const image = async (file: File, room: number): Promise<One> => {
  const name = file.name === '' ? A.image : file.name
  if (file.size > ATTACH_LIMITS.imageFile.value) return { refused: REFUSED.tooLarge(name) }
  try {
    const shrunk = await shrink(file, room)
    if (shrunk === null) return { refused: REFUSED.noRoom(name) }
    return { attachment: { id: attachmentId(), kind: 'image', name, ...shrunk, url: null, note: null } }
  } catch {
    // Whatever a decoder says about it means the same to a person.
    return { refused: REFUSED.brokenImage(name) }
  }
}

const text = async (file: File): Promise<One> => {
  if (file.size > ATTACH_LIMITS.textFile.value) return { refused: REFUSED.tooLarge(file.name) }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    if (text.includes('\0')) return { refused: REFUSED.unreadable(file.name) }
    return { attachment: { id: attachmentId(), kind: 'text', name: file.name || A.pasted, text } }
  } catch {
    // Not UTF-8, or a folder, which has no bytes.
    return { refused: REFUSED.unreadable(file.name) }
  }
}

/** Takes files that were pasted, dropped or chosen, beside what is `there`: pictures are made smaller, the rest is text. */
export const takeFiles = async (files: readonly File[], there: readonly Attachment[]): Promise<Taken> => {
  const attachments: Attachment[] = []
  const refused: string[] = files.length > ATTACH_LIMITS.files.value ? [REFUSED.tooMany] : []
  for (const file of files.slice(0, ATTACH_LIMITS.files.value)) {
    const room = SESSION_LIMITS.promptImages.value - sizeOf([...there, ...attachments]).images
    const one = file.type.startsWith('image/') ? await image(file, room) : await text(file)
    if ('attachment' in one) attachments.push(one.attachment)
    else refused.push(one.refused)
  }
  return { attachments, refused }
}
