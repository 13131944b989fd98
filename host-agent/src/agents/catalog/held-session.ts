import type { PromptContent } from '@hearth/shared/session'
import type { AgentRequest, AgentSession, Draft, Settlement, TurnSink } from '../driver.ts'

type Prompt = { key: string; content: PromptContent }

/** What a held session needs of its generation. */
export type Holder = {
  /** Keeps the driver from being stopped until the returned function is called. */
  use(): () => void
  /** Resolves when the driver is stopped. */
  over: Promise<void>
}

/** An agent's session that keeps its driver alive while a turn runs in it. */
export class HeldSession implements AgentSession {
  readonly id: string
  readonly ended: Promise<void>
  private readonly inner: AgentSession
  private readonly holder: Holder
  private closed: () => void = () => undefined

  constructor(inner: AgentSession, holder: Holder) {
    this.inner = inner
    this.holder = holder
    this.id = inner.id
    const closed = new Promise<void>((resolve) => {
      this.closed = resolve
    })
    this.ended = Promise.race([inner.ended, holder.over, closed])
  }

  get memory() {
    return this.inner.memory
  }

  get view() {
    return this.inner.view
  }

  get steer() {
    const { inner } = this
    return inner.steer === null
      ? null
      : (turn: Prompt) => inner.steer?.(turn) ?? Promise.resolve('left' as const)
  }

  onView(listener: () => void): () => void {
    return this.inner.onView(listener)
  }

  mintKey(): string {
    return this.inner.mintKey()
  }

  async prompt(turn: Prompt, sink: TurnSink): Promise<void> {
    const end = this.holder.use()
    try {
      await this.inner.prompt(turn, new HeldSink(sink, end))
    } catch (error) {
      end()
      throw error
    }
  }

  cancel(): Promise<void> {
    return this.inner.cancel()
  }

  kill(): Promise<void> {
    return this.inner.kill()
  }

  status() {
    return this.inner.status()
  }

  setOption(id: string, value: string): Promise<void> {
    return this.inner.setOption(id, value)
  }

  stopTask(id: string): Promise<void> {
    return this.inner.stopTask(id)
  }

  recover(key: string) {
    return this.inner.recover(key)
  }

  async close(): Promise<void> {
    await this.inner.close().finally(this.closed)
  }
}

/** Passes a turn on, and tells when it has settled. */
class HeldSink implements TurnSink {
  private readonly inner: TurnSink
  private readonly end: () => void

  constructor(inner: TurnSink, end: () => void) {
    this.inner = inner
    this.end = end
  }

  accepted(): void {
    this.inner.accepted()
  }

  draft(draft: Draft): void {
    this.inner.draft(draft)
  }

  request(request: AgentRequest): void {
    this.inner.request(request)
  }

  requestGone(id: string): void {
    this.inner.requestGone(id)
  }

  joined(...told: Parameters<TurnSink['joined']>): void {
    this.inner.joined(...told)
  }

  settled(how: Settlement): void {
    try {
      this.inner.settled(how)
    } finally {
      this.end()
    }
  }
}
