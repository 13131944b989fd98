import { encodePairingLink, type PairingLink, parsePairingLink } from '@hearth/shared/crypto'
import { expect, it } from 'vitest'
import type { Done } from '../../../src/world/hearth.ts'
import { confirmPairing, digitsOf, HostPairing } from '../../../src/world/pairing.ts'
import { useWorld } from '../../use-world.ts'

const world = useWorld()

const codeOf = ({ values }: Done): unknown =>
  values.map(({ error }) => (error as { code?: string } | undefined)?.code).find((code) => code !== undefined)

/** `hearth remote --device NAME pair -` with a link on its standard input. */
const pairWith = (name: string, link: string): Promise<Done> =>
  world().hearth.run(['remote', '--device', name, 'pair', '-'], link)

const altered = (link: string, change: Partial<PairingLink>): string =>
  encodePairingLink(new URL(link).origin, { ...parsePairingLink(link, Date.now()), ...change })

const noDevices = async (): Promise<void> => {
  expect(await world().hearth.ok(['devices'])).toEqual([])
}

it('what is no pairing link is refused before anything is sent (W4)', async () => {
  for (const link of ['garbage', 'https://example.org/', 'http://127.0.0.1:1/p#AAAA']) {
    const done = await pairWith('mallory', link)
    expect([done.code, codeOf(done)]).toEqual([2, 'pairing.link'])
    expect(done.err).toContain('pairing.link')
  }
})

it('an expired link and a secret that was made up are each refused; the link itself still works', async () => {
  const pairing = new HostPairing(world().hearth)
  const link = await pairing.link()
  const expired = await pairWith('mallory', altered(link, { expiresAt: Math.floor(Date.now() / 1000) - 1 }))
  expect([expired.code, codeOf(expired)]).toEqual([1, 'pairing.expired'])
  const secret = await pairWith('mallory', altered(link, { secret: new Uint8Array(32).fill(7) }))
  expect([secret.code, codeOf(secret)]).toEqual([1, 'relay.pairing_unknown'])
  await noDevices()

  const remote = world().hearth.start(['remote', '--device', 'alice', 'pair', '-'])
  remote.say(link)
  remote.finish()
  await confirmPairing(pairing, digitsOf(remote))
  expect(await remote.ended).toBe(0)
  const used = await pairWith('mallory', link)
  expect([used.code, codeOf(used)]).toEqual([4, 'pairing.used'])
  expect((await world().hearth.ok(['devices'])).map(({ name }) => name)).toEqual(['alice'])
  await world().hearth.ok(['revoke', 'alice'])
})

it('a link for another host is noticed by the device before it gives itself away, and is spent', async () => {
  const pairing = new HostPairing(world().hearth)
  const link = altered(await pairing.link(), { hostFingerprint: new Uint8Array(32).fill(7) })
  const done = await pairWith('mallory', link)
  expect([done.code, codeOf(done)]).toEqual([4, 'pairing.wrong_host'])
  expect(done.values.some(({ step }) => step === 'sas')).toBe(false)
  expect(await pairing.ending()).toBe('failed')
  expect(await pairing.process.ended).toBe(4)
  await noDevices()
})

it('digits that the person at the host declines pair nothing, and both ends say so', async () => {
  const pairing = new HostPairing(world().hearth)
  const remote = world().hearth.start(['remote', '--device', 'bob', 'pair', '-'])
  remote.say(await pairing.link())
  remote.finish()
  await pairing.digits()
  pairing.process.say('no')
  expect(await pairing.ending()).toBe('declined')
  expect([await pairing.process.ended, await remote.ended]).toEqual([4, 4])
  expect(remote.values().at(-1)).toMatchObject({ error: { code: 'pairing.declined' } })
  await noDevices()
  const sessions = await world().hearth.run(['remote', '--device', 'bob', 'sessions'])
  expect([sessions.code, codeOf(sessions)]).toEqual([2, 'input.invalid'])
})

it('a link whose command was interrupted is worth nothing any more', async () => {
  const pairing = new HostPairing(world().hearth)
  const link = await pairing.link()
  await pairing.process.kill('SIGINT')
  const done = await pairWith('mallory', link)
  expect([codeOf(done), done.code]).toEqual([expect.stringMatching(/^(pairing|relay)\./), expect.any(Number)])
  expect(done.code).not.toBe(0)
  await noDevices()
})
