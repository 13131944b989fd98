import { FAMILY_GROUPS, FAMILY_LOOK_MS, KILL_GRACE_MS, TERM_GRACE_MS } from '../limits.ts'
import { descendants } from './descendants.ts'
import { identify, type ProcessIdentity } from './identity.ts'
import { type After, systemAfter } from './idle.ts'
import { isSameProcess, send, Tree } from './tree.ts'

type Member = { identity: ProcessIdentity; forget(): void }

/**
 * The process groups that commands of an agent lead. Agents give each command a group of its own, so what ends the
 * agent's group does not reach them. A group counts only while its leader is the very process that was seen below the
 * agent: by number, start time and command line.
 */
export class Family {
  private readonly head: number
  private readonly headStarted: string | null
  private readonly noted: (pid: number) => () => void
  private readonly after: After
  private readonly members = new Map<number, Member>()

  /** `head` leads a group of its own. `noted` notes a leader for clean-up after a crash of ours. */
  constructor(head: number, noted: (pid: number) => () => void, after: After = systemAfter) {
    this.head = head
    this.headStarted = identify(head)?.started ?? null
    this.noted = noted
    this.after = after
  }

  /** Takes in the groups that there are now below the head, and forgets those that have ended. */
  look(): void {
    for (const pid of [...this.members.keys()]) this.runs(pid)
    for (const pid of this.leaders()) {
      const identity = identify(pid)
      if (identity === null || this.members.has(pid) || this.members.size >= FAMILY_GROUPS) continue
      this.members.set(pid, { identity, forget: this.noted(pid) })
    }
  }

  /** Does the leader of this number still run? False as well for one that was never seen below the head. */
  runs(pid: number): boolean {
    const member = this.members.get(pid)
    if (member === undefined) return false
    const now = identify(pid)
    if (now !== null && this.isSame(pid, member.identity, now)) {
      member.identity = now
      return true
    }
    this.members.delete(pid)
    member.forget()
    return false
  }

  /**
   * Ends the command that leads a group, with all below it: asks, and kills what does not end. Bounded by
   * TERM_GRACE_MS + KILL_GRACE_MS. False where it could not be ended, or is none of the family.
   */
  async end(pid: number): Promise<boolean> {
    if (!this.runs(pid)) return false
    const tree = new Tree(pid)
    tree.signal('SIGTERM')
    if (await this.ends(tree, TERM_GRACE_MS)) return true
    tree.signal('SIGKILL')
    return this.ends(tree, KILL_GRACE_MS)
  }

  /** Kills what is left of all of them: the head has ended. */
  endAll(): void {
    for (const [pid, { forget }] of [...this.members]) {
      if (!this.runs(pid)) continue
      send(-pid, 'SIGKILL')
      this.members.delete(pid)
      forget()
    }
  }

  private async ends(tree: Tree, ms: number): Promise<boolean> {
    for (let waited = 0; waited < ms && !tree.isGone(); waited += FAMILY_LOOK_MS)
      await new Promise<void>((resolve) => this.after(FAMILY_LOOK_MS, resolve))
    return tree.isGone()
  }

  /** Where the time is not exact the command line must be the same; a shell may become its last command, below us. */
  private isSame(pid: number, before: ProcessIdentity, now: ProcessIdentity): boolean {
    if (isSameProcess(before, now)) return true
    return now.started === before.started && this.leaders().includes(pid)
  }

  private leaders(): number[] {
    // Its number may be another's by now.
    if (this.headStarted === null || identify(this.head)?.started !== this.headStarted) return []
    const leads = ({ pid, group }: { pid: number; group: number }) => pid === group && group !== this.head
    return descendants(this.head)
      .filter(leads)
      .map(({ pid }) => pid)
  }
}
