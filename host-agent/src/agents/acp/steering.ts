import type { PromptContent } from '@hearth/shared/session'
import { AgentError, type AgentSession, type SteerResult } from '../driver.ts'
import { ACP_DRAIN_MS } from '../limits.ts'
import { within } from '../process/group.ts'
import type { Abilities } from './abilities.ts'
import type { Connection } from './connection.ts'
import type { Ledger } from './ledger.ts'
import type { Quirks } from './spec.ts'
import { Steers } from './steers.ts'
import type { Turn } from './turn.ts'

type SteeringSpec = { connection: Connection; ledger: Ledger; quirks: Quirks; sessionId(): string }

/** How a session's turns are steered: the prompts given to the one that runs, and its end where it has to wait for them. */
export class Steering {
  private readonly spec: SteeringSpec
  private steers: Steers | null = null
  private can: Abilities | null = null
  /** The agent has not said what it did with a prompt: it can't be steered any more. */
  private isDeaf = false
  private ending: (() => void) | null = null

  constructor(spec: SteeringSpec) {
    this.spec = spec
  }

  /** What the agent said at its start. */
  opened(can: Abilities): void {
    this.can = can
  }

  /** See AgentSession.steer. */
  steer(): AgentSession['steer'] {
    const isAble = this.can !== null && this.can.steerBy !== 'none' && !this.isDeaf
    return isAble ? (prompt) => this.give(prompt) : null
  }

  begin(turn: Turn): void {
    const { connection, ledger, sessionId } = this.spec
    if (this.can === null) return
    this.steers = new Steers({
      can: this.can,
      ask: (prompt, answered) => {
        const params = { sessionId: sessionId(), prompt, _meta: PROMPT_REQUIRED }
        connection.ask('_session/steering', params, answered)
      },
      joined: (key) => {
        ledger.joined()
        turn.joined(key)
      },
      free: (key) => ledger.free(key),
    })
  }

  /** The running turn is being stopped. */
  stop(): void {
    this.steers?.stop()
  }

  /**
   * The agent has told the running turn's end. First, within bounds, what it was asked before is answered, and an agent
   * that would go on with what it was given is ended.
   */
  end(isCompleted: boolean, ending: () => void): void {
    const { steers } = this
    const { connection, quirks } = this.spec
    const settling = steers?.settling()
    const isKept = () => quirks.keepsSteers === true && !isCompleted && steers?.hasJoined === true
    if (settling === undefined && !isKept()) return ending()
    this.ending = ending
    void Promise.resolve(settling).then(async () => {
      if (isKept()) {
        await connection.stop()
        await within(connection.gone, ACP_DRAIN_MS * 2)
      }
      if (this.ending === ending) ending()
    })
  }

  /** The agent is gone. True: its turn had an end already, and has it now. */
  gone(): boolean {
    const { ending } = this
    ending?.()
    return ending !== null
  }

  /** The turn has settled. */
  finish(): void {
    this.ending = null
    if (this.steers?.finish() === false) this.isDeaf = true
    this.steers = null
  }

  /** Answers the agent where it fetches what was said meanwhile; null for any other request. */
  fetched(method: string, params: unknown): { messages: string[] } | null {
    const { fetches } = this.spec.quirks
    if (method !== fetches?.method) return null
    // An error would make it never ask again, so that is answered also where no turn of ours runs.
    return { messages: fetches.isOfTurn(Object(params)) ? (this.steers?.fetch() ?? []) : [] }
  }

  /** @throws {AgentError} where no turn runs that could take it in */
  private async give(prompt: { key: string; content: PromptContent }): Promise<SteerResult> {
    const { ledger } = this.spec
    if (this.steers === null || this.isDeaf || !ledger.isFresh(prompt.key))
      throw new AgentError('agent.failed', 'No turn runs that could take this prompt in. Nothing was sent.')
    ledger.joining(prompt.key)
    try {
      return await this.steers.give(prompt)
    } catch (error) {
      if (error instanceof AgentError) ledger.free(prompt.key)
      throw error
    }
  }
}

/** Else a steer that finds no turn would begin one that no prompt of ours stands for (docs/agents, Steering). */
const PROMPT_REQUIRED = { steering: { idleBehavior: 'promptRequired' } }
