import { type PromptContent, promptText } from '@hearth/shared/session'
import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { AgentError, type AgentSession, EMPTY_VIEW, type Recovered, type TurnSink } from '../driver.ts'
import {
  ABORT_GRACE_MS,
  ABORT_LIMIT,
  PROMPT_SILENCE_MS,
  PROVIDER_RETRY_LIMIT,
  QUIET_MS,
  RESEND_LIMIT,
  SEND_RETRY_MS,
  SETTLE_GRACE_MS,
  SILENCE_LIMIT,
} from '../limits.ts'
import type { After } from '../process/idle.ts'
import { call, Refused } from './api.ts'
import type { Hub, Listener } from './hub.ts'
import { mintMessageId, partId } from './ids.ts'
import { newestId, readTurn, recovered, type Where } from './record.ts'
import { isBusy, pendingRequests, repliesTo } from './requests.ts'
import { Turn } from './turn.ts'
import type { MessageRecord, Payload } from './wire.ts'

/** What a session needs of its driver. */
export type SessionParts = {
  hub: Hub
  /** The running server's client; the server is started if need be. @throws {AgentError} */
  client(): Promise<OpencodeClient>
  /** Runs calls that may be repeated: once more on the next server when the first ended under them. */
  ask<T>(run: (client: OpencodeClient) => Promise<T>): Promise<T>
  /** Keeps the server from being let go for as long as `work` takes. */
  during<T>(work: () => Promise<T>): Promise<T>
  after: After
  defaults: { model?: { providerID: string; modelID: string }; agent?: string }
}

/** The turn that runs. `fail` ends `prompt` without a settled turn. */
type Running = {
  turn: Turn
  key: string
  isCancelled: boolean
  aborts: number
  answersAtAbort: number
  silences: number
  resends: number
  send(client: OpencodeClient): void
  fail(error: Error): void
}

const EXITED = { code: 'agent.exited', message: 'opencode ended by itself during this turn.' }

/** opencode takes a prompt whose id is older than the last answer for one that was answered. */
const WENT_ON = 'The session went on elsewhere before this prompt was sent. Send it again.'

/** One session of opencode. The settle rule is `Turn`'s; here are the calls, the clocks and the repairs. */
export class OpencodeSession implements AgentSession, Listener {
  readonly id: string
  readonly memory: 'resumed' | 'new'
  readonly view = EMPTY_VIEW
  readonly steer = null
  readonly ended = new Promise<void>(() => undefined)
  private readonly where: Where
  private readonly parts: SessionParts
  private readonly minted = new Set<string>()
  private running: Running | null = null
  private watch: NodeJS.Timeout | null = null
  private abortWatch: NodeJS.Timeout | null = null
  private callOffQuiet: () => void = () => undefined

  constructor(where: Where, memory: 'resumed' | 'new', parts: SessionParts) {
    this.id = where.sessionID
    this.memory = memory
    this.where = where
    this.parts = parts
  }

  mintKey(): string {
    const key = mintMessageId()
    this.minted.add(key)
    return key
  }

  /**
   * Resolves when the turn has settled. Besides AgentError (opencode certainly did not get the prompt) it rejects
   * with a plain Error when that can't be known.
   */
  prompt(spec: { key: string; content: PromptContent }, sink: TurnSink): Promise<void> {
    return this.parts.during(() => this.deliver(spec, sink))
  }

  private async deliver(spec: { key: string; content: PromptContent }, sink: TurnSink): Promise<void> {
    if (this.running !== null) throw new AgentError('agent.failed', 'A turn of this session is running.')
    // A key of an earlier run of ours may have been delivered: opencode's record tells.
    const isFresh = this.minted.delete(spec.key)
    if (!isFresh && (await this.replay(spec.key, sink))) return
    const client = await this.parts.client()
    if (!isFresh && (await newestId(client, this.where)) > spec.key)
      throw new AgentError('agent.failed', WENT_ON)
    try {
      await new Promise<void>((resolve, fail) => {
        const turn = new Turn({
          root: this.id,
          key: spec.key,
          replies: repliesTo(this.parts.client, this.where.directory),
          sink,
          onSettled: resolve,
        })
        const running: Running = {
          turn,
          key: spec.key,
          isCancelled: false,
          aborts: 0,
          answersAtAbort: 0,
          silences: 0,
          resends: 0,
          send: (to) => this.send(to, spec, running).catch(fail),
          fail,
        }
        this.running = running
        this.parts.hub.listen(this.id, this)
        this.listenOn(running)
        running.send(client)
      })
    } finally {
      this.parts.hub.leave(this.id, this)
      this.running = null
      this.clear()
    }
  }

