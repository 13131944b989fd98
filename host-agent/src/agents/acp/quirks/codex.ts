import type { Quirks } from '../spec.ts'

/**
 * Codex by either adapter. It works in a sandbox and asks only to leave it; only in mode `read-only` it asks for each
 * change too (recordings/codex/command-allowed). Taken up again it is in `auto` (recordings/codex/load). The newer
 * adapter has words of its own for a conversation that it does not have (recordings/codex-new/load-missing).
 */
export const codex: Quirks = {
  choose: { mode: 'read-only' },
  missing: /no rollout found/i,
  signIn: 'codex login',
}
