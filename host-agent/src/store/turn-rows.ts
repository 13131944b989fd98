import type { Turn } from '@hearth/shared/session'
import { decodeTurn, encodeTurn } from './codec.ts'
import type { HostDatabase } from './open.ts'
import { createUsageRows } from './usage-rows.ts'

/** A prompt that was admitted. */
export interface PromptRow {
  readonly id: string
  readonly session: number
  readonly turn: number
  /** SHA-256 of its content, in hex. */
  readonly hash: string
  readonly retryOf: number | null
}

/** Under which key, in which of the agent's sessions, a turn was sent. */
export interface SentRow {
  readonly key: string
  readonly agentSession: string
}

/** The tables of turns: settled ones, admitted prompts, and what a turn that runs needs after a crash. */
export interface TurnRows {
  save(session: number, turn: Turn): void
  get(session: number, n: number): Turn | null
  /** Settled turns before turn `before`, the newest `limit` of them, in order. */
  before(session: number, before: number, limit: number): Turn[]
  prompt(id: string): PromptRow | null
  insertPrompt(row: PromptRow): void
  /** The turn that retries turn `n`, or null. */
  retryOf(session: number, n: number): number | null
  sent(session: number, turn: number): SentRow | null
  saveSent(session: number, turn: number, row: SentRow): void
  /** The blocks of a turn that runs, by the driver's key. */
  blocks(session: number, turn: number): Map<string, number>
  saveBlock(session: number, turn: number, n: number, key: string): void
  /** Forgets what only a turn that runs needs. */
  clear(session: number, turn: number): void
}

const PROMPT = 'SELECT id, session, turn, content_hash AS hash, retry_of AS retryOf FROM prompt WHERE'

export const createTurnRows = (db: HostDatabase): TurnRows => {
  const save = db.prepare('INSERT OR REPLACE INTO turn (session, n, body) VALUES (?, ?, ?)')
  const usage = createUsageRows(db)
  const get = db.prepare('SELECT body FROM turn WHERE session = ? AND n = ?')
  const before = db.prepare('SELECT body FROM turn WHERE session = ? AND n < ? ORDER BY n DESC LIMIT ?')
  const prompt = db.prepare(`${PROMPT} id = ?`)
  const insertPrompt = db.prepare('INSERT INTO prompt VALUES (?, ?, ?, ?, ?)')
  const retryOf = db.prepare('SELECT turn FROM prompt WHERE session = ? AND retry_of = ?')
  const sent = db.prepare(
    'SELECT key, agent_session AS agentSession FROM sent WHERE session = ? AND turn = ?',
  )
  const saveSent = db.prepare('INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)')
  const blocks = db.prepare('SELECT n, key FROM block WHERE session = ? AND turn = ?')
  const saveBlock = db.prepare('INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?)')
  const clearSent = db.prepare('DELETE FROM sent WHERE session = ? AND turn = ?')
  const clearBlocks = db.prepare('DELETE FROM block WHERE session = ? AND turn = ?')
  return {
    save: (session, turn) => {
      save.run(session, turn.n, encodeTurn(turn))
      usage.save(session, turn)
    },
    get: (session, n) => {
      const row = get.get(session, n) as { body: Uint8Array } | undefined
      return row === undefined ? null : decodeTurn(row.body)
    },
    before: (session, n, limit) =>
      (before.all(session, n, limit) as { body: ArrayBuffer }[]).map((row) => decodeTurn(row.body)).reverse(),
    prompt: (id) => (prompt.get(id) as PromptRow | undefined) ?? null,
    insertPrompt: (row) => {
      insertPrompt.run(row.id, row.session, row.turn, row.hash, row.retryOf)
    },
    retryOf: (session, n) => (retryOf.get(session, n) as { turn: number } | undefined)?.turn ?? null,
    sent: (session, turn) => (sent.get(session, turn) as SentRow | undefined) ?? null,
    saveSent: (session, turn, row) => {
      saveSent.run(session, turn, row.key, row.agentSession)
    },
    blocks: (session, turn) =>
      new Map((blocks.all(session, turn) as { n: number; key: string }[]).map((row) => [row.key, row.n])),
    saveBlock: (session, turn, n, key) => {
      saveBlock.run(session, turn, n, key)
    },
    clear: (session, turn) => {
      clearSent.run(session, turn)
      clearBlocks.run(session, turn)
    },
  }
}
