// @vitest-environment node
import 'fake-indexeddb/auto'
import { toHex } from '@hearth/shared/crypto'
import type { HearthError } from '@hearth/shared/protocol'
import { newName } from '@hearth/shared/testing'
import { deleteDB, openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { anId, anOutboxEntry, aPairing, HOST } from '../testing/build.ts'
import { type MemoryOwners, memoryOwners } from '../testing/memory-owners.ts'
import { openDatabase } from './database.ts'
import { type Device, openDevice } from './device.ts'
import { draftStore } from './drafts.ts'
import { MAX_ATTACHED, MAX_DRAFTS, MAX_HOSTS, OPEN_MS } from './limits.ts'

const RELAY = 'https://relay.example'
const head = (index: number, byte: number) => ({ index, head: new Uint8Array(64).fill(byte) })
const nobody = (): void => undefined

describe('a device in a browser', () => {
  let database: string
  let owners: MemoryOwners
  const opened: Device[] = []
  const open = async (name = 'first', lost: (error: HearthError) => void = nobody): Promise<Device> => {
    const device = await openDevice(lost, { database, owners: owners.open(name) })
    opened.push(device)
    return device
  }
  beforeEach(() => {
    database = newName()
    owners = memoryOwners()
  })
  afterEach(() => {
    for (const device of opened.splice(0)) device.close()
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  describe('keys', () => {
    it('are made once and are the same ever after', async () => {
      const first = await open()
      const again = await open()
      expect(toHex(again.keys.identity.fingerprint)).toBe(toHex(first.keys.identity.fingerprint))
      const relay = await first.keys.relay(RELAY)
      expect(toHex((await again.keys.relay(`${RELAY}/`)).publicKey)).toBe(toHex(relay.publicKey))
      const another = await first.keys.relay('https://other.example')
      expect(toHex(another.publicKey)).not.toBe(toHex(relay.publicKey))
    })

    it('are of one identity, whichever of many windows starts first', async () => {
      const windows = await Promise.all(Array.from({ length: 8 }, (_, n) => open(`window ${n}`)))
      const ids = windows.map(({ keys }) => toHex(keys.identity.fingerprint))
      expect(new Set(ids).size).toBe(1)
      const relays = await Promise.all(windows.map(({ keys }) => keys.relay(RELAY)))
      expect(new Set(relays.map(({ publicKey }) => toHex(publicKey))).size).toBe(1)
    })

    it('work: what they sign and agree on checks out', async () => {
      const { keys, provider } = await open()
      const message = new Uint8Array([1, 2, 3])
      const signature = await provider.sign(keys.identity.sign, message)
      expect(await provider.verify(keys.identity.signKey, signature, message)).toBe(true)
      const peer = await provider.generateEphemeral()
      expect(await provider.dh(keys.identity.dh, peer.publicKey)).toEqual(
        await provider.dh(peer, keys.identity.dhKey),
      )
    })

    it('can’t be read by script', async () => {
      await open()
      const raw = await openDB(database)
      const stored = await raw.getAll('keys')
      raw.close()
      expect(stored).toHaveLength(2)
      for (const { privateKey } of stored) {
        expect(privateKey.extractable).toBe(false)
        await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow()
      }
    })

    it('need a secure page', async () => {
      vi.stubGlobal('isSecureContext', false)
      await expect(open()).rejects.toMatchObject({ code: 'device.insecure' })
    })

    it('need a browser that has the curves', async () => {
      vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'))
      await expect(open()).rejects.toMatchObject({ code: 'device.unsupported' })
    })
  })

  describe('storage that fails', () => {
    it('is off', async () => {
      vi.stubGlobal('indexedDB', undefined)
      await expect(open()).rejects.toMatchObject({ code: 'device.storage' })
    })

    it('is full', async () => {
      const device = await open()
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
        throw new DOMException('full', 'QuotaExceededError')
      })
      await expect(device.hosts.keep(aPairing())).rejects.toMatchObject({ code: 'device.storage_full' })
    })

    it('keeps no keys, as in a private window', async () => {
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
        throw new DOMException('keys', 'DataCloneError')
      })
      await expect(open()).rejects.toMatchObject({ code: 'device.storage_private' })
    })

    it('is of a newer version', async () => {
      const newer = await openDB(database, 99)
      await expect(open()).rejects.toMatchObject({ code: 'device.storage_version' })
      newer.close()
    })

    it.each([
      ['never answers', 'success', 'device.storage'],
      ['is held by a window of an older version', 'blocked', 'device.storage_version'],
    ])('%s', async (_, event, code) => {
      vi.useFakeTimers({ toFake: ['setTimeout'] })
      const request = new IDBOpenDBRequest()
      vi.spyOn(indexedDB, 'open').mockReturnValue(request)
      const opening = open()
      if (event === 'blocked') {
        request.dispatchEvent(new IDBVersionChangeEvent('blocked', { oldVersion: 0, newVersion: 1 }))
      }
      const refused = expect(opening).rejects.toMatchObject({ code })
      await vi.advanceTimersByTimeAsync(OPEN_MS)
      await refused
    })

    it('is given to a window of a newer version, and says so', async () => {
      const lost: HearthError[] = []
      const device = await open('first', (error) => lost.push(error))
      const newer = await openDB(database, 99)
      newer.close()
      expect(lost.map(({ code }) => code)).toEqual(['device.storage_version'])
      await expect(device.hosts.all()).rejects.toMatchObject({ code: 'device.storage' })
    })
  })

  describe('hosts', () => {
    it('are kept, replaced and listed in the order of pairing', async () => {
      const { hosts } = await open()
      const other = aPairing({ host: { ...aPairing().host, id: anId(2) }, pairedAt: 1 })
      await hosts.keep(aPairing())
      await hosts.keep(other)
      const anew = aPairing({ expiresAt: 9 })
      await hosts.keep(anew)
      expect(await hosts.all()).toEqual([other, anew])
    })

    it('that can’t be read are not listed, and left alone', async () => {
      const { hosts } = await open()
      await hosts.keep(aPairing())
      const raw = await openDB(database)
      await raw.put('hosts', { v: 2, strange: true }, anId(3))
      expect(await hosts.all()).toEqual([aPairing()])
      expect(await raw.count('hosts')).toBe(2)
      raw.close()
    })

    it('are not more than a browser is meant to have', async () => {
      const { hosts } = await open()
      for (let n = 0; n < MAX_HOSTS; n += 1) {
        await hosts.keep(aPairing({ host: { ...aPairing().host, id: anId(n) } }))
      }
      await expect(
        hosts.keep(aPairing({ host: { ...aPairing().host, id: anId(0xfff) } })),
      ).rejects.toMatchObject({ code: 'pairing.too_many' })
      await hosts.keep(aPairing({ host: { ...aPairing().host, id: anId(0) } }))
    })

    it('are forgotten with all that was kept of them, and nothing else', async () => {
      const device = await open()
      for (const id of [HOST, anId(2)]) {
        await device.hosts.keep(aPairing({ host: { ...aPairing().host, id } }))
        await device.outbox(id, nobody).append(anOutboxEntry())
        await device.audit(id).write(head(1, 1))
        for (const key of [`${id}:${anId(1)}`, `new:${id}`])
          await device.drafts.write(key, { text: 'draft', attachments: ['attached'] }, 1)
      }
      await device.hosts.remove(HOST)
      expect((await device.hosts.all()).map(({ host }) => host.id)).toEqual([anId(2)])
      for (const [id, left] of [
        [HOST, false],
        [anId(2), true],
      ] as const) {
        expect((await device.outbox(id, nobody).list()).length > 0).toBe(left)
        expect((await device.audit(id).read()) !== null).toBe(left)
        for (const key of [`${id}:${anId(1)}`, `new:${id}`])
          expect(await device.drafts.read(key)).toEqual(
            left ? { text: 'draft', attachments: ['attached'] } : { text: '', attachments: [] },
          )
      }
    })
  })

  it('takes records that make no sense for none, and writes over them', async () => {
    const device = await open()
    const raw = await openDB(database)
    await raw.put('audit', { index: 'many', head: [1] }, HOST)
    await raw.put('drafts', { text: { toString: 1 }, at: 1 }, 'new:x')
    await raw.put('attached', { attachments: 'many', at: 1 }, 'new:x')
    expect(await device.audit(HOST).read()).toBeNull()
    expect(await device.drafts.read('new:x')).toEqual({ text: '', attachments: [] })
    await device.audit(HOST).write(head(1, 1))
    expect(await device.audit(HOST).read()).toEqual(head(1, 1))
    raw.close()
  })

  describe('prompts that wait', () => {
    const entries = [1, 2, 3].map((n) => anOutboxEntry({ id: anId(n) }))

    it('survive the window, in their order', async () => {
      const { outbox } = await open()
      for (const entry of [...entries].reverse()) await outbox(HOST, nobody).append(entry)
      owners.end('first')
      const next = await open('next')
      expect(await next.outbox(HOST, nobody).list()).toEqual([...entries].reverse())
      expect(await next.outbox(anId(2), nobody).list()).toEqual([])
    })

    it('belong to the window that wrote them as long as it lives', async () => {
      const first = (await open()).outbox(HOST, nobody)
      for (const entry of entries) await first.append(entry)
      const second = (await open('second')).outbox(HOST, nobody)
      expect(await second.list()).toEqual([])
      expect(await second.adopt()).toEqual([])
      expect(await second.elsewhere()).toEqual(entries)
      owners.end('first')
      expect(await second.adopt()).toEqual(entries)
      expect(await second.elsewhere()).toEqual([])
      expect(await second.adopt()).toEqual([])
      expect(await second.list()).toEqual(entries)
    })

    it('are adopted by one of two windows', async () => {
      for (const entry of entries) await (await open()).outbox(HOST, nobody).append(entry)
      owners.end('first')
      const [a, b] = [(await open('a')).outbox(HOST, nobody), (await open('b')).outbox(HOST, nobody)]
      const adopted = await Promise.all([a.adopt(), b.list()])
      expect(adopted.flat()).toEqual(entries)
    })

    it('are kept once under one id, and removing what is gone is harmless', async () => {
      const changes: string[] = []
      const outbox = (await open()).outbox(HOST, () => changes.push('changed'))
      const [entry = anOutboxEntry()] = entries
      await outbox.append(entry)
      await outbox.append({ ...entry, createdAt: 1 })
      expect(await outbox.list()).toEqual([entry])
      await outbox.remove(entry.id)
      await outbox.remove(entry.id)
      expect(await outbox.list()).toEqual([])
      expect(changes.length).toBeGreaterThanOrEqual(2)
    })

    it('that can’t be read are not sent', async () => {
      const outbox = (await open()).outbox(HOST, nobody)
      const raw = await openDB(database)
      await raw.add('outbox', { host: HOST, id: 'x', owner: 'first', entry: { id: 'x' } })
      raw.close()
      expect(await outbox.list()).toEqual([])
    })
  })

  it('remembers the furthest audit head, in whatever order windows write', async () => {
    const [a, b] = [(await open()).audit(HOST), (await open('second')).audit(HOST)]
    expect(await a.read()).toBeNull()
    await Promise.all([a.write(head(12, 1)), b.write(head(11, 2)), a.write(head(10, 3))])
    expect(await b.read()).toEqual(head(12, 1))
    await b.write(head(12, 9))
    expect(await a.read()).toEqual(head(12, 1))
  })

  it('keeps drafts, forgets empty ones, and the oldest of too many', async () => {
    const { drafts } = await open()
    const write = (n: number, text: string) => drafts.write(`s${n}`, { text, attachments: [] }, n)
    for (let n = 0; n <= MAX_DRAFTS; n += 1) await write(n, `draft ${n}`)
    expect(await drafts.read('s0')).toMatchObject({ text: '' })
    expect(await drafts.read('s1')).toMatchObject({ text: 'draft 1' })
    await write(1, '')
    expect(await drafts.read('s1')).toMatchObject({ text: '' })
  })

  it('keeps what is attached while words change, and of too many the newest', async () => {
    const { drafts } = await open()
    for (let n = 0; n <= MAX_ATTACHED; n += 1)
      await drafts.write(`s${n}`, { text: 'look', attachments: [{ n }] }, n)
    expect(await drafts.read('s0')).toEqual({ text: 'look', attachments: [] })
    await drafts.write('s1', { text: 'look here', attachments: undefined }, 99)
    expect(await drafts.read('s1')).toEqual({ text: 'look here', attachments: [{ n: 1 }] })
    await drafts.write('s1', { text: 'look here', attachments: [] }, 100)
    expect(await drafts.read('s1')).toEqual({ text: 'look here', attachments: [] })
  })

  it('takes up the storage of a version without attachments', async () => {
    const name = `${database}-old`
    const old = await openDB(name, 1, {
      upgrade(made) {
        for (const store of ['keys', 'hosts', 'audit']) made.createObjectStore(store)
        const outbox = made.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true })
        outbox.createIndex('host', 'host')
        outbox.createIndex('prompt', ['host', 'id'], { unique: true })
        made.createObjectStore('drafts').createIndex('at', 'at')
      },
    })
    await old.put('drafts', { text: 'from before', at: 1 }, 's')
    old.close()
    const now = await openDatabase(() => undefined, name)
    expect(await draftStore(now).read('s')).toEqual({ text: 'from before', attachments: [] })
    now.close()
    await deleteDB(name)
  })
})