  async cancel(): Promise<void> {
    const { running } = this
    if (running === null) return
    running.isCancelled = true
    running.turn.cancel()
    await this.abort(running)
  }

  onView(): () => void {
    return () => undefined
  }

  async kill(): Promise<void> {
    await this.cancel()
  }

  async status(): Promise<'unknown'> {
    return 'unknown'
  }

  async setOption(): Promise<void> {
    throw new AgentError('agent.unsupported', 'opencode has no such option.')
  }

  async stopTask(): Promise<void> {
    throw new AgentError('agent.unsupported', 'opencode has no such command.')
  }

  async recover(key: string): Promise<Recovered> {
    try {
      return await this.parts.ask(async (client) => {
        const session = { sessionID: this.id, directory: this.where.directory }
        await call('read a session', (options) => client.session.get(session, options))
        const messages = await readTurn(client, this.where, key)
        return recovered(messages, await isBusy(client, this.where))
      })
    } catch (error) {
      return { found: 'unreadable', why: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Asks once; what still comes of it is nobody's business, and must not stop the turn that comes after. */
  async close(): Promise<void> {
    const { running } = this
    const asked = this.cancel()
    running?.turn.settle({ outcome: 'cancelled' })
    await asked
  }

  hear(event: Payload, directory: string | null): void {
    const { running } = this
    if (running === null) return
    this.listenOn(running)
    running.turn.hear(event, directory)
    if (running.turn.state() === 'closing') this.arm(SETTLE_GRACE_MS, () => running.turn.sign('late'))
    const isGoingOn = running.isCancelled && running.turn.answerCount() > running.answersAtAbort
    if (isGoingOn) this.again(running)
    if (event.type === 'session.status' && event.properties.status.type === 'retry') {
      const { attempt, message } = event.properties.status
      if (event.properties.sessionID === this.id && attempt > PROVIDER_RETRY_LIMIT)
        this.giveUp(running, message)
    }
  }

  cut(): void {
    this.running?.turn.freeze()
  }

  back(): void {
    if (this.running !== null) this.repair(this.running, false)
  }

  died(): void {
    const { running } = this
    if (running === null) return
    this.clear()
    running.turn.lost()
    this.repair(running, true)
  }

  private async send(
    client: OpencodeClient,
    { key, content }: { key: string; content: PromptContent },
    running: Running,
  ): Promise<void> {
    const parts = content.map((block, index) => ({
      id: partId(key, index),
      type: 'text' as const,
      text: promptText([block]),
    }))
    const prompt = { ...this.where, messageID: key, parts, ...this.parts.defaults }
    try {
      await call('take a prompt', (options) => client.session.promptAsync(prompt, options))
    } catch (error) {
      if (error instanceof Refused) throw refusal(error)
      // opencode may have it all the same: its record tells, once it answers again.
      if (this.running === running && this.watch === null)
        this.arm(SEND_RETRY_MS, () => this.repair(running, false))
      return
    }
    // That it has it is told by its stored prompt, not by this answer: a crash in between loses the prompt.
    if (running.isCancelled) this.again(running)
    else if (running.turn.state() === 'sent') this.arm(PROMPT_SILENCE_MS, () => this.repair(running, false))
  }

  private again(running: Running): void {
    this.abort(running).catch((error: unknown) => {
      running.turn.settle({
        outcome: 'failed',
        error: { code: 'agent.unresponsive', message: String(error) },
      })
    })
  }

  /** Asks opencode to stop, and looks after a while whether it did. */
  private async abort(running: Running): Promise<void> {
    if (running.turn.state() === 'settled') return
    running.aborts += 1
    running.answersAtAbort = running.turn.answerCount()
    if (running.aborts > ABORT_LIMIT) {
      const message = 'opencode did not stop when it was asked to.'
      running.turn.settle({ outcome: 'failed', error: { code: 'agent.unresponsive', message } })
      return
    }
    if (this.abortWatch !== null) clearTimeout(this.abortWatch)
    this.abortWatch = setTimeout(() => this.again(running), ABORT_GRACE_MS)
    try {
      const client = await this.parts.client()
      await call('stop', (options) => client.session.abort(this.where, options))
      if (running.aborts > 1 && !(await isBusy(client, this.where))) this.repair(running, false)
    } catch (error) {
      // The server may have ended, which settles the turn by its record; if not, the watch above asks again.
      if (running.aborts >= ABORT_LIMIT) throw error
    }
  }

  private giveUp(running: Running, message: string): void {
    running.isCancelled = true
    running.turn.cancel({ outcome: 'failed', error: { code: 'agent.failed', message } })
    this.again(running)
  }

  private repair(running: Running, hasDied: boolean): void {
    this.reconcile(running, hasDied).catch((error: unknown) => {
      if (this.running !== running) return
      if (hasDied) this.endLost(running)
      else this.silent(running, error)
    })
  }

  /** Reads what was missed from opencode's record and lists; ends the turn where they show that it has ended. */
  private async reconcile(running: Running, hasDied: boolean): Promise<void> {
    const client = await this.parts.client()
    const { turn, key } = running
    const messages = await readTurn(client, this.where, key)
    const busy = await isBusy(client, this.where)
    const keepOnly = turn.census()
    const requests = await pendingRequests(client, this.where.directory)
    if (this.running !== running) return
    turn.read(messages ?? [])
    keepOnly(new Set(requests.map(({ properties }) => properties.id)))
    for (const request of requests) await this.parts.hub.deliver(request, this.where.directory)
    if (hasDied) this.afterDeath(running, client, messages)
    else if (!busy) this.afterCut(running)
  }

  /** The server that had the turn is gone, and with it everything that its record does not show. */
  private afterDeath(running: Running, client: OpencodeClient, messages: MessageRecord[] | null): void {
    const { turn } = running
    const record = recovered(messages, false)
    if (record.found === 'ended') turn.settle(record.how)
    else if (running.isCancelled) turn.settle({ outcome: 'cancelled' })
    else if (record.found !== 'absent' || turn.isAccepted()) turn.settle({ outcome: 'failed', error: EXITED })
    else if (running.resends < RESEND_LIMIT) {
      running.resends += 1
      running.send(client)
    } else running.fail(new AgentError('agent.exited', EXITED.message))
  }

  /** opencode is idle: the turn has ended, or has not begun. */
  private afterCut(running: Running): void {
    const { turn } = running
    turn.sign('idle')
    turn.sign('late')
    if (running.isCancelled) turn.settle({ outcome: 'cancelled' })
    else if (turn.state() !== 'settled') this.silent(running, new Error('opencode has not begun the turn.'))
  }

  /** Nothing was heard, and nothing is to be read: tried again SILENCE_LIMIT times. */
  private silent(running: Running, error: unknown): void {
    running.silences += 1
    if (running.silences < SILENCE_LIMIT) {
      this.arm(PROMPT_SILENCE_MS, () => this.repair(running, false))
      return
    }
    const message = error instanceof Error ? error.message : String(error)
    if (!running.turn.isAccepted())
      running.fail(new Error(`It is not known whether opencode got the prompt: ${message}`))
    else running.turn.settle({ outcome: 'failed', error: { code: 'agent.unresponsive', message } })
  }

  private endLost(running: Running): void {
    if (running.turn.isAccepted()) running.turn.settle({ outcome: 'failed', error: EXITED })
    else running.fail(new Error('opencode ended, and it is not known whether it got the prompt.'))
  }

  /** Tells a turn that was delivered in an earlier life from opencode's record. False: it was not delivered. */
  private async replay(key: string, sink: TurnSink): Promise<boolean> {
    const record = await this.recover(key)
    if (record.found === 'absent') return false
    if (record.found === 'unreadable') throw new Error(record.why)
    sink.accepted()
    for (const draft of record.drafts) sink.draft(draft)
    sink.settled(record.found === 'ended' ? record.how : { outcome: 'failed', error: EXITED })
    return true
  }

  /** Something was heard: the time of silence begins anew. */
  private listenOn(running: Running): void {
    this.callOffQuiet()
    this.callOffQuiet = this.parts.after(QUIET_MS, () => running.turn.quiet(QUIET_MS / 60_000))
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
    if (this.abortWatch !== null) clearTimeout(this.abortWatch)
    this.callOffQuiet()
    this.watch = null
    this.abortWatch = null
  }
}

function refusal(error: Refused): AgentError {
  const isMissing = error.status === 404
  return new AgentError(isMissing ? 'agent.session_missing' : 'agent.failed', error.message)
}
