import { AgentError } from '../driver.ts'
import type { Hub } from './hub.ts'
import type { Where } from './record.ts'

type UnstoppedSpec = {
  hub: Pick<Hub, 'hasTurns'>
  /** The process that runs now; null when there is none. */
  pid(): number | null
  /** Asks opencode once more to stop what goes on in a session. True: nothing does. Bounded; never rejects. */
  stop(where: Where): Promise<boolean>
  /** Ends the server; the next call starts another. */
  end(why: string): Promise<void>
}

/**
 * Sessions in which opencode did not stop a turn when it was asked by all means, while others needed its server. The
 * turn has settled; what it began may go on. The server is ended as soon as nobody has a turn, if it still does.
 */
export class Unstopped {
  private readonly spec: UnstoppedSpec
  /** With the process in which it goes on. */
  private readonly left = new Map<string, { where: Where; pid: number }>()

  constructor(spec: UnstoppedSpec) {
    this.spec = spec
  }

  add(where: Where): void {
    const pid = this.spec.pid()
    if (pid !== null) this.left.set(where.sessionID, { where, pid })
  }

  /** Nobody has a turn. */
  async rest(): Promise<void> {
    for (const { where } of [...this.left.values()]) {
      if (this.spec.hub.hasTurns()) return
      await this.isOver(where)
    }
  }

  /**
   * Makes sure, before a prompt is sent, that it won't be taken into what was to be stopped.
   * @throws {AgentError} `agent.unresponsive`: it goes on still, and others need the server
   */
  async clear(where: Where): Promise<void> {
    if (await this.isOver(where)) return
    const message =
      'opencode is still at work with a turn that it did not stop, and other sessions need it. Nothing was sent. It is started anew when they are done.'
    throw new AgentError('agent.unresponsive', message)
  }

  /** Does nothing go on in the session, or not any more? Where nobody has a turn the server is ended for that. */
  private async isOver(where: Where): Promise<boolean> {
    const { hub, pid, stop, end } = this.spec
    const id = where.sessionID
    const isLeft = () => this.left.has(id) && this.left.get(id)?.pid === pid()
    const isOver = !isLeft() || (await stop(where)) || !isLeft()
    // A turn may have begun while it was asked.
    if (!isOver && hub.hasTurns()) return false
    this.left.delete(id)
    if (!isOver) await end('it was still at work with a turn that was to be stopped')
    return true
  }
}
