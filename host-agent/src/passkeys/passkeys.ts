import { stepUpChallenge } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import type { HostDatabase } from '../store/open.ts'
import type { Passkey, Passkeys } from './api.ts'
import { CHALLENGE_MS, MAX_PASSKEYS, WINDOW_MS } from './limits.ts'
import type { PasskeySite } from './origin.ts'
import { type PasskeyRow, PasskeyRows } from './rows.ts'

/** What the room needs of the host. */
export interface PasskeysOptions {
  db: HostDatabase
  randomBytes(length: number): Uint8Array
  now(): number
  /** Writes to the record that a device has a passkey more or less; the change happens once this resolves. */
  record(change: {
    device: string
    id: string
    publicKey: Uint8Array | null
    site: PasskeySite | null
  }): Promise<void>
}

/** Opens the passkeys of the host's database. */
export const openPasskeys = (options: PasskeysOptions): Passkeys & { forget(device: string): void } =>
  new PasskeyDesk(options)

/** Half a second to load, for what few hosts ever meet. */
const webauthn = () => import('./webauthn.ts')

interface Asked {
  readonly challenge: Uint8Array
  readonly until: number
}

class PasskeyDesk implements Passkeys {
  readonly #options: PasskeysOptions
  readonly #rows: PasskeyRows
  readonly #windows = new Map<string, number>()
  readonly #asked = new Map<string, Asked>()

  constructor(options: PasskeysOptions) {
    this.#options = options
    this.#rows = new PasskeyRows(options.db)
  }

  of(device: string): Passkey[] {
    return this.#rows
      .of(device)
      .map(({ id, createdAt, lastUsedAt }) => ({ id, device, createdAt, lastUsedAt }))
  }

  openWindow(device: string): number {
    const until = this.#options.now() + WINDOW_MS
    this.#windows.set(device, until)
    return until
  }

  begin(device: string): { challenge: Uint8Array; open: boolean; known: string[] } {
    const challenge = this.#options.randomBytes(32)
    const open = this.#isOpen(device)
    if (open) this.#asked.set(device, { challenge, until: this.#options.now() + CHALLENGE_MS })
    return { challenge, open, known: this.#rows.of(device).map(({ id }) => id) }
  }

  async finish(device: string, response: string): Promise<void> {
    if (!this.#isOpen(device)) throw new HearthError('passkey.closed')
    const asked = this.#asked.get(device)
    this.#asked.delete(device)
    if (asked === undefined || this.#options.now() >= asked.until) throw new HearthError('passkey.invalid')
    const known = this.#rows.of(device)
    if (known.length >= MAX_PASSKEYS)
      throw new HearthError(
        'passkey.invalid',
        `A device has ${MAX_PASSKEYS} passkeys at most; remove one first`,
      )
    const { openRegistration } = await webauthn()
    const made = await openRegistration(response, asked.challenge)
    // One window, one passkey: the owner opened it for a person with one device in hand.
    if (made === null || !this.#windows.delete(device)) throw new HearthError('passkey.invalid')
    const { now, record } = this.#options
    const { id, publicKey, origin, rpId } = made
    await record({ device, id, publicKey, site: { origin, rpId } })
    this.#rows.add({ ...made, device, createdAt: now(), lastUsedAt: null })
  }

  async remove(device: string, id: string): Promise<void> {
    if (!this.#rows.of(device).some((row) => row.id === id)) throw new HearthError('passkey.unknown')
    this.#rows.remove(device, id)
    await this.#options.record({ device, id, publicKey: null, site: null })
  }

  async verify(device: string, assertion: string, decision: Uint8Array): Promise<void> {
    const { credentialOf, openAssertion } = await webauthn()
    const passkey = this.#named(device, credentialOf(assertion))
    const challenge = await stepUpChallenge(decision)
    const counter = await openAssertion(assertion, challenge, passkey)
    if (counter === null) throw new HearthError('decision.step_up')
    this.#rows.used(passkey.id, counter, this.#options.now())
  }

  /** The device is no more. */
  forget(device: string): void {
    this.#windows.delete(device)
    this.#asked.delete(device)
    this.#rows.removeAll(device)
  }

  /** The passkey of this device by which an assertion says to be. @throws {HearthError} `decision.step_up` */
  #named(device: string, id: string | null): PasskeyRow {
    const passkey = this.#rows.of(device).find((row) => row.id === id)
    if (passkey === undefined) throw new HearthError('decision.step_up')
    return passkey
  }

  #isOpen(device: string): boolean {
    return this.#options.now() < (this.#windows.get(device) ?? 0)
  }
}
