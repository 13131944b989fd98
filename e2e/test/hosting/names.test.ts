import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Front, makeCertificate, startFront } from '@hearth/shared/testing/front'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Hearth } from '../../src/world/hearth.ts'
import { confirmPairing, digitsOf, HostPairing } from '../../src/world/pairing.ts'
import type { Proc } from '../../src/world/process.ts'
import { killAll } from '../../src/world/processes.ts'
import { makeSandbox, type Sandbox } from '../../src/world/sandbox.ts'

const HOUR = 3_600_000
const phone = ['remote', '--device', 'phone']
const panel = ['remote', '--device', 'panel']

let sandbox: Sandbox
let front: Front
let hearth: Hearth
let host: Proc
let relay: { origin: string; public: string | null }
let repository: string

/** A host whose embedded relay stands behind a proxy that ends TLS, with a certificate that this world trusts. */
beforeAll(async () => {
  sandbox = makeSandbox()
  const certificate = makeCertificate(Date.now() - HOUR, Date.now() + 1_000 * HOUR)
  front = await startFront({ tls: certificate })
  const trusted = join(sandbox.root, 'authority.pem')
  writeFileSync(trusted, certificate.cert)
  hearth = new Hearth(join(sandbox.root, 'h'), sandbox.env({ NODE_EXTRA_CA_CERTS: trusted }))
  repository = sandbox.repository('project')
  await up('--port', '0', '--public', front.origin, '--project', repository)
})
afterAll(async () => {
  await hearth?.end()
  await front?.close()
  killAll(sandbox.root)
  sandbox.remove()
})

const up = async (...args: string[]): Promise<void> => {
  host = hearth.start(['up', '--no-open', ...args])
  const said = await host.json('the host to be up', (line) => (line.step === 'up' ? line : undefined))
  relay = said.relay as typeof relay
  front.to(Number(new URL(relay.origin).port))
}

const pair = async (device: readonly string[], ...args: string[]): Promise<string> => {
  const pairing = new HostPairing(hearth, args)
  const joining = hearth.start([...device, 'pair', '-'])
  const link = await pairing.link()
  joining.say(link)
  joining.finish()
  const shown = digitsOf(joining)
  await confirmPairing(pairing, shown)
  expect(await joining.ended, joining.tail()).toBe(0)
  return link
}

const errorOf = ({ values }: { values: readonly Record<string, unknown>[] }) =>
  (values.at(-1)?.error as { code?: string } | undefined)?.code

/** Where a device believes its host to be. */
const moveTo = (device: string, origin: string): void => {
  const file = join(hearth.home, 'remote', device, 'hosts.json')
  const record = readFileSync(file, 'utf8').replace(/"relay": "[^"]*"/, `"relay": "${origin}"`)
  writeFileSync(file, record)
}

it('makes links for the public name, and for this machine where asked', async () => {
  expect(relay.public).toBe(front.origin)
  expect(await pair(phone)).toMatch(`${front.origin}/p#`)
  expect(await pair(panel, '--local', '--risk', '2')).toMatch(`${relay.origin}/p#`)
  const devices = await hearth.ok(['devices'])
  expect(devices).toMatchObject([
    { name: 'phone', relay: front.origin },
    { name: 'panel', relay: relay.origin, riskMax: 2 },
  ])
})

it('meets devices at both names at once, and the proxy sees no word', async () => {
  for (const device of [phone, panel]) {
    const projects = await hearth.ok([...device, 'projects'])
    expect(projects).toMatchObject([{ path: repository }])
  }
  expect(front.seen()).toContain('welcome')
  expect(front.seen()).not.toContain(repository)
})

it('the doctor tries each name, and finds both well', async () => {
  const { values } = await hearth.run(['doctor'])
  const found = (check: string) => values.filter((finding) => finding.check === check)
  expect(found('websocket')).toMatchObject([
    { state: 'ok', text: expect.stringContaining(relay.origin) },
    { state: 'ok', text: expect.stringContaining(front.origin) },
  ])
  expect(found('tls')).toMatchObject([{ state: 'ok', text: expect.stringContaining(front.origin) }])
  expect(found('secure context').map(({ state }) => state)).toEqual(['ok', 'ok'])
  expect(found('relay').map(({ state }) => state)).toEqual(['ok', 'ok'])
})

it('takes no host that comes through the proxy', async () => {
  const home = join(sandbox.root, 'mallory')
  const trusted = join(sandbox.root, 'authority.pem')
  const mallory = new Hearth(home, sandbox.env({ NODE_EXTRA_CA_CERTS: trusted }))
  const stranger = mallory.start(['up', '--no-open', '--relay', front.origin])
  await stranger.json('the other host', (line) => (line.step === 'up' ? line : undefined))
  const pairing = await mallory.run(['pair'])
  expect(pairing.code).not.toBe(0)
  const { values } = await mallory.run(['status'])
  expect(values[0]).toMatchObject({ relays: [{ error: { code: 'relay.foreign_host' } }] })
  await mallory.end()
})

it('remembers the name until it is told to forget it, and then lets in nobody by it', async () => {
  await hearth.ok(['down'])
  await host.ended
  await up()
  expect(relay.public).toBe(front.origin)
  await hearth.ok([...phone, 'projects'])

  await hearth.ok(['down'])
  await host.ended
  await up('--no-public')
  expect(relay.public).toBeNull()
  await hearth.ok([...panel, 'projects'])
  // The phone finds no relay there now; at a name that works, its record is for another.
  moveTo('phone', relay.origin)
  expect(errorOf(await hearth.run([...phone, 'projects']))).toBe('relay.refused')
})

it('is known to its relay at another port too, where devices pair anew', async () => {
  await hearth.ok(['down'])
  await host.ended
  const before = relay.origin
  await up('--port', '0')
  expect(relay.origin).not.toBe(before)
  await pair(['remote', '--device', 'desk'])
  await hearth.ok(['remote', '--device', 'desk', 'projects'])
})
