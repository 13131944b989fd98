import * as v from 'valibot'
import { storeError } from '../store/errors.ts'
import type { HostDatabase } from '../store/open.ts'
import type { PasskeySite } from './origin.ts'

/** A passkey as it is kept. `publicKey` is COSE; times in ms. */
export interface PasskeyRow extends PasskeySite {
  readonly id: string
  readonly device: string
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

const Blob = v.pipe(
  v.union([v.instance(Uint8Array), v.instance(ArrayBuffer)]),
  v.transform((blob) => new Uint8Array(blob)),
)
const Row = v.pipe(
  v.object({
    id: v.string(),
    device: v.string(),
    public_key: Blob,
    counter: v.number(),
    origin: v.string(),
    rp_id: v.string(),
    created_at: v.number(),
    last_used_at: v.nullable(v.number()),
  }),
  v.transform(
    ({ public_key, rp_id, created_at, last_used_at, ...row }): PasskeyRow => ({
      ...row,
      publicKey: public_key,
      rpId: rp_id,
      createdAt: created_at,
      lastUsedAt: last_used_at,
    }),
  ),
)

const COLUMNS = 'id, device, public_key, counter, origin, rp_id, created_at, last_used_at'

/** The passkeys in the host's database. All throw HearthError `host.store`. */
export class PasskeyRows {
  readonly #db: HostDatabase

  constructor(db: HostDatabase) {
    this.#db = db
  }

  of(device: string): PasskeyRow[] {
    return this.#run(() =>
      v.parse(
        v.array(Row),
        this.#db
          .prepare(`SELECT ${COLUMNS} FROM passkey WHERE device = ? ORDER BY created_at, id`)
          .all(device),
      ),
    )
  }

  add({ id, device, publicKey, counter, origin, rpId, createdAt, lastUsedAt }: PasskeyRow): void {
    const marks = COLUMNS.replaceAll(/\w+/g, '?')
    const values = [id, device, Buffer.from(publicKey), counter, origin, rpId, createdAt, lastUsedAt]
    this.#run(() => this.#db.prepare(`INSERT INTO passkey (${COLUMNS}) VALUES (${marks})`).run(...values))
  }

  used(id: string, counter: number, at: number): void {
    this.#run(() =>
      this.#db.prepare('UPDATE passkey SET counter = ?, last_used_at = ? WHERE id = ?').run(counter, at, id),
    )
  }

  remove(device: string, id: string): void {
    this.#run(() => this.#db.prepare('DELETE FROM passkey WHERE device = ? AND id = ?').run(device, id))
  }

  removeAll(device: string): void {
    this.#run(() => this.#db.prepare('DELETE FROM passkey WHERE device = ?').run(device))
  }

  #run<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw storeError(error)
    }
  }
}
