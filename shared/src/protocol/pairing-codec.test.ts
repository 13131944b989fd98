import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedError } from './malformed.ts'
import type { PairingDetails, PairingVerdict } from './pairing.ts'
import {
  decodePairingDetails,
  decodePairingVerdict,
  encodePairingDetails,
  encodePairingVerdict,
} from './pairing-codec.ts'

const details: PairingDetails = {
  t: 'pair',
  name: 'alice',
  platform: 'cli',
  relayKey: new Uint8Array(32).fill(1),
}
const paired: PairingVerdict = {
  t: 'paired',
  host: { name: 'workshop' },
  device: { id: 'aa'.repeat(16), name: 'alice', rights: ['read'], riskMax: 2 },
  certificate: new Uint8Array(213).fill(2),
  policyEpoch: 3,
  expiresAt: 4,
}

describe('the last two messages of a pairing', () => {
  it('come back as they were', () => {
    expect(decodePairingDetails(encodePairingDetails(details))).toEqual(details)
    expect(decodePairingVerdict(encodePairingVerdict(paired))).toEqual(paired)
    const refusal: PairingVerdict = { t: 'not-paired', code: 'pairing.declined' }
    expect(decodePairingVerdict(encodePairingVerdict(refusal))).toEqual(refusal)
  })

  it('are not taken for each other', () => {
    expect(() => decodePairingDetails(encodePairingVerdict(paired))).toThrow(MalformedError)
    expect(() => decodePairingVerdict(encodePairingDetails(details))).toThrow(MalformedError)
  })

  it('give typed errors for anything else (Z1)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => decodePairingDetails(bytes)).toThrow(MalformedError)
      }),
    )
  })
})
