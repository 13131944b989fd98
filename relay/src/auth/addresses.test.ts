import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Addresses, addressOf } from './addresses.ts'

describe('an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::1', '::1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (remote, counted) => {
    expect(addressOf(remote)).toBe(counted)
  })

  it('is never missing', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), (x) => typeof addressOf(x) === 'string'),
    )
  })
})

describe('the counts', () => {
  const limits = { visitorsPerAddress: 2, socketsPerAddress: 3, roomsPerAddress: 2 }

  it('make room when a visitor logs in or leaves, once each', () => {
    const addresses = new Addresses(limits)
    const [first, second] = [addresses.enter('a'), addresses.enter('a')]
    expect(addresses.enter('a')).toBeUndefined()
    expect(addresses.enter('b')).toBeDefined()
    first?.admitted()
    first?.admitted()
    expect(addresses.enter('a')).toBeDefined()
    expect(addresses.enter('a')).toBeUndefined()
    second?.left()
    second?.left()
    first?.left()
    expect(addresses.enter('a')).toBeDefined()
    expect(addresses.enter('a')).toBeUndefined()
  })

  it('bound all connections of an address but this machine’s', () => {
    for (const [address, most] of [
      ['192.0.2.7', 3],
      ['127.0.0.1', 10],
    ] as const) {
      const addresses = new Addresses(limits)
      let entered = 0
      for (let i = 0; i < 10; i++) {
        const place = addresses.enter(address)
        place?.admitted()
        if (place) entered++
      }
      expect(entered).toBe(most)
    }
  })

  it('bound new rooms per hour', () => {
    const addresses = new Addresses(limits)
    const at = 1_000_000
    for (let i = 0; i < 2; i++) addresses.registered('a', at)
    expect(addresses.mayRegister('a', at + 1)).toBe(false)
    expect(addresses.mayRegister('b', at + 1)).toBe(true)
    expect(addresses.mayRegister('a', at + 3_600_001)).toBe(true)
  })
})
