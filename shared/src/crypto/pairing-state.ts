/**
 * - `fresh`: the secret waits for its device
 * - `answered`: a device proved the secret; nobody else may
 * - `paired`: the device proved its keys; a person still has to compare the digits
 * - `dead`: expired, failed, or given up
 */
export type HostPairingState = 'fresh' | 'answered' | 'paired' | 'dead'

/** `first`: P1 proved the secret. `last`: P3 proved the device. `failure`: anything else. */
export type HostPairingEvent = 'first' | 'last' | 'failure'

/** What happens to a host's pairing, without a missing case. Only `fresh` takes P1, only `answered` P3. */
export const PAIRING_TABLE: Readonly<
  Record<HostPairingState, Readonly<Record<HostPairingEvent, HostPairingState>>>
> = {
  fresh: { first: 'answered', last: 'dead', failure: 'dead' },
  answered: { first: 'answered', last: 'paired', failure: 'dead' },
  paired: { first: 'paired', last: 'paired', failure: 'dead' },
  dead: { first: 'dead', last: 'dead', failure: 'dead' },
}
