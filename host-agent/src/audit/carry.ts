import { fromHex, readU64 } from '@hearth/shared/crypto'
import type { AuditLine, AuditRecord } from './entry.ts'

type Paired = Extract<AuditLine, { type: 'paired' }>
type Limited = Extract<AuditLine, { type: 'limited' }>
type Passkey = Extract<AuditLine, { type: 'passkey' }>

/** Where the end of a device's time stands in its certificate (docs/protocol.md, "Device certificate"). */
const EXPIRES_AT = 136

/** What the next file has to begin with, so that its decisions can be verified by it alone: certificates, rights, passkeys. */
export class Carry {
  readonly #devices = new Map<string, Paired>()
  readonly #limits = new Map<string, Limited>()
  readonly #passkeys = new Map<string, Passkey>()

  take(line: AuditLine): void {
    if (line.type === 'paired') {
      this.#limits.delete(line.device)
      this.#devices.set(line.device, line)
    } else if (line.type === 'limited') this.#limits.set(line.device, line)
    else if (line.type === 'passkey' && line.publicKey === null) this.#passkeys.delete(line.id)
    else if (line.type === 'passkey') this.#passkeys.set(line.id, line)
    else if (line.type === 'revoked') this.#forget(line.device)
  }

  /** At host time `now` (ms). */
  records(now: number): AuditRecord[] {
    for (const [id, { certificate }] of this.#devices)
      if (readU64(fromHex(certificate), EXPIRES_AT) <= now) this.#forget(id)
    return [
      ...[...this.#devices.values()].map(
        ({ device, name, certificate }): AuditRecord => ({
          type: 'paired',
          device,
          name,
          certificate,
          carried: true,
        }),
      ),
      ...[...this.#limits.values()].map(
        ({ device, rights, riskMax, by }): AuditRecord => ({
          type: 'limited',
          device,
          rights,
          riskMax,
          by,
          carried: true,
        }),
      ),
      ...[...this.#passkeys.values()].map(
        ({ device, id, publicKey, site }): AuditRecord => ({
          ...{ type: 'passkey', device, id, publicKey, site },
          carried: true,
        }),
      ),
    ]
  }

  #forget(device: string): void {
    this.#devices.delete(device)
    this.#limits.delete(device)
    for (const [id, passkey] of this.#passkeys) if (passkey.device === device) this.#passkeys.delete(id)
  }
}
