import type { TurnNotice } from '@hearth/shared/session'

/**
 * A line of the transcript. It says what stands there and holds no text that grows: content is looked up by `turn`
 * and block number, so that a row stays the same object while its block streams. `key` is stable for good.
 */
export type Row =
  /** What a person sent; `turn` is null while the host has not admitted it. */
  | { readonly type: 'prompt'; readonly key: string; readonly prompt: string; readonly turn: number | null }
  /** What the agent remembers of the session as it takes the prompt. */
  | { readonly type: 'memory'; readonly key: string; readonly turn: number }
  | { readonly type: 'block'; readonly key: string; readonly turn: number; readonly n: number }
  /** Reads and searches one after another, from block `n` on. */
  | { readonly type: 'run'; readonly key: string; readonly turn: number; readonly n: number }
  | { readonly type: 'notice'; readonly key: string; readonly notice: TurnNotice }
  /** The plan of a turn that has ended. */
  | { readonly type: 'plan'; readonly key: string; readonly turn: number }
  /** How the requests of a turn were answered. */
  | { readonly type: 'requests'; readonly key: string; readonly turn: number }
  /** What the turn does now. */
  | { readonly type: 'activity'; readonly key: string; readonly turn: number }
  /** How the turn ended. */
  | { readonly type: 'end'; readonly key: string; readonly turn: number }
  /** A queued prompt that was taken back before its turn began. */
  | { readonly type: 'withdrawn'; readonly key: string; readonly turn: number }

/** Are these the same line? Their objects may differ. */
export const isSameRow = (a: Row, b: Row): boolean => {
  if (a.key !== b.key || a.type !== b.type) return false
  if (a.type === 'prompt' && b.type === 'prompt') return a.turn === b.turn
  if (a.type === 'notice' && b.type === 'notice') return a.notice.text === b.notice.text
  return true
}
