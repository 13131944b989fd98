import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ControlServer } from '../../control/server.ts'
import { type Member, Rig } from '../../host/testing.ts'
import { SoftAuthenticator } from '../../passkeys/testing.ts'
import { type Ran, runHearth, serveHost } from '../testing.ts'

let rig: Rig
let server: ControlServer
let phone: Member

beforeEach(async () => {
  rig = await new Rig().start()
  server = await serveHost(rig.host, rig.home)
  phone = await rig.pair('phone')
})
afterEach(async () => {
  await server.close()
  await rig.end()
})

const hearth = (...args: string[]): Promise<Ran> => runHearth(rig.home, args)
const recorded = async (): Promise<unknown[]> => {
  const { values } = await hearth('audit', 'list', '--json')
  return values.map(({ type }) => type)
}

describe('the brakes at the terminal', () => {
  it('pause and resume', async () => {
    const link = await rig.link(phone)
    expect(await hearth('pause')).toMatchObject({ code: 0, out: expect.stringContaining('hearth resume') })
    expect(rig.host.guard.paused).toBe(true)
    await until(() => link.guard.value?.paused !== null, 'the device to be told')
    expect(await hearth('resume', '--json')).toMatchObject({ code: 0, values: [{ done: 'resume' }] })
    expect(rig.host.guard.paused).toBe(false)
    expect(await recorded()).toEqual(['paired', 'paused', 'resumed'])
  })

  it('panic shuts every device out, until it is let in', async () => {
    await hearth('panic')
    expect(rig.host.guard.paused).toBe(true)
    expect(rig.host.guard.isShutOut(phone.id)).toBe(true)
    expect(await hearth('let-in', 'nobody')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no device'),
    })
    expect((await hearth('let-in', 'phone')).code).toBe(0)
    expect(rig.host.guard.isShutOut(phone.id)).toBe(false)
    await hearth('panic')
    expect((await hearth('let-in')).code).toBe(0)
    expect(rig.host.guard.isShutOut(phone.id)).toBe(false)
    expect(await recorded()).toEqual(['paired', 'panic', 'let-in', 'panic', 'let-in'])
  })

  it('release says which session it does not know', async () => {
    expect(await hearth('release', 'abc')).toMatchObject({
      code: 1,
      err: expect.stringContaining('unknown_session'),
    })
    const session = await rig.session(await rig.link(phone))
    for (let n = 0; n < 3; n += 1) rig.host.guard.denied(session)
    expect(rig.host.guard.isHeld(session)).toBe(true)
    expect((await hearth('release', session.slice(0, 8))).code).toBe(0)
    expect(rig.host.guard.isHeld(session)).toBe(false)
  })
})

describe('what a device may do', () => {
  it('is lowered, never raised', async () => {
    expect(await hearth('devices', 'limit', 'phone')).toMatchObject({ code: 2 })
    const lowered = await hearth(
      'devices',
      'limit',
      'phone',
      '--risk',
      '2',
      '--rights',
      'read,prompt',
      '--json',
    )
    expect(lowered.values).toMatchObject([{ name: 'phone', rights: ['read', 'prompt'], riskMax: 2 }])
    expect(rig.host.devices.get(phone.id)).toMatchObject({ rights: ['read', 'prompt'], riskMax: 2 })
    const raised = await hearth('devices', 'limit', 'phone', '--risk', '4')
    expect(raised).toMatchObject({ code: 4, err: expect.stringContaining('host.not_allowed') })
    expect(await hearth('devices', 'limit', 'phone', '--rights', 'fly')).toMatchObject({ code: 2 })
    expect(await recorded()).toEqual(['paired', 'limited'])
    expect((await hearth('devices')).out).toContain('read,prompt up to risk 2')
  })

  it('is a passkey in the window that the owner opens', async () => {
    expect(await hearth('passkey', 'nobody')).toMatchObject({ code: 2 })
    expect(rig.host.passkeys.begin(phone.id).open).toBe(false)
    expect(await hearth('passkey', 'phone')).toMatchObject({
      code: 0,
      out: expect.stringContaining('one passkey'),
    })
    expect(rig.host.passkeys.begin(phone.id).open).toBe(true)
    expect(await recorded()).toEqual(['paired', 'passkey-window'])
  })

  it('passkeys are listed and forgotten', async () => {
    expect((await hearth('passkey', 'list')).out).toContain('hearth passkey DEVICE')
    await hearth('passkey', 'phone')
    const authenticator = new SoftAuthenticator()
    await rig.host.passkeys.finish(phone.id, authenticator.create(rig.host.passkeys.begin(phone.id)))
    const id = authenticator.id.toString('base64url')
    expect(await hearth('passkey', 'list', 'phone', '--json')).toMatchObject({
      code: 0,
      values: [{ id, device: phone.id, lastUsedAt: null }],
    })
    expect((await hearth('passkey', 'list')).out).toMatch(/phone +registered .* never used/)
    const unknown = await hearth('passkey', 'remove', 'phone', `!${id}`)
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('has no passkey') })
    expect(await hearth('passkey', 'remove', 'phone', '--', id.slice(0, 9))).toMatchObject({ code: 0 })
    expect(rig.host.passkeys.of(phone.id)).toEqual([])
    expect(await recorded()).toEqual(['paired', 'passkey-window', 'passkey', 'passkey'])
  })
})
