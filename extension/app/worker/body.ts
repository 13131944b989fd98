import { PushBody } from '@hearth/shared/protocol'
import * as v from 'valibot'

/** What a push says, read strictly; null for what is none of ours or of a newer version. */
export const readBody = (text: string): PushBody | null => {
  try {
    const read = v.safeParse(PushBody, JSON.parse(text))
    return read.success ? read.output : null
  } catch {
    return null
  }
}
