import type { Memory, PromptManner, SessionAgent, Steering } from '@hearth/shared/session'
import { type Accessor, createMemo, createSignal } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { sayError } from '../../../ui/say-error.ts'
import type { TranscriptModel } from '../transcript/model.ts'
import { memoryOf, steeringOf, wouldBeTold } from './forecast.ts'

/** Who does the next prompt of a session, and what it would find. */
export interface ChosenAgent {
  readonly id: Accessor<string>
  /** All that the host tells of the session's agents now. */
  readonly all: Accessor<readonly SessionAgent[]>
  /** What the host tells of the chosen one; null where it has not worked here and was not looked at. */
  readonly view: Accessor<SessionAgent | null>
  /** The agent that was asked for and that the host has not confirmed. */
  readonly pending: Accessor<string | null>
  readonly failed: Accessor<string | null>
  /** Makes it the session's agent, on every device. @returns whether the host has done so */
  choose(agent: string): Promise<boolean>
  /** What the next prompt will find; null in an empty session, and while it is not known. */
  readonly memory: Accessor<Memory | null>
  /** Would it be told what others did? */
  readonly digests: Accessor<boolean>
  /** Is it to be told? */
  readonly told: Accessor<boolean>
  tell(told: boolean): void
  /** What steering would do; null while nothing runs. */
  readonly steering: Accessor<Steering | null>
  /** How the next prompt is to be done. Whoever sends it calls `tell(true)` after that. */
  manner(): PromptManner
}

export interface ChosenParts {
  readonly host: HostView
  readonly session: string
  readonly model: TranscriptModel
  readonly agents: Accessor<readonly SessionAgent[]>
  /** The session's agent; empty while it is not loaded. */
  readonly agent: Accessor<string>
  /** Are there turns before the loaded ones? */
  readonly earlier: Accessor<boolean>
}

export const createChosen = (parts: ChosenParts): ChosenAgent => {
  const { host, session, model, agents } = parts
  const [pending, setPending] = createSignal<string | null>(null)
  const [failed, setFailed] = createSignal<string | null>(null)
  const [told, tell] = createSignal(true)
  const id = createMemo(() => pending() ?? parts.agent())
  const worked = createMemo(() => [...model.settled(), ...[model.current() ?? []].flat()])
  const begun = (): boolean => worked().length > 0 || model.queue().length > 0 || parts.earlier()
  const memory = createMemo(() => (begun() ? memoryOf(agents(), id()) : null))
  const digests = createMemo(() => wouldBeTold(worked(), id(), memory(), parts.earlier()))
  const running = createMemo(() => model.current()?.agent ?? null)
  return {
    id,
    all: agents,
    view: createMemo(() => agents().find(({ agent }) => agent === id()) ?? null),
    pending,
    failed,
    async choose(agent) {
      if (agent === id()) return true
      setPending(agent)
      setFailed(null)
      tell(true)
      let done = true
      try {
        await host.actions.call('update-session', { session, agent })
      } catch (error) {
        done = false
        if (pending() === agent) setFailed(sayError(error))
      }
      if (pending() === agent) setPending(null)
      return done
    },
    memory,
    digests,
    told,
    tell,
    steering: createMemo(() => {
      const at = running()
      return at === null ? null : steeringOf(at, id(), agents(), host.overview().agents)
    }),
    manner: () => ({
      ...(id() !== '' && { agent: id() }),
      ...(digests() && !told() && { undigested: true as const }),
    }),
  }
}
