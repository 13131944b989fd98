import { client, RequestError } from '@agentclientprotocol/sdk'
import { AgentError } from '../driver.ts'
import { ACP_DRAIN_MS, CALL_TIMEOUT_MS } from '../limits.ts'
import { within } from '../process/group.ts'
import type { Channel } from './process.ts'
import { type RawAnswer, tapped } from './tap.ts'

/** Who listens to an agent. What is told comes in the agent's order; nothing here may throw. */
export type Listener = {
  update(session: string, update: unknown): void
  notified(method: string, params: unknown): void
  /** @throws {RequestError} which the agent gets */
  request(method: string, params: unknown, signal: AbortSignal): Promise<unknown>
}

/** An error that the agent answered with. `code` can be any number. Its words are hostile text. */
export const Refused = RequestError
export type Refused = RequestError

/** ACP spoken with one agent: requests with bounds, updates raw and in order. */
export class Connection {
  readonly channel: Channel
  /** Resolves with how it ended, when nothing more can be said or heard and its processes are gone. */
  readonly gone: Promise<string>
  private readonly sdk: ReturnType<ReturnType<typeof client>['connect']>
  private readonly ordered = new Map<string, (answer: RawAnswer) => void>()

  constructor(channel: Channel, listener: Listener) {
    this.channel = channel
    const stream = tapped(channel.stream, {
      notified: (method, params) => notified(listener, method, params),
      answered: (method, answer) => {
        const tell = this.ordered.get(method)
        this.ordered.delete(method)
        tell?.(answer)
      },
    })
    this.sdk = client({ name: 'hearth' })
      .onRequest('*', ({ method, params, signal }) => listener.request(method, params, signal))
      .connect(stream)
    let cause: string | null = null
    // An agent that can't be talked to any more is of no use, whether it has ended or not.
    void this.sdk.closed.then(() => {
      const { reason } = this.sdk.signal
      if (reason instanceof Error && reason.message !== CLOSED) cause = reason.message
      return channel.stop()
    })
    this.gone = channel.ended.then(async (how) => {
      await within(this.sdk.closed, ACP_DRAIN_MS)
      this.sdk.close()
      return cause ?? how
    })
  }

  /**
   * Asks the agent, and waits no longer than `ms`. `answered` is called in the agent's order, as for `ask`.
   * @throws {Refused} with the agent's own error; {AgentError} `agent.unresponsive`, `agent.exited`
   */
  async request(
    method: string,
    params: Record<string, unknown>,
    ms: number = CALL_TIMEOUT_MS,
    answered?: () => void,
  ): Promise<unknown> {
    if (answered !== undefined) this.ordered.set(method, answered)
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), ms)
    try {
      const options = { cancellationSignal: late.signal, stopWaitingOnCancel: true }
      return await this.sdk.agent.request<unknown>(method, params, options)
    } catch (error) {
      if (late.signal.aborted)
        throw new AgentError(
          'agent.unresponsive',
          `It did not answer ${method} within ${ms / 1000} s.`,
          this.channel.tail(),
        )
      if (error instanceof Refused) throw error
      throw new AgentError('agent.exited', `It ended before it answered ${method}.`, this.channel.tail())
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * Asks what takes as long as it takes. `answered` is called in the agent's order: after all updates that came before
   * the answer, before all that come after. It is not called when the agent ends first: `gone` tells that.
   * One at a time for each method.
   */
  ask(method: string, params: Record<string, unknown>, answered: (answer: RawAnswer) => void): void {
    this.ordered.set(method, answered)
    // Its refusal was told by `answered`, its end is told by `gone`.
    this.sdk.agent.request<unknown>(method, params).catch(() => undefined)
  }

  /** Tells the agent; resolves when it is written. */
  notify(method: string, params: Record<string, unknown>): Promise<void> {
    return this.sdk.agent.notify(method, params)
  }

  isOpen(): boolean {
    return !this.sdk.signal.aborted
  }

  /** Ends the agent within the bounds of its channel. */
  async stop(): Promise<void> {
    await this.channel.stop()
    this.sdk.close()
  }
}

/** The SDK's word for a connection that ended without an error. */
const CLOSED = 'ACP connection closed'

function notified(listener: Listener, method: string, params: unknown): void {
  if (method !== 'session/update') {
    listener.notified(method, params)
    return
  }
  if (typeof params !== 'object' || params === null || !('sessionId' in params) || !('update' in params))
    return
  if (typeof params.sessionId === 'string') listener.update(params.sessionId, params.update)
}
