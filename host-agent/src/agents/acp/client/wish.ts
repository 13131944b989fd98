import { CLIENT_PERMITS } from '../../limits.ts'

/**
 * What an agent wants us to do for it, exactly as it would be done. Paths are real ones; `before` is null for a new
 * file; `command` is a shell's command line.
 */
export type Wish =
  | { type: 'command'; command: string; cwd: string }
  | { type: 'edit'; path: string; before: string | null; after: string }

/**
 * What was allowed in the running turn, by the agent's own permission requests, and has not been done yet. Each is good
 * for one time and for exactly that command or change: whatever differs is asked anew. What stood in the file before
 * counts too, for a person was shown only what differs from that.
 */
export class Permits {
  private kept: string[] = []

  add(wish: Wish): void {
    this.kept = [...this.kept, key(wish)].slice(-CLIENT_PERMITS)
  }

  /** Uses one up. */
  take(wish: Wish): boolean {
    const at = this.kept.indexOf(key(wish))
    if (at >= 0) this.kept.splice(at, 1)
    return at >= 0
  }

  /** A turn's permissions end with it. */
  clear(): void {
    this.kept = []
  }
}

function key(wish: Wish): string {
  return wish.type === 'command'
    ? JSON.stringify(['command', wish.command, wish.cwd])
    : JSON.stringify(['edit', wish.path, wish.before ?? '', wish.after])
}
