import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { AgentError, type SteerResult, type TurnSink } from '../driver.ts'
import {
  KILL_OBEY_MS,
  PROMPT_SILENCE_MS,
  PROVIDER_RETRY_LIMIT,
  SEND_RETRY_MS,
  SETTLE_GRACE_MS,
} from '../limits.ts'
import { within } from '../process/group.ts'
import { Aborts } from './aborts.ts'
import { Refused } from './api.ts'
import type { Prompt } from './deliver.ts'
import type { Listener } from './hub.ts'
import type { Where } from './record.ts'
import { Repairs } from './repairs.ts'
import { repliesTo } from './requests.ts'
import type { SessionParts } from './session-parts.ts'
import { Steers } from './steers.ts'
import { Turn } from './turn.ts'
import type { Payload } from './wire.ts'

type RunSpec = {
  where: Where
  parts: SessionParts
  prompt: Prompt
  sink: TurnSink
  /** Gives opencode a prompt, after what it must not answer was taken out of its history. */
  deliver(prompt: Prompt, client: OpencodeClient): Promise<void>
  strays: Set<string>
  onEvent(event: Payload): void
}

/** One turn: the settle rule is `Turn`'s; here are the calls, the clocks and the repairs. */
export class Run implements Listener {
  private readonly spec: RunSpec
  private readonly turn: Turn
  private readonly aborts: Aborts
  private readonly steers: Steers
  private readonly repairs: Repairs
  private isCancelled = false
  private isOver = false
  private watch: NodeJS.Timeout | null = null
  private begin: () => void = () => undefined
  private settled: () => void = () => undefined
  private fail: (error: Error) => void = () => undefined
  /** Settles when the turn has; rejects when it ends without. */
  private readonly over: Promise<void>

  constructor(spec: RunSpec) {
    this.spec = spec
    const { where, parts, strays, sink, prompt } = spec
    const begun = new Promise<void>((resolve) => {
      this.begin = resolve
    })
    this.over = new Promise<void>((resolve, reject) => {
      this.settled = resolve
      this.fail = reject
    })
    const over = this.over
      .catch(() => undefined)
      .then(() => {
        this.isOver = true
        this.begin()
      })
    this.turn = new Turn({
      root: where.sessionID,
      key: prompt.key,
      replies: repliesTo(parts.client, where.directory),
      servers: () => parts.catalogue.lists(where.directory)?.servers ?? [],
      sink,
      onAccepted: () => this.begin(),
      onSettled: () => this.settled(),
      onLingering: () => void this.steers.linger(),
    })
    const { turn } = this
    const repair = () => this.repairs.start(false)
    this.aborts = new Aborts({ where, turn, client: parts.client, onIdle: repair })
    this.steers = new Steers({
      ...{ where, turn, client: parts.client, begun, over, strays },
      isStopping: () => this.isCancelled || this.isOver,
      deliver: async (steering) => spec.deliver(steering, await parts.client()),
      repair,
    })
    this.repairs = new Repairs({
      ...{ where, turn, parts, key: prompt.key },
      isCancelled: () => this.isCancelled,
      send: (client) => this.send(client),
      arm: (ms, then) => this.arm(ms, then),
      fail: (error) => this.fail(error),
    })
  }

  /** Sends the prompt; resolves when the turn has settled and nothing of it is left in opencode's history. */
  async go(client: OpencodeClient): Promise<void> {
    const { hub } = this.spec.parts
    // It was stopped, or let go, while the server was waited for: nobody would hear what came of it.
    if (this.isCancelled) this.turn.settle({ outcome: 'cancelled' })
    if (this.hasSettled()) return this.clear()
    hub.listen(this.spec.where.sessionID, this)
    try {
      this.send(client)
      await this.over
    } finally {
      this.clear()
      await this.steers.finish()
      hub.leave(this.spec.where.sessionID, this)
    }
  }

  /** It is not sent, or not any more: nothing can be given to it. */
  async skip(): Promise<void> {
    this.settled()
    await this.steers.finish()
  }

