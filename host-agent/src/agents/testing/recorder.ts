import type { AgentRequest, AgentSession, Draft, Settlement, TurnSink } from '../driver.ts'

/** A sink that keeps what it is told, checks the sink's contract, and can be waited on. */
export class Recorder implements TurnSink {
  readonly drafts: Draft[] = []
  readonly requests: AgentRequest[] = []
  readonly gone: string[] = []
  /** Keys of prompts that steered this turn. */
  readonly joins: string[] = []
  /** Breaches of the contract: something before `accepted` or after `settled`. */
  readonly breaches: string[] = []
  how: Settlement | null = null
  isAccepted = false
  private readonly waiters = new Set<() => void>()

  accepted(): void {
    if (this.isAccepted) this.breaches.push('accepted twice')
    this.isAccepted = true
    this.changed('accepted')
  }

  draft(draft: Draft): void {
    this.drafts.push(draft)
    this.changed(draft.type)
  }

  request(request: AgentRequest): void {
    this.requests.push(request)
    this.changed('request')
  }

  joined(key: string): void {
    this.joins.push(key)
    this.changed('joined')
  }

  requestGone(id: string): void {
    this.gone.push(id)
    this.changed('requestGone')
  }

  settled(how: Settlement): void {
    this.changed('settled')
    this.how = how
    for (const check of this.waiters) check()
  }

  /** The whole text of one kind. */
  text(kind: 'message' | 'thought' = 'message'): string {
    return this.drafts
      .map((draft) => (draft.type === 'text' && draft.kind === kind ? draft.text : ''))
      .join('')
  }

  /** The state of every tool call, by its key, as the last drafts leave it. */
  tools(): Map<string, Partial<Extract<Draft, { type: 'tool' }>>> {
    const tools = new Map<string, Partial<Extract<Draft, { type: 'tool' }>>>()
    for (const draft of this.drafts) {
      if (draft.type === 'tool') tools.set(draft.call, { ...tools.get(draft.call), ...draft })
    }
    return tools
  }

  /** Resolves when the condition holds; rejects when the turn settles first, or after `ms`. */
  until(condition: () => boolean, ms = 15_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (then: () => void) => {
        clearTimeout(timer)
        this.waiters.delete(check)
        then()
      }
      const check = () => {
        if (condition()) end(resolve)
        else if (this.how !== null) end(() => reject(new Error(`settled first: ${JSON.stringify(this.how)}`)))
      }
      const timer = setTimeout(() => end(() => reject(new Error(`not within ${ms} ms`))), ms)
      this.waiters.add(check)
      check()
    })
  }

  async nextRequest(): Promise<AgentRequest> {
    const { length } = this.requests
    await this.until(() => this.requests.length > length)
    const request = this.requests[length]
    if (request === undefined) throw new Error('no request')
    return request
  }

  private changed(what: string): void {
    if (!this.isAccepted) this.breaches.push(`${what} before accepted`)
    if (this.how !== null) this.breaches.push(`${what} after settled`)
    for (const check of this.waiters) check()
  }
}

/** Starts a turn; `done` resolves when it has settled. */
export function begin(session: AgentSession, text: string, key = session.mintKey()): Begun {
  const sink = new Recorder()
  const done = session.prompt({ key, content: [{ type: 'text', text }] }, sink)
  // The test awaits it later; until then a rejection must not count as unhandled.
  done.catch(() => undefined)
  return { sink, done, key }
}

export type Begun = { sink: Recorder; done: Promise<void>; key: string }

/** Runs a turn to its end. */
export async function run(session: AgentSession, text: string): Promise<Recorder> {
  const { sink, done } = begin(session, text)
  await done
  return sink
}
