import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { flipped, refusal } from '../testing/crypto-cast.ts'
import { utf8 } from './bytes.ts'
import { stepUpChallenge } from './step-up.ts'

const decision = new Uint8Array(320).map((_, index) => index & 0xff)
const body = decision.subarray(0, 256)

describe('the challenge of a step-up', () => {
  it('A42 is the hash of a label and the bytes that are signed, with or without the signature', async () => {
    const want = createHash('sha256').update(utf8('hearth1/stepup')).update(body).digest()
    expect(await stepUpChallenge(body)).toEqual(new Uint8Array(want))
    expect(await stepUpChallenge(decision)).toEqual(new Uint8Array(want))
  })

  it('A42 differs for a decision that differs in any byte', async () => {
    const challenge = await stepUpChallenge(body)
    for (let at = 0; at < 256; at++)
      expect(await stepUpChallenge(flipped(decision, at)), `byte ${at}`).not.toEqual(challenge)
  })

  it('is made from a whole decision only', async () => {
    for (const length of [0, 255])
      expect(await refusal(() => stepUpChallenge(decision.subarray(0, length)))).toBe('length')
    expect(await refusal(() => stepUpChallenge('decision' as unknown as Uint8Array))).toBe('type')
  })
})
