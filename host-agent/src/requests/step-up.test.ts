import type { Decision } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { deferred } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OFFER_MS, RIVAL_WAIT_MS } from './limits.ts'
import {
  type Bench,
  codeOf,
  expectUntouched,
  makeAskedBench,
  type TestChannel,
  type TestDevice,
} from './testing.ts'

let bench: Bench
let bob: TestDevice
let channel: TestChannel
let request: string

// What is asked has risk 3; bob may allow up to 2, and has a passkey.
beforeEach(async () => {
  ;({ bench, request } = await makeAskedBench())
  bob = await bench.device('bob', ['read', 'decide'], 2)
  bench.passkeys.add(bob.id, 'key-1')
  channel = bench.channel(bob)
})
afterEach(() => bench.close())

const sign = (change: Partial<Decision> = {}) =>
  bench.sign(bob, channel, request, { stepUp: 'webauthn', ...change })
const decide = (bytes: Uint8Array, assertion?: string) =>
  codeOf(() => bench.requests.decide(bytes, channel, { assertion }))
const proved = async (bytes: Uint8Array) => decide(bytes, bench.passkeys.assert('key-1', bytes))
const refused = (code: string, expected = 'decision.step_up') => {
  expect(code).toBe(expected)
  expectUntouched(bench)
}

describe('a step-up', () => {
  it('is offered by which passkeys it can be done', () => {
    expect(bench.requests.offer(request, channel).stepUp).toEqual(['key-1'])
  })

  it('lifts a device by one class, and is kept in the record', async () => {
    const bytes = await sign()
    expect(await proved(bytes)).toBe('accepted')
    expect(bench.told).toEqual([{ allow: true }])
    const decision = (await bench.record()).find(({ type }) => type === 'decision')
    expect(decision).toMatchObject({ assertion: bench.passkeys.assert('key-1', bytes) })
  })

  it('is not offered where the device may decide without, has no passkey, or is two classes below', async () => {
    const alice = await bench.device('alice', ['read', 'decide'], 3)
    const charlie = await bench.device('charlie', ['read', 'decide'], 2)
    const mallory = await bench.device('mallory', ['read', 'decide'], 1)
    for (const device of [alice, mallory]) bench.passkeys.add(device.id, `key-${device.record.name}`)
    for (const device of [alice, charlie, mallory])
      expect(bench.requests.offer(request, bench.channel(device)).stepUp).toBeNull()
  })

  it('is not needed to deny', async () => {
    expect(await decide(await sign({ choice: 'deny', stepUp: 'none' }))).toBe('accepted')
    expect(bench.told).toEqual([{ allow: false }])
  })
})

describe('a step-up that is refused (A42)', () => {
  it('is needed and not marked', async () => refused(await proved(await sign({ stepUp: 'none' }))))

  it('is marked and not there', async () => refused(await decide(await sign())))

  it('is marked and not needed', async () => {
    bob.record.riskMax = 3
    refused(await proved(await sign()))
  })

  it('is marked on a denial', async () => refused(await proved(await sign({ choice: 'deny' }))))

  it('is about another decision', async () => {
    const other = await sign()
    const bytes = await sign()
    refused(await decide(bytes, bench.passkeys.assert('key-1', other)))
  })

  it('comes a second time, with a new decision', async () => {
    const bytes = await sign()
    const assertion = bench.passkeys.assert('key-1', bytes)
    expect(await decide(bytes, assertion)).toBe('accepted')
    request = bench.ask()
    expect(await decide(await sign(), assertion)).toBe('decision.step_up')
    expect(bench.told).toHaveLength(1)
  })

  it('is by another device’s passkey', async () => {
    const mallory = await bench.device('mallory')
    bench.passkeys.add(mallory.id, 'key-2')
    const bytes = await sign()
    refused(await decide(bytes, bench.passkeys.assert('key-2', bytes)))
  })

  it('fails in a way that nobody foresaw', async () => {
    bench.passkeys.verify = async () => {
      throw new TypeError('no JSON')
    }
    refused(await proved(await sign()))
  })

  it('can’t be looked up', async () => {
    bench.passkeys.verify = async () => {
      throw new HearthError('host.store')
    }
    refused(await proved(await sign()), 'host.store')
  })

  it('two classes are too many, with any passkey', async () => {
    request = bench.ask({ type: 'command', command: 'sudo reboot' })
    expect(await proved(await sign())).toBe('decision.rights')
    expect(await proved(await sign({ stepUp: 'none' }))).toBe('decision.rights')
    expect(bench.told).toEqual([])
  })

  it('can’t make up for a missing right', async () => {
    bob.record.rights = ['read', 'prompt']
    refused(await proved(await sign()), 'decision.rights')
  })
})

describe('while a passkey is looked at', () => {
  const during = async (happens: () => unknown) => {
    const gate = deferred<void>()
    bench.passkeys.gate = gate.promise
    const bytes = await sign()
    const deciding = proved(bytes)
    await expect.poll(() => bench.passkeys.asked).toBe(1)
    await happens()
    gate.resolve()
    const code = await deciding
    // What is refused now was never decided: the record must not say so.
    const decisions = (await bench.record()).filter(({ type }) => type === 'decision')
    expect(decisions).toHaveLength(code === 'accepted' ? 1 : 0)
    return code
  }
  it('nobody else gets in', async () => {
    const another = () => {
      const deciding = codeOf(() => bench.requests.decideLocally(request, { allow: true }))
      bench.clock.pass(RIVAL_WAIT_MS)
      return deciding
    }
    expect(await during(async () => expect(await another()).toBe('request.deciding'))).toBe('accepted')
    expect(bench.told).toEqual([{ allow: true }])
  })

  it('its device is revoked', async () =>
    refused(await during(() => bench.devices.delete(bob.id)), 'decision.revoked'))
  it('its channel ends', async () =>
    refused(
      await during(() => {
        channel.live = false
      }),
      'decision.channel',
    ))
  it('somebody pauses', async () =>
    refused(
      await during(() => {
        bench.guard.paused = true
      }),
      'host.paused',
    ))
  it('somebody shuts it out', async () =>
    refused(await during(() => bench.guard.out.add(bob.id)), 'host.shut_out'))
  it('rules change', async () =>
    refused(
      await during(() => {
        bench.policy.epoch += 1
      }),
      'decision.policy_epoch',
    ))
  it('its device is lowered', async () =>
    refused(
      await during(() => {
        bob.record.riskMax = 1
      }),
      'decision.rights',
    ))
  it('its offer expires', async () =>
    refused(
      await during(() => {
        bench.clock.now += OFFER_MS
      }),
      'decision.expired',
    ))
  it('the agent takes its request back as rules change: nobody is asked anew', async () => {
    await during(() => {
      bench.requests.withdraw(request)
      bench.policy.epoch += 1
    })
    expect(bench.changes.at(-1)).toMatchObject({ type: 'gone', outcome: 'withdrawn' })
  })
  it('the agent takes its request back', async () => {
    expect(await during(() => bench.requests.withdraw(request))).toBe('decision.agent_gone')
    expect(bench.told).toEqual([])
    expect((await bench.record()).map(({ type }) => type)).not.toContain('decision')
  })
})
