// @vitest-environment node
import 'fake-indexeddb/auto'
import { createWebProvider } from '@hearth/shared/crypto/web'
import { HearthError } from '@hearth/shared/protocol'
import { createMemoryRelay, newName, ScriptedHost, until } from '@hearth/shared/testing'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDevice } from '../device/device.ts'
import { someFacts } from '../testing/build.ts'
import { memoryBus } from '../testing/memory-bus.ts'
import { memoryOwners } from '../testing/memory-owners.ts'
import { awaitPairing } from '../testing/pairing-host.ts'
import type { HostView } from './host-view.ts'
import { createHub, type OpenedHub } from './hub.ts'

const provider = createWebProvider()

describe('a hub', () => {
  const hubs: OpenedHub[] = []
  let relay = createMemoryRelay()
  let host: ScriptedHost
  let database: string
  let newBus: ReturnType<typeof memoryBus>
  let owners: ReturnType<typeof memoryOwners>
  let persisted: number

  beforeEach(async () => {
    relay = createMemoryRelay()
    host = await ScriptedHost.create(provider)
    database = newName()
    newBus = memoryBus()
    owners = memoryOwners()
    persisted = 0
  })
  afterEach(() => {
    for (const hub of hubs.splice(0)) hub.close()
    host.close()
  })

  /** One more window of the browser profile. */
  const window = (name = 'first'): OpenedHub => {
    const hub = createHub({
      open: (lost) => openDevice(lost, { database, owners: owners.open(name) }),
      transport: relay.transport,
      bus: newBus(),
      platform: 'extension',
      app: { name: 'test', version: '0' },
      persist: () => {
        persisted += 1
      },
    })
    hubs.push(hub)
    return hub
  }
  const close = (hub: OpenedHub, name: string): void => {
    hub.close()
    owners.end(name)
  }
  const only = (hub: OpenedHub): HostView => {
    const [view] = hub.hosts()
    if (view === undefined) throw new Error('no host')
    return view
  }
  const pair = async (hub: OpenedHub): Promise<HostView> => {
    const link = await awaitPairing(host, provider, relay.transport, relay.origin)
    const sas: string[] = []
    await hub.pair({ link, name: 'alice', onSas: (it) => sas.push(it), signal: new AbortController().signal })
    expect(sas).toEqual([expect.stringMatching(/^\d{6}$/)])
    const view = only(hub)
    await view.actions.live()
    return view
  }

  it('pairs, keeps the host and is connected to it; so is the next window', async () => {
    const hub = window()
    expect(hub.state()).toEqual({ state: 'opening' })
    const view = await pair(hub)
    expect(hub.state()).toEqual({ state: 'open' })
    expect(view.overview().host?.name).toBe('workstation')
    expect(view.status()).toMatchObject({ connection: 'live', host: { state: 'up' } })
    expect(persisted).toBe(1)
    const second = window('second')
    await until(() => second.hosts().length === 1, 'the host in the second window')
    await only(second).actions.live()
    expect(only(second).paired).toEqual(view.paired)
  })

  it('carries a prompt to its session', async () => {
    const session = newName()
    host.session(session)
    const view = await pair(window())
    const { outcome } = await view.actions.prompt(session, [{ type: 'text', text: 'hello' }])
    expect(await outcome).toEqual({ state: 'admitted', turn: 1 })
    await until(() => view.outbox().length === 0, 'an empty outbox')
  })

  it('shows a request as soon as the host tells of it', async () => {
    const view = await pair(window())
    const facts = someFacts({ hostId: host.id })
    const bytes = new TextEncoder().encode(JSON.stringify(facts))
    const { reqId: request, session, turn } = facts
    host.broadcast({ t: 'request', request: { kind: 'permission', request, session, turn, facts: bytes } })
    await until(() => view.requests().get(request)?.state === 'pending', 'the request')
    host.broadcast({ t: 'request-gone', request, outcome: 'withdrawn', by: null })
    await until(() => view.requests().get(request)?.state === 'superseded', 'its end')
  })

  it('tells other windows of hosts that come and go', async () => {
    const [first, second] = [window(), window('second')]
    const view = await pair(first)
    await until(() => second.hosts().length === 1, 'the host in the other window')
    await second.forget(view.id)
    await until(() => first.hosts().length === 0, 'the host to be gone')
    expect(view.status().connection).toBe('live')
    await expect(view.actions.call('stop', { session: newName(), turn: 1 })).rejects.toMatchObject({
      code: 'link.closed',
    })
  })

  it('shows a prompt that waits in another window, and sends it when that window is gone', async () => {
    const session = newName()
    host.session(session)
    const [first, second] = [window(), window('second')]
    await pair(first)
    await until(() => second.hosts().length === 1, 'the host in the other window')
    await only(second).actions.live()
    host.disconnect()
    await until(() => only(first).status().connection !== 'live', 'the cut')
    const { id } = await only(first).actions.prompt(session, [{ type: 'text', text: 'later' }])
    await until(() => only(second).outbox().length === 1, 'the prompt in the other window')
    expect(await only(second).actions.cancelPrompt(id)).toBe(false)
    close(first, 'first')
    await host.connect(relay.transport, relay.origin)
    await only(second).actions.live()
    expect(host.admitted.size).toBe(0)
    second.look()
    await until(() => host.admitted.get(id)?.turn === 1, 'the prompt at the host')
    await until(() => only(second).outbox().length === 0, 'an empty outbox')
  })

  it('does not send a prompt that was taken back in the window that wrote it', async () => {
    const session = newName()
    host.session(session)
    const first = window()
    await pair(first)
    host.disconnect()
    await until(() => only(first).status().connection !== 'live', 'the cut')
    const { id } = await only(first).actions.prompt(session, [{ type: 'text', text: 'no, wait' }])
    const second = window('second')
    await until(() => second.hosts()[0]?.outbox().length === 1, 'the prompt in the other window')
    expect(await only(first).actions.cancelPrompt(id)).toBe(true)
    await until(() => only(second).outbox().length === 0, 'it to be gone everywhere')
    await host.connect(relay.transport, relay.origin)
    await Promise.all([only(first).actions.live(), only(second).actions.live()])
    await only(second).actions.prompt(session, [{ type: 'text', text: 'another' }])
    await until(() => host.admitted.size === 1, 'the other prompt')
    expect(host.admitted.has(id)).toBe(false)
  })

  it('is quiet while it is frozen, and back when it wakes', async () => {
    const hub = window()
    const view = await pair(hub)
    hub.freeze(true)
    await until(() => view.status().connection === 'paused', 'the pause')
    hub.freeze(false)
    await view.actions.live()
  })

  it('says what is in the way when the browser keeps nothing, and pairs nothing then', async () => {
    const error = new HearthError('device.storage_private')
    const hub = createHub({
      open: () => Promise.reject(error),
      transport: relay.transport,
      bus: newBus(),
      platform: 'web',
      app: { name: 'test', version: '0' },
      persist: () => undefined,
    })
    hubs.push(hub)
    await until(() => hub.state().state === 'blocked', 'the end of opening')
    expect(hub.state()).toEqual({ state: 'blocked', error })
    const wish = { link: 'x', name: 'alice', onSas: () => undefined, signal: new AbortController().signal }
    await expect(hub.pair(wish)).rejects.toBe(error)
  })

  it('lets go of its hosts and says why when the browser takes the storage away', async () => {
    const hub = window()
    const view = await pair(hub)
    const newer = await openDB(database, 99)
    newer.close()
    await until(() => hub.state().state === 'blocked', 'the loss to be noticed')
    expect(hub.state()).toMatchObject({ error: { code: 'device.storage_version' } })
    expect(hub.hosts()).toEqual([])
    await expect(view.actions.live()).rejects.toMatchObject({ code: 'link.closed' })
  })

  it('opens the other hosts where the record of one makes no sense', async () => {
    const view = await pair(window())
    const device = await openDevice(() => undefined, { database, owners: owners.open('tool') })
    const { host, ...rest } = view.paired
    await device.hosts.keep({ ...rest, host: { ...host, id: newName() } })
    device.close()
    const second = window('second')
    await until(() => second.state().state === 'open', 'the hosts')
    expect(second.hosts().map(({ id }) => id)).toEqual([view.id])
  })

  it('keeps nothing of a pairing that failed', async () => {
    const hub = window()
    const wish = {
      link: 'nonsense',
      name: 'alice',
      onSas: () => undefined,
      signal: new AbortController().signal,
    }
    await expect(hub.pair(wish)).rejects.toMatchObject({ code: 'pairing.link' })
    expect(hub.hosts()).toEqual([])
    expect(persisted).toBe(0)
  })
})
