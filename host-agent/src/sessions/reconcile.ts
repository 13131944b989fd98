import { addUsage, type Block, NO_USAGE, type Turn, type Usage } from '@hearth/shared/session'
import type { Draft } from '../agents/driver.ts'
import { type Blocks, blockKey } from './drafts.ts'

type Of<T extends Draft['type']> = Extract<Draft, { type: T }>

/** A record's drafts, one for each block: text joined, a tool's changes merged. In the order of appearance. */
const foldDrafts = (drafts: readonly Draft[]): { pieces: Draft[]; usage: Usage; plan: Of<'plan'> | null } => {
  const pieces = new Map<string, Draft>()
  const loose: Draft[] = []
  let usage = NO_USAGE
  let plan: Of<'plan'> | null = null
  for (const draft of drafts) {
    const key = blockKey(draft)
    if (draft.type === 'usage') usage = addUsage(usage, draft.usage)
    else if (draft.type === 'plan') plan = draft
    else if (key === null) loose.push(draft)
    else pieces.set(key, folded(pieces.get(key), draft))
  }
  return { pieces: [...pieces.values(), ...loose], usage, plan }
}

const folded = (known: Draft | undefined, draft: Draft): Draft => {
  if (known?.type === 'text' && draft.type === 'text') return { ...known, text: known.text + draft.text }
  if (known?.type === 'tool' && draft.type === 'tool') return { ...known, ...draft }
  return draft
}

/** What the record has of a text beyond the log. A record that is shorter, or cut at its end, adds nothing. */
const missingText = (logged: Block, draft: Of<'text'>): Draft[] => {
  if (logged.type !== 'message' && logged.type !== 'thought') return []
  if (draft.text.startsWith(logged.text)) {
    const rest = draft.text.slice(logged.text.length)
    return rest === '' ? [] : [{ ...draft, text: rest }]
  }
  if (logged.text.startsWith(draft.text)) return []
  return [{ ...draft, block: `${draft.block}#record` }]
}

/** A tool as the record has it, if the log has it otherwise. */
const missingTool = (logged: Block, draft: Of<'tool'>): Draft[] => {
  if (logged.type !== 'tool') return []
  const same =
    (draft.status ?? logged.status) === logged.status &&
    (draft.title ?? logged.title) === logged.title &&
    (draft.input ?? logged.input) === logged.input &&
    JSON.stringify(draft.content ?? logged.content) === JSON.stringify(logged.content)
  return same ? [] : [draft]
}

const missingUsage = (logged: Usage, record: Usage): Draft[] => {
  const rest = {
    input: Math.max(0, record.input - logged.input),
    output: Math.max(0, record.output - logged.output),
    cached: Math.max(0, record.cached - logged.cached),
    reasoning: Math.max(0, record.reasoning - logged.reasoning),
    cost: Math.max(0, record.cost - logged.cost),
  }
  const tokens = rest.input + rest.output + rest.cached + rest.reasoning
  return tokens === 0 && rest.cost < 1e-9 ? [] : [{ type: 'usage', usage: rest }]
}

/**
 * What an agent's own record of a turn has beyond the log, as drafts to append. Blocks are matched by the keys that
 * were stored with them.
 */
export const missingDrafts = (turn: Turn, record: readonly Draft[], blocks: Blocks): Draft[] => {
  const { pieces, usage, plan } = foldDrafts(record)
  const logged = new Map([...turn.blocks, ...turn.open].map((block) => [block.n, block]))
  const missing = pieces.flatMap((draft): Draft[] => {
    if (draft.type === 'notice')
      return turn.notices.some((one) => one.code === draft.code && one.text === draft.text) ? [] : [draft]
    const number = blocks.find(blockKey(draft) ?? '')
    const block = number === undefined ? undefined : logged.get(number)
    if (block === undefined) return [draft]
    if (draft.type === 'text') return missingText(block, draft)
    return draft.type === 'tool' ? missingTool(block, draft) : []
  })
  if (plan !== null && JSON.stringify(plan.entries) !== JSON.stringify(turn.plan)) missing.push(plan)
  return [...missing, ...missingUsage(turn.usage, usage)]
}
