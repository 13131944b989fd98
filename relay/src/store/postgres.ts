import pg from 'pg'
import { MAX_ROOMS, SEEN_STEP_MS, STORE_CONNECTIONS, STORE_TIMEOUT_MS } from '../limits.ts'
import { MIGRATIONS, stepsFrom } from './migrations.ts'
import { type Registered, type Registration, type RelayStore, StoreError } from './store.ts'

/** The lock that relays starting together take in turn while they make the tables: "hearth" in hex. */
const MIGRATION_LOCK = 0x686561727468

const troubleOf = (error: unknown): StoreError => {
  if (error instanceof StoreError) return error
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  const message = error instanceof Error ? error.message : 'unknown'
  if (code === '53100') {
    return new StoreError('full', 'PostgreSQL’s disk is full; make room. Nothing was lost.', error)
  }
  if (/^28|^3D/.test(code)) {
    return new StoreError('unusable', `PostgreSQL refuses this user or database: ${message}`, error)
  }
  if (/^42501$|^25006$/.test(code)) {
    return new StoreError('unusable', `PostgreSQL does not let this user write: ${message}`, error)
  }
  if (/^E[A-Z]+$|^08|^57P|^53300$/.test(code) || /timeout|terminated|Connection/.test(message)) {
    return new StoreError('unreachable', `PostgreSQL can’t be reached: ${message || code}`, error)
  }
  return new StoreError('failed', `PostgreSQL failed: ${message}`, error)
}

const inTransaction = async <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}

const migrate = (pool: pg.Pool, steps: readonly string[]): Promise<void> =>
  inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await client.query('CREATE TABLE IF NOT EXISTS hearth_relay_version (version INTEGER NOT NULL)')
    const { rows } = await client.query<{ version: number }>('SELECT version FROM hearth_relay_version')
    const todo = stepsFrom(rows[0]?.version ?? 0, steps)
    for (const step of todo) await client.query(step)
    if (todo.length === 0) return
    await client.query('DELETE FROM hearth_relay_version')
    await client.query('INSERT INTO hearth_relay_version VALUES ($1)', [steps.length])
  })

/** Writes a list only when it is another. */
const replace = async (client: pg.PoolClient, room: string, devices: readonly string[]): Promise<void> => {
  const wanted = [...new Set(devices)]
  const { rows } = await client.query<{ device: string }>(
    'SELECT device FROM hearth_relay_devices WHERE room = $1',
    [room],
  )
  const kept = new Set(rows.map(({ device }) => device))
  if (kept.size === wanted.length && wanted.every((device) => kept.has(device))) return
  await client.query('DELETE FROM hearth_relay_devices WHERE room = $1', [room])
  await client.query('INSERT INTO hearth_relay_devices SELECT $1, unnest($2::text[])', [room, wanted])
}

const register = async (client: pg.PoolClient, registration: Registration): Promise<Registered> => {
  const { room, key, devices, now, mayBeNew } = registration
  const look = () =>
    client.query<{ key: string; seen_at: string }>(
      'SELECT key, seen_at FROM hearth_relay_rooms WHERE room = $1 FOR UPDATE',
      [room],
    )
  let known = (await look()).rows[0]
  let isNew = false
  if (!known) {
    const { rows } = await client.query<{ rooms: number }>(
      'SELECT count(*)::int AS rooms FROM hearth_relay_rooms',
    )
    if (!mayBeNew || (rows[0]?.rooms ?? 0) >= MAX_ROOMS) return 'barred'
    const { rowCount } = await client.query(
      'INSERT INTO hearth_relay_rooms (room, key, seen_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [room, key, now],
    )
    isNew = rowCount === 1
    known = (await look()).rows[0]
  }
  if (known?.key !== key) return 'taken'
  if (now - Number(known.seen_at) >= SEEN_STEP_MS) {
    await client.query('UPDATE hearth_relay_rooms SET seen_at = $1 WHERE room = $2', [now, room])
  }
  await replace(client, room, devices)
  return isNew ? 'new' : 'held'
}

/** Connects to PostgreSQL and brings its tables up to date. @throws {StoreError} */
export const openPostgres = async (
  url: string,
  steps: readonly string[] = MIGRATIONS,
): Promise<RelayStore> => {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw troubleOf(error)
    }
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: STORE_CONNECTIONS,
    connectionTimeoutMillis: STORE_TIMEOUT_MS,
    query_timeout: STORE_TIMEOUT_MS,
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  await guarded(() => migrate(pool, steps)).catch(async (error: unknown) => {
    await pool.end()
    throw error
  })
  return {
    ready: () => guarded(async () => void (await pool.query('SELECT 1 FROM hearth_relay_rooms LIMIT 1'))),
    register: (registration) =>
      guarded(() => inTransaction(pool, (client) => register(client, registration))),
    replaceDevices: (room, devices) =>
      guarded(() =>
        inTransaction(pool, async (client) => {
          const held = 'SELECT 1 FROM hearth_relay_rooms WHERE room = $1 FOR UPDATE'
          const { rowCount } = await client.query(held, [room])
          if (rowCount === 0) throw new StoreError('failed', 'The room is not registered')
          await replace(client, room, devices)
        }),
      ),
    admits: (room, device) =>
      guarded(async () => {
        const held = 'SELECT 1 FROM hearth_relay_devices WHERE room = $1 AND device = $2'
        return (await pool.query(held, [room, device])).rowCount === 1
      }),
    forget: (before) =>
      guarded(async () => {
        const { rowCount } = await pool.query('DELETE FROM hearth_relay_rooms WHERE seen_at < $1', [before])
        return rowCount ?? 0
      }),
    close: () => pool.end(),
  }
}
