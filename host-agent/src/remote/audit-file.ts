import { fromHex, toHex } from '@hearth/shared/crypto'
import type { AuditMemory } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { readPrivateFile, writePrivateFile } from '../identity/private-file.ts'
import { MAX_RECORD_FILE } from './limits.ts'

const Head = v.strictObject({
  v: v.literal(1),
  index: v.pipe(v.number(), v.integer(), v.minValue(0)),
  head: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
})

/** The last audit head that a device has seen of one host, in a file. */
export const auditFile = (path: string): AuditMemory => ({
  async read() {
    const bytes = readPrivateFile(path, MAX_RECORD_FILE)
    if (bytes === null) return null
    try {
      const { index, head } = v.parse(Head, JSON.parse(new TextDecoder().decode(bytes)))
      return { index, head: fromHex(head) }
    } catch (cause) {
      throw new HearthError(
        'keys.corrupt',
        `${path} is damaged. Nothing was changed; restore it or move it away.`,
        { cause },
      )
    }
  },
  async write({ index, head }) {
    const text = JSON.stringify({ v: 1, index, head: toHex(head) })
    writePrivateFile(path, new TextEncoder().encode(text), false)
  },
})
