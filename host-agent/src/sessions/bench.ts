import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SessionEvent } from '@hearth/shared/session'
import { encodeEvent } from '../store/codec.ts'
import { openDatabase } from '../store/open.ts'
import { createSessionStore, type SessionStore } from '../store/store.ts'
import { Ledger } from './ledger.ts'

const WARM_UP = 200
const DELTAS = 2_000
/** A text event as coalescing makes it at a brisk pace; below what would be deflated. */
const TEXT = 'a few words of an answer, and then a few more '.repeat(5)
const FILL = 1_000

const fail = (error: unknown): never => {
  throw error
}

/** A session with a running turn, ready for text. */
const openLedger = async (store: SessionStore): Promise<Ledger> => {
  const owner = { grew: () => undefined, report: fail }
  const ledger = new Ledger({ id: '1', num: 1 }, { state: null, last: null }, store, owner)
  await ledger.submit(({ emit }) => {
    const place = { kind: 'main' as const, path: '/', branch: null }
    emit({ type: 'session.created', at: 1, title: 'bench', project: '00'.repeat(8), place, agent: 'bench' })
    const content = [{ type: 'text' as const, text: 'go' }]
    emit({
      type: 'prompt.admitted',
      at: 1,
      turn: 1,
      prompt: '00'.repeat(16),
      content,
      agent: 'bench',
      by: null,
    })
    emit({ type: 'turn.moved', at: 1, turn: 1, to: 'starting' })
    emit({ type: 'turn.moved', at: 1, turn: 1, to: 'running' })
  })
  return ledger
}

const write = (ledger: Ledger): Promise<number> =>
  ledger.submit(({ emit }) => emit({ type: 'text', turn: 1, block: 0, kind: 'message', text: TEXT }))

/** Microseconds for one more durable delta of a session whose log holds `length` events already. */
export const deltaCost = async (length: number): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const db = openDatabase(join(folder, 'host.db'))
  try {
    const store = createSessionStore(db, fail)
    const { state } = await openLedger(store)
    const event: SessionEvent = { type: 'text', seq: length, turn: 1, block: 0, kind: 'message', text: TEXT }
    const packed = encodeEvent(event)
    db.exec('BEGIN')
    for (let seq = state.seq + 1; seq <= length; seq += FILL) {
      const count = Math.min(FILL, length - seq + 1)
      store.events.insert(
        1,
        Array.from({ length: count }, (_, n) => ({ seq: seq + n, packed, event })),
      )
    }
    db.exec('COMMIT')
    const owner = { grew: () => undefined, report: fail }
    const ledger = new Ledger(
      { id: '1', num: 1 },
      { state: { ...state, seq: length }, last: null },
      store,
      owner,
    )
    for (let n = 0; n < WARM_UP; n++) await write(ledger)
    const start = performance.now()
    for (let n = 0; n < DELTAS; n++) await write(ledger)
    return ((performance.now() - start) / DELTAS) * 1000
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
