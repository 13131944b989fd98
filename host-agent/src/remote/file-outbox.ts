import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OutboxEntry, OutboxStorage } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { PromptContent, PromptId, PromptManner, SessionId } from '@hearth/shared/session'
import * as v from 'valibot'
import { ensurePrivateDirectory, readPrivateFile, writePrivateFile } from '../identity/private-file.ts'
import { MAX_OUTBOX_FILE } from './limits.ts'

const Kept = v.strictObject({
  id: PromptId,
  session: SessionId,
  content: PromptContent,
  manner: v.optional(PromptManner),
  createdAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
})

const read = (path: string): OutboxEntry | null => {
  const bytes = readPrivateFile(path, MAX_OUTBOX_FILE)
  if (bytes === null) return null
  try {
    return v.parse(Kept, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (cause) {
    throw new HearthError(
      'outbox.store',
      `${path} is damaged. It was left alone: look at it, then move it away.`,
      { cause },
    )
  }
}

/** An outbox of one file a prompt (0600, synced before `append` resolves), in the order of their names. */
export const fileOutbox = (folder: string): OutboxStorage => {
  ensurePrivateDirectory(folder)
  const names = (): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
  const last = names().at(-1)
  let order = last === undefined ? 0 : Number.parseInt(last, 10)
  return {
    async list() {
      return names().flatMap((name) => read(join(folder, name)) ?? [])
    },
    async append(entry) {
      order += 1
      const name = `${String(order).padStart(12, '0')}-${entry.id}.json`
      writePrivateFile(join(folder, name), new TextEncoder().encode(JSON.stringify(entry)), true)
    },
    async remove(id) {
      for (const name of names())
        if (name.endsWith(`-${id}.json`)) rmSync(join(folder, name), { force: true })
    },
  }
}
