import { HearthError } from '@hearth/shared/protocol'
import type { PromptContent } from '@hearth/shared/session'
import type { AgentDriver } from '../agents/driver.ts'
import type { SessionStore } from '../store/store.ts'
import type { By, Sessions } from './api.ts'
import { settleTurn } from './changes.ts'
import type { House } from './house.ts'
import { Inbox } from './inbox.ts'
import type { Change } from './ledger.ts'
import { editPrompt, knownTurn, orderQueue, waitingTurn } from './queue.ts'
import { Resolver } from './resolve.ts'
import { turnCount } from './summary.ts'

interface PromptsParts {
  readonly house: House
  readonly store: SessionStore
  now(): number
  /** @throws HearthError `host.unknown_project` */
  project(id: string): unknown
  /** @throws HearthError `agent.disabled` */
  driver(agent: string): AgentDriver | undefined
  /** A person has sent something new. */
  prompted(session: string, by: By): Promise<void>
}

/** What people do with prompts: send, change, order, steer, take back, stop, and decide about what got lost. */
export class Prompts {
  readonly #parts: PromptsParts
  readonly #inbox: Inbox
  readonly #resolver: Resolver

  constructor(parts: PromptsParts) {
    this.#parts = parts
    this.#inbox = new Inbox(parts.store.turns, parts.now)
    this.#resolver = new Resolver(parts.store.turns, this.#inbox, parts.now)
  }

  async admit(prompt: Parameters<Sessions['admit']>[0]): Promise<{ turn: number }> {
    const { ledger, engine } = this.#parts.house.get(prompt.session)
    let isNew = false
    const turn = await ledger.submit((change) => {
      const before = turnCount(change.state)
      const admitted = this.#inbox.admit(change, ledger.num, prompt)
      // A repeated prompt is answered in any case; a new one only where agents may still work.
      if (admitted <= before) return admitted
      isNew = true
      this.#parts.project(change.state.project)
      const agent = prompt.agent ?? change.state.agent
      if (this.#parts.driver(agent) === undefined) throw new HearthError('host.unknown_agent')
      if (prompt.delivery === 'steer') engine.steer(change, admitted)
      return admitted
    })
    if (isNew) await this.#parts.prompted(prompt.session, prompt.by)
    engine.kick()
    return { turn }
  }

  async edit(
    session: string,
    turn: number,
    to: { content: PromptContent; edits: number },
    by: By,
  ): Promise<void> {
    const { ledger } = this.#parts.house.get(session)
    await ledger.submit((change) => {
      editPrompt(change, turn, to, by, this.#parts.now())
      // An agent that knows the key would take the words that it came with before.
      change.row(() => this.#parts.store.turns.clear(ledger.num, turn))
    })
  }

  async order(session: string, turns: readonly number[], by: By): Promise<void> {
    const { ledger, engine } = this.#parts.house.get(session)
    await ledger.submit((change) => {
      orderQueue(change, turns, by, this.#parts.now())
      engine.ordered()
    })
    engine.kick()
  }

  async steer(session: string, turn: number): Promise<void> {
    const { ledger, engine } = this.#parts.house.get(session)
    await ledger.submit((change) => {
      waitingTurn(change, turn)
      engine.steer(change, turn)
    })
    engine.kick()
  }

  async withdraw(session: string, turn: number): Promise<void> {
    const { ledger, engine } = this.#parts.house.get(session)
    await ledger.submit((change) => this.#cancelQueued(change, ledger.num, turn))
    engine.kick()
  }

  async stop(session: string, turn: number, by: By): Promise<void> {
    const { ledger, engine } = this.#parts.house.get(session)
    await ledger.submit((change) => {
      if (change.state.current?.n !== turn) this.#cancelQueued(change, ledger.num, turn)
    })
    engine.stop(turn, by)
    engine.kick()
  }

  async resolve(
    session: string,
    turn: number,
    choice: 'retry' | 'abandon',
    by: By,
  ): Promise<{ retriedAs: number | null }> {
    const { ledger, engine } = this.#parts.house.get(session)
    const retriedAs = await ledger.submit((change) => {
      knownTurn(change, turn)
      return this.#resolver.resolve(change, ledger.num, turn, choice, by)
    })
    engine.kick()
    return { retriedAs }
  }

  #cancelQueued(change: Change, num: number, turn: number): void {
    waitingTurn(change, turn)
    settleTurn(change, turn, { outcome: 'cancelled' }, this.#parts.now())
    change.row(() => this.#parts.store.turns.clear(num, turn))
  }
}
