import { FAMILY_GROUPS, FAMILY_LOOK_MS, KILL_GRACE_MS, TERM_GRACE_MS } from '../limits.ts'
import { descendants, type Kin } from './descendants.ts'
import { identify, type ProcessIdentity } from './identity.ts'
import { type After, systemAfter } from './idle.ts'
import { isSameProcess, send, Tree } from './tree.ts'

type Member = { identity: ProcessIdentity; isHelper: boolean; forget(): void }

/** What the system says of processes. */
export type ProcessTable = {
  descendants(of: number): Kin[]
  identify(pid: number): ProcessIdentity | null
}
const SYSTEM: ProcessTable = { descendants, identify }

/** A command that an agent runs: the process that leads its group, and its command line as the system shows it now. */
export type Command = { pid: number; started: string; line: string }

/**
 * The process groups that commands of an agent lead. Agents give each command a group of its own, so what ends the
 * agent's group does not reach them. A group counts only while its leader is the very process that was seen below the
 * agent: by number, start time and command line. Helpers of an agent, such as MCP servers, stay in its own group or are
 * there before its first work.
 */
export class Family {
  private readonly head: number
  private readonly headStarted: string | null
  private readonly noted: (pid: number) => () => void
  private readonly after: After
  private readonly table: ProcessTable
  private readonly members = new Map<number, Member>()
  private readonly helperLines = new Set<string>()

  /** `head` leads a group of its own. `noted` notes a leader for clean-up after a crash of ours. */
  constructor(
    head: number,
    noted: (pid: number) => () => void,
    after: After = systemAfter,
    table: ProcessTable = SYSTEM,
  ) {
    this.head = head
    this.headStarted = table.identify(head)?.started ?? null
    this.noted = noted
    this.after = after
    this.table = table
  }

  /**
   * The agent gets its first work: all that is below it now are helpers of its own, and so is what comes later with the
   * command line of one of them, or of the agent, such as a helper that was started anew.
   */
  settle(): void {
    const below = this.take()
    for (const pid of [this.head, ...below.map(({ pid }) => pid)]) {
      const identity = this.table.identify(pid)
      if (identity !== null) this.helperLines.add(identity.command)
      const member = this.members.get(pid)
      if (member !== undefined) member.isHelper = true
    }
  }

  /** Takes in the groups that there are now below the head, and forgets those that have ended. */
  look(): void {
    this.take()
  }

  /** Looks, and tells the commands that run now, oldest known first; of commands that began others only the topmost. */
  commands(): Command[] {
    const parents = new Map(this.take().map(({ pid, parent }) => [pid, parent]))
    const isCommand = (pid: number) => this.members.get(pid)?.isHelper === false
    const isTopmost = (pid: number) => {
      for (let above = parents.get(pid); above !== undefined; above = parents.get(above))
        if (isCommand(above)) return false
      return true
    }
    return [...this.members].flatMap(([pid, { identity, isHelper }]) =>
      isHelper || !isTopmost(pid) ? [] : [{ pid, started: identity.started, line: identity.command }],
    )
  }

  /** Does the leader of this number still run? False as well for one that was never seen below the head. */
  runs(pid: number): boolean {
    const member = this.members.get(pid)
    if (member === undefined) return false
    const now = this.table.identify(pid)
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
   * TERM_GRACE_MS + KILL_GRACE_MS. False where it could not be ended, or is none of the family, or no longer the process
   * that began then.
   */
  async end(
    pid: number,
    started: string | undefined = this.members.get(pid)?.identity.started,
  ): Promise<boolean> {
    if (!this.runs(pid) || this.members.get(pid)?.identity.started !== started) return false
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

  /** All below the head; of these those that lead a group are members from here on. */
  private take(): Kin[] {
    for (const pid of [...this.members.keys()]) this.runs(pid)
    const below = this.below()
    for (const { pid } of below.filter((kin) => this.leads(kin))) {
      const identity = this.table.identify(pid)
      if (identity === null || this.members.has(pid) || this.members.size >= FAMILY_GROUPS) continue
      const isHelper = this.helperLines.has(identity.command)
      this.members.set(pid, { identity, isHelper, forget: this.noted(pid) })
    }
    return below
  }

  private async ends(tree: Tree, ms: number): Promise<boolean> {
    for (let waited = 0; waited < ms && !tree.isGone(); waited += FAMILY_LOOK_MS)
      await new Promise<void>((resolve) => this.after(FAMILY_LOOK_MS, resolve))
    return tree.isGone()
  }

  /** Where the time is not exact the command line must be the same; a shell may become its last command, below us. */
  private isSame(pid: number, before: ProcessIdentity, now: ProcessIdentity): boolean {
    if (isSameProcess(before, now)) return true
    if (now.started !== before.started) return false
    return this.below().some((kin) => kin.pid === pid && this.leads(kin))
  }

  private leads({ pid, group }: Kin): boolean {
    return pid === group && group !== this.head
  }

  private below(): Kin[] {
    // Its number may be another's by now.
    const isHead = this.headStarted !== null && this.table.identify(this.head)?.started === this.headStarted
    return isHead ? this.table.descendants(this.head) : []
  }
}
