import { randomBytes } from 'node:crypto'
import { MAX_PROMPT_TEXT, type PromptContent, SESSION_LIMITS } from '@hearth/shared/session'
import type { ForeignTurn } from '../agents/driver.ts'
import { ADOPT_MAX_TURNS } from '../limits.ts'
import { moveTurn, settleTurn } from './changes.ts'
import { Blocks, draftBodies } from './drafts.ts'
import type { Change } from './ledger.ts'
import { turnCount } from './summary.ts'
import { clipText } from './text.ts'

/** A prompt of history within what a prompt may hold. */
const shortened = (content: PromptContent): PromptContent => {
  let room = MAX_PROMPT_TEXT
  const blocks = content.slice(0, SESSION_LIMITS.promptBlocks.value).map((block) => {
    if (block.type !== 'text') return block
    const text = clipText(block.text, room)
    const kept = text.length <= room ? text : ''
    room -= kept.length
    return { ...block, text: kept }
  })
  return blocks.length > 0 ? blocks : [{ type: 'text', text: '' }]
}

/**
 * Writes an agent's own history as settled turns: prompts that no device sent. The newest `ADOPT_MAX_TURNS`. `wrote`
 * is called after each.
 */
export const writeHistory = (
  change: Change,
  history: readonly ForeignTurn[],
  wrote: (turn: number) => void,
): void => {
  for (const past of history.slice(-ADOPT_MAX_TURNS)) {
    const turn = turnCount(change.state) + 1
    const at = Math.max(0, Math.round(past.at) || 0)
    const content = shortened(past.content)
    const prompt = randomBytes(16).toString('hex')
    change.emit({ type: 'prompt.admitted', at, turn, prompt, content, agent: change.state.agent, by: null })
    moveTurn(change, turn, 'starting', at)
    moveTurn(change, turn, 'running', at)
    const blocks = new Blocks(new Map(), () => undefined)
    for (const draft of past.drafts)
      for (const body of draftBodies(draft, turn, at, blocks)) change.emit(body)
    settleTurn(change, turn, past.how, at)
    wrote(turn)
  }
}