  /** See Aborts.answered. */
  stopAnswered(): Promise<void> {
    return this.aborts.answered()
  }

  hasSettled(): boolean {
    return this.turn.state() === 'settled'
  }

  steer(prompt: Prompt): Promise<SteerResult> {
    return this.steers.give(prompt)
  }

  /** Asks opencode to stop the turn. May be repeated. */
  async cancel(): Promise<void> {
    this.isCancelled = true
    this.turn.cancel()
    await this.aborts.ask()
  }

  /** Asks once; what still comes of it is nobody's business, and must not stop the turn that comes after. */
  async leave(): Promise<void> {
    const asked = this.cancel()
    this.turn.settle({ outcome: 'cancelled' })
    await asked
  }

  /** Ends the turn within KILL_OBEY_MS and what ending the server takes, which only happens when nobody else needs it. */
  async kill(): Promise<void> {
    const { hub, restart, unstopped } = this.spec.parts
    this.isCancelled = true
    this.turn.cancel()
    this.aborts.again()
    await within(
      this.over.catch(() => undefined),
      KILL_OBEY_MS,
    )
    if (this.hasSettled()) return
    this.aborts.clear()
    if (hub.isAlone(this)) await restart('a turn could not be stopped')
    else {
      unstopped.add(this.spec.where)
      this.turn.remark(
        'agent.not_stopped',
        'opencode did not stop when it was asked to, and other sessions need it. What this turn began may go on until they are done; then opencode is ended.',
      )
    }
    this.turn.settle({ outcome: 'cancelled' })
  }

  hear(event: Payload, directory: string | null): void {
    this.turn.hear(event, directory)
    if (this.turn.state() === 'closing') this.arm(SETTLE_GRACE_MS, () => this.turn.sign('late'))
    this.aborts.heard()
    this.spec.onEvent(event)
    if (event.type !== 'session.status' || event.properties.status.type !== 'retry') return
    const { attempt, message } = event.properties.status
    const isOurs = event.properties.sessionID === this.spec.where.sessionID
    if (isOurs && attempt > PROVIDER_RETRY_LIMIT) this.giveUp(message)
  }

  cut(): void {
    this.turn.freeze()
  }

  back(): void {
    this.repairs.start(false)
  }

  died(): void {
    this.clear()
    this.turn.lost()
    this.steers.lost()
    this.repairs.start(true)
  }

  private send(client: OpencodeClient): void {
    this.sendOnce(client).catch(this.fail)
  }

  private async sendOnce(client: OpencodeClient): Promise<void> {
    const { turn } = this
    try {
      await this.spec.deliver(this.spec.prompt, client)
    } catch (error) {
      if (error instanceof Refused) throw refusal(error)
      if (turn.isAccepted()) return
      // opencode may have it all the same: its record tells, once it answers again.
      if (!this.hasSettled() && this.watch === null) this.arm(SEND_RETRY_MS, () => this.repairs.start(false))
      return
    }
    // That it has it is told by its stored prompt, not by this answer: a crash in between loses the prompt.
    if (this.isCancelled) this.aborts.again()
    else if (turn.state() === 'sent') this.arm(PROMPT_SILENCE_MS, () => this.repairs.start(false))
  }

  private giveUp(message: string): void {
    this.isCancelled = true
    this.turn.cancel({ outcome: 'failed', error: { code: 'agent.failed', message } })
    this.aborts.again()
  }

  private arm(ms: number, then: () => void): void {
    if (this.watch !== null) clearTimeout(this.watch)
    this.watch = setTimeout(() => {
      this.watch = null
      then()
    }, ms)
  }

  private clear(): void {
    if (this.watch !== null) clearTimeout(this.watch)
    this.watch = null
    this.aborts.clear()
  }
}

function refusal(error: Refused): AgentError {
  const isMissing = error.status === 404
  return new AgentError(isMissing ? 'agent.session_missing' : 'agent.failed', error.message)
}
