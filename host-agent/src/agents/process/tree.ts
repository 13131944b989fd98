import { descendants } from './descendants.ts'
import { identify, type ProcessIdentity } from './identity.ts'

/** Does this number still mean the process that it meant? */
export function isSameProcess(before: ProcessIdentity, now: ProcessIdentity | null): boolean {
  if (now?.started !== before.started) return false
  return now.isExact || now.command === before.command
}

/** A process and all below it, as they were when it was made: each counts for as long as it is still that process. */
export class Tree {
  private readonly processes: ReadonlyMap<number, ProcessIdentity>

  constructor(root: number) {
    const pids = [root, ...descendants(root).map(({ pid }) => pid)]
    this.processes = new Map(
      pids.flatMap((pid) => {
        const identity = identify(pid)
        return identity === null ? [] : [[pid, identity] as const]
      }),
    )
  }

  isGone(): boolean {
    return this.left().length === 0
  }

  signal(signal: NodeJS.Signals): void {
    for (const pid of this.left()) send(pid, signal)
  }

  private left(): number[] {
    const isLeft = ([pid, identity]: [number, ProcessIdentity]) => isSameProcess(identity, identify(pid))
    return [...this.processes].filter(isLeft).map(([pid]) => pid)
  }
}

/** Signals a process, or a group by its negative number. What can't be signalled has ended or is not ours to end. */
export function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal)
  } catch {
    return
  }
}
