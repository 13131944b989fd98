import { RequestError } from '@agentclientprotocol/sdk'
import type { AllowedWish, ClientSide, SessionPlace } from '../client-side.ts'
import { elicit } from './elicitation/elicitation.ts'
import { Files } from './fs.ts'
import { PathGuard } from './path-guard.ts'
import { refusal } from './refusal.ts'
import { Terminals } from './terminals.ts'
import { Permits, type Wish } from './wish.ts'

/** What an agent is offered (docs/decisions/0017-agents-keep-their-own-hands.md). */
export type Offer = { files: boolean; terminals: boolean; forms: boolean }

/** What the client side needs of its session and its host. */
export type AgentPlace = SessionPlace & {
  /** Ms since the epoch. */
  now(): number
  /** Notes a process that runs for the agent, for clean-up after a crash of ours; the given function forgets it. */
  noted(pid: number): () => void
}

/** Makes the client side of one agent session, for an agent that needs more than {@link formsOnly} (forms-only.ts). */
export function clientSide(place: AgentPlace, offer: Offer): ClientSide {
  const guard = new PathGuard(place.cwd)
  const permits = new Permits()
  const permit = async (wish: Wish, signal: AbortSignal): Promise<boolean> =>
    permits.take(wish) || (await place.permit(wish, signal))
  const files = new Files(guard, permit)
  const { environment, now, noted } = place
  const terminals = new Terminals({ guard, environment, permit, now, noted })
  let closed = false

  const form = async (params: unknown, signal: AbortSignal): Promise<unknown> => {
    const { response, notice } = await elicit(params, place, signal)
    if (notice !== null) place.notice(notice)
    return response
  }
  type Method = (params: unknown, signal: AbortSignal) => unknown
  const methods = new Map<string, Method>([
    ...(offer.forms ? [['elicitation/create', form] as const] : []),
    ...(offer.files
      ? ([
          ['fs/read_text_file', (params) => files.read(params)],
          ['fs/write_text_file', (params, signal) => files.write(params, signal)],
        ] satisfies [string, Method][])
      : []),
    ...(offer.terminals
      ? ([
          ['terminal/create', (params, signal) => terminals.create(params, signal)],
          ['terminal/output', (params) => terminals.output(params)],
          ['terminal/wait_for_exit', (params, signal) => terminals.waitForExit(params, signal)],
          ['terminal/kill', (params) => terminals.kill(params)],
          ['terminal/release', (params) => terminals.release(params)],
        ] satisfies [string, Method][])
      : []),
  ])

  return {
    capabilities: () => ({
      fs: { readTextFile: offer.files, writeTextFile: offer.files },
      terminal: offer.terminals,
      ...(offer.forms ? { elicitation: { form: {} } } : {}),
    }),
    handle: async (method, params, signal) => {
      const serve = methods.get(method)
      // Also what was not offered: opencode calls fs/write_text_file whether it is or not.
      if (serve === undefined) throw RequestError.methodNotFound(method)
      if (closed) throw refusal('session.closed', 'The session is closed.')
      return serve(params, signal)
    },
    notified: () => undefined,
    output: (terminal) => terminals.text(terminal),
    onOutput: (listener) => terminals.onOutput(listener),
    setTurn: (turn) => {
      permits.clear()
      terminals.setTurn(turn)
    },
    allowed: (wish) => {
      const real = realWish(guard, wish)
      if (real !== null) permits.add(real)
    },
    tasks: () => terminals.tasks(),
    onTasks: (listener) => terminals.onTasks(listener),
    stopTask: (id) => terminals.stop(id),
    close: () => {
      closed = true
      return terminals.close()
    },
  }
}

/** With real paths; null for what could not be done anyway. */
function realWish(guard: PathGuard, wish: AllowedWish): Wish | null {
  try {
    return wish.type === 'command'
      ? { ...wish, cwd: guard.directory(wish.cwd ?? guard.root).real }
      : { ...wish, path: guard.resolve(wish.path).real }
  } catch (error) {
    if (error instanceof RequestError) return null
    throw error
  }
}
