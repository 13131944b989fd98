import type { Block, Turn } from '@hearth/shared/session'
import { expect } from 'vitest'
import type { Person } from '../../src/browser/person.ts'
import { readWhole } from '../../src/browser/whole.ts'
import type { World } from '../../src/world/world.ts'

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** What of a block must be readable in a transcript: all that was said. */
const readable = (block: Block): string[] => (block.type === 'message' ? [block.text] : [])

/** The host's own account of its newest session. */
export const newestSession = async (world: World): Promise<string> => {
  const sessions = await world.hearth.ok(['sessions'])
  return String(sessions.at(-1)?.id)
}

/** All turns of a session as the host's log has them. */
export const turnsOf = async (world: World, session: string): Promise<readonly Turn[]> =>
  (await world.exported(session)).turns as readonly Turn[]

/** Each prompt and each answer of the host's log stands in a transcript, whole, in order, once. */
export const expectTranscript = async (person: Person, turns: readonly Turn[]): Promise<void> => {
  const shown = await readWhole(person.transcript)
  const parts = turns.flatMap((turn) => [
    ...turn.prompt.content.map((content) => (content.type === 'text' ? content.text : '')),
    ...turn.blocks.flatMap(readable),
  ])
  let at = 0
  for (const part of parts.map(plain).filter(Boolean)) {
    const found = shown.indexOf(part, at)
    expect(found, `“${part}” after character ${at} of: ${shown}`).toBeGreaterThanOrEqual(0)
    at = found + part.length
  }
}
