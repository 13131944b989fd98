import { localIdentity, relayOrigin } from '@hearth/shared/crypto'
import type { StoredWebKey, WebProvider } from '@hearth/shared/crypto/web'
import type { DeviceKeys } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { Database } from './database.ts'
import { guarded } from './storage-error.ts'

type Made = Readonly<Record<string, StoredWebKey>>

/**
 * Keeps keys unless there are some: two windows that start for the first time together make keys each, and the
 * transaction decides whose stay. All of them or none, so that an identity is never mixed of two.
 */
const keepFirst = async (database: Database, made: Made): Promise<Made> => {
  const transaction = database.transaction('keys', 'readwrite', { durability: 'strict' })
  const kept: Record<string, StoredWebKey> = {}
  for (const name of Object.keys(made)) {
    const stored = await transaction.store.get(name)
    if (stored !== undefined) kept[name] = stored
  }
  const all = Object.keys(kept).length === Object.keys(made).length
  if (!all) await Promise.all(Object.entries(made).map(([name, key]) => transaction.store.put(key, name)))
  await transaction.done
  return all ? kept : made
}

const stored = async (database: Database, name: string): Promise<StoredWebKey | undefined> =>
  guarded(() => database.get('keys', name))

/** What this browser must be able to do. @throws {HearthError} `device.insecure` */
export const assertSecure = (): void => {
  // Absent in workers of tests alone; false on a page without TLS that isn't on loopback.
  if (globalThis.isSecureContext === false || globalThis.crypto?.subtle === undefined) {
    throw new HearthError('device.insecure')
  }
}

/** @throws {HearthError} `device.unsupported` where the browser lacks the curves */
const made = async <T>(make: () => Promise<T>): Promise<T> => {
  try {
    return await make()
  } catch (cause) {
    throw new HearthError('device.unsupported', undefined, { cause })
  }
}

/** This device's keys, made at first use; their secrets can't be read by script. @throws {HearthError} `device.*` */
export const openKeys = async (database: Database, provider: WebProvider): Promise<DeviceKeys> => {
  const [dh, sign] = await Promise.all([stored(database, 'dh'), stored(database, 'sign')])
  const pair = dh !== undefined && sign !== undefined ? { dh, sign } : await newIdentity(database, provider)
  const identity = localIdentity(provider, provider.restoreDh(pair.dh), provider.restoreSigning(pair.sign))
  const relays = new Map<string, ReturnType<DeviceKeys['relay']>>()
  return {
    identity,
    relay(text) {
      const origin = relayOrigin(text)
      const known = relays.get(origin)
      if (known !== undefined) return known
      const opening = openRelay(database, provider, origin)
      relays.set(origin, opening)
      opening.catch(() => relays.delete(origin))
      return opening
    },
  }
}

const newIdentity = async (
  database: Database,
  provider: WebProvider,
): Promise<{ dh: StoredWebKey; sign: StoredWebKey }> => {
  const [dh, sign] = await made(() => Promise.all([provider.generateStatic(), provider.generateSigning()]))
  const kept = await guarded(() =>
    keepFirst(database, { dh: provider.store(dh), sign: provider.store(sign) }),
  )
  if (kept.dh === undefined || kept.sign === undefined) throw new HearthError('device.storage')
  return { dh: kept.dh, sign: kept.sign }
}

const openRelay = async (
  database: Database,
  provider: WebProvider,
  origin: string,
): Promise<Awaited<ReturnType<DeviceKeys['relay']>>> => {
  const name = `relay ${origin}`
  const fresh = async (): Promise<StoredWebKey> => {
    const key = provider.store(await made(() => provider.generateSigning()))
    return (await guarded(() => keepFirst(database, { [name]: key })))[name] ?? key
  }
  const key = provider.restoreSigning((await stored(database, name)) ?? (await fresh()))
  return { publicKey: key.publicKey, sign: (statement) => provider.sign(key, statement) }
}
