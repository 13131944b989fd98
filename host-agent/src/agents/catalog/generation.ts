import type { AgentDriver, AgentSession } from '../driver.ts'
import { HeldSession } from './held-session.ts'

/**
 * One driver for as long as its agent stays as it is. Once retired it finishes the turns that run, and is stopped then.
 */
export class Generation {
  readonly driver: AgentDriver
  /** Which state of program and settings it was made for. */
  readonly signature: string
  /** Resolves when it was retired and is stopped. */
  readonly over: Promise<void>
  private readonly sessions = new Set<HeldSession>()
  private readonly touched: () => void
  private readonly report: (error: unknown) => void
  private finish: () => void = () => undefined
  private uses = 0
  private isRetired = false
  private isOver = false

  /** `touched` is called when something may have changed that is told of the agent. */
  constructor(driver: AgentDriver, signature: string, touched: () => void, report: (error: unknown) => void) {
    this.driver = driver
    this.signature = signature
    this.touched = touched
    this.report = report
    this.over = new Promise((resolve) => {
      this.finish = resolve
    })
  }

  /** Its live processes. */
  running(): number {
    if (this.driver.process === 'per-session') return this.sessions.size
    return this.driver.health().state === 'ready' ? 1 : 0
  }

  /** Does not stop it for as long as `work` takes. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const end = this.use()
    try {
      return await work()
    } finally {
      end()
    }
  }

  /** Counts as used until the returned function is called; more calls do nothing. */
  use(): () => void {
    this.uses += 1
    this.touched()
    let isUsed = true
    return () => {
      if (!isUsed) return
      isUsed = false
      this.uses -= 1
      this.touched()
      this.stopIfDone()
    }
  }

  /** A session of its driver, whose turns keep it from being stopped. */
  hold(session: AgentSession): AgentSession {
    const held = new HeldSession(session, { use: () => this.use(), over: this.over })
    this.sessions.add(held)
    void held.ended.then(() => {
      this.sessions.delete(held)
      this.touched()
    })
    return held
  }

  /** Stops it when its last turn has ended; at once where none runs. */
  retire(): void {
    this.isRetired = true
    this.stopIfDone()
  }

  /** Stops it now, whatever runs. */
  async stop(): Promise<void> {
    this.isRetired = true
    this.isOver = true
    await this.driver.stop().finally(this.finish)
  }

  private stopIfDone(): void {
    if (!this.isRetired || this.isOver || this.uses > 0) return
    this.isOver = true
    // First those who hold a session hear that it can't be used any more.
    this.finish()
    this.driver.stop().catch(this.report).finally(this.touched)
  }
}
