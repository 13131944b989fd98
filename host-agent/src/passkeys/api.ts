/** A passkey of a device. `id` base64url. */
export interface Passkey {
  readonly id: string
  readonly device: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

/** Passkeys by which a person proves to be there when a device decides above its ceiling. */
export interface Passkeys {
  of(device: string): readonly Passkey[]
  /** The owner lets this device register one, for a while. Gives until when (ms). */
  openWindow(device: string): number
  begin(device: string): { challenge: Uint8Array; open: boolean; known: string[] }
  /** @throws {HearthError} `passkey.closed`, `passkey.invalid`, `host.store`, `decision.audit` */
  finish(device: string, response: string): Promise<void>
  /** @throws {HearthError} `passkey.unknown` */
  remove(device: string, id: string): Promise<void>
  /**
   * Verifies an assertion over a decision's signed bytes (256).
   * @throws {HearthError} `decision.step_up`
   */
  verify(device: string, assertion: string, decision: Uint8Array): Promise<void>
}
