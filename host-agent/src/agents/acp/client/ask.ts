import type { AgentRequest, TurnSink } from '../../driver.ts'
import { unifiedDiff } from '../diff.ts'
import type { Pending } from '../pending.ts'
import type { Wish } from './wish.ts'

type Permission = Extract<AgentRequest, { kind: 'permission' }>
type Decision = Parameters<Permission['reply']>[0]

/** Asks a person whether we may do this for an agent. False also where it is taken back. */
export async function askWish(
  wish: Wish,
  signal: AbortSignal,
  { sink, pending }: { sink: TurnSink; pending: Pending },
): Promise<boolean> {
  const decision = await pending.ask<Decision>(signal, (id) =>
    sink.request({
      kind: 'permission',
      id,
      ...factsOf(wish),
      words: '',
      reply: async (answer) => pending.reply(id, answer),
    }),
  )
  return decision?.allow === true
}

function factsOf(wish: Wish): Pick<Permission, 'tool' | 'ask'> {
  if (wish.type === 'command') {
    const { command, cwd } = wish
    return {
      tool: { name: 'terminal', kind: 'execute', call: null },
      ask: { type: 'command', command, cwd },
    }
  }
  const { path, before, after } = wish
  return {
    tool: { name: 'write', kind: 'edit', call: null },
    ask: { type: 'edit', files: [{ path, diff: unifiedDiff(path, before, after) }] },
  }
}
