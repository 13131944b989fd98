/**
 * Every refusal of the crypto room, one code per reason. docs/protocol.md ("Refusals") describes each;
 * a test keeps that list and this one equal.
 */
export const CRYPTO_ERRORS = {
  // shape
  type: 'expected a Uint8Array',
  length: 'wrong length',
  range: 'number outside its field',
  version: 'unknown protocol version',
  suite: 'unknown cipher suite',
  msgtype: 'unexpected message type',
  state: 'message not expected in this state',
  // curves and signatures
  low_order: 'low-order X25519 point',
  small_order: 'small-order Ed25519 key',
  malleable: 'signature scalar not reduced',
  signature: 'signature does not verify',
  handle: 'key was forgotten or belongs to another provider',
  // handshakes
  auth: 'does not authenticate',
  host_fp: 'host is not the one in the link',
  commit: 'nonce does not match its commitment',
  identity: 'the peer presented our own identity',
  used: 'pairing secret already used',
  expired: 'validity is over',
  // channel
  unconfirmed: 'the device has not confirmed the channel yet',
  order: 'frame out of order',
  bucket: 'not a padding bucket',
  content_length: 'content length does not fit its frame',
  padding: 'padding is not zero',
  too_big: 'content too big for one frame',
  exhausted: 'frame counter used up, a new handshake is needed',
  dead: 'channel is no longer usable',
  // pairing link
  link: 'not a pairing link',
  link_flags: 'pairing link flags unknown',
  link_relay: 'pairing link names no valid relay',
  // decisions
  label: 'wrong label',
  host_id: 'meant for another host',
  device_id: 'made by another device',
  sid: 'made for another channel',
  reserved: 'reserved bytes are not zero',
  choice: 'unknown choice',
  step_up: 'unknown step-up mark',
  rule: 'rule hash does not fit the choice',
  req_id: 'answers another request',
  nonce: 'not the nonce of the live offer',
  hash: 'not the request that was asked',
  not_offered: 'choice was not offered',
  expiry: 'expiry differs from the offer',
  counter: 'decision counter did not rise',
  // certificates
  perm: 'permission or risk outside the known set',
  // audit
  audit_index: 'audit entry index out of sequence',
  audit_prev: 'audit entry does not continue its predecessor',
  audit_head: 'audit head does not match the entries',
  audit_rollback: 'audit log is shorter than seen before',
  audit_fork: 'audit log differs from what was seen before',
  // login
  origin: 'not a relay origin',
} as const

/** One reason to refuse. */
export type CryptoErrorCode = keyof typeof CRYPTO_ERRORS

/** The only error that this room's parsers and checks throw. Its message never holds key or content bytes. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError'
  readonly code: CryptoErrorCode

  constructor(code: CryptoErrorCode, where?: string) {
    super(where === undefined ? CRYPTO_ERRORS[code] : `${where}: ${CRYPTO_ERRORS[code]}`)
    this.code = code
  }
}
