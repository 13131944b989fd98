import { join } from 'node:path'
import {
  fromHex,
  type LocalIdentity,
  localIdentity,
  type RawKeyProvider,
  relayOrigin,
  type SignKey,
  toHex,
  utf8,
} from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import type { RelayIdentity } from '@hearth/shared/transport'
import * as v from 'valibot'
import { MAX_KEY_FILE, MAX_RELAYS } from './limits.ts'
import { ensurePrivateDirectory, readPrivateFile, writePrivateFile } from './private-file.ts'

const Secret = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const KeyFile = v.strictObject({
  v: v.literal(1),
  dh: Secret,
  sign: Secret,
  relays: v.record(v.string(), Secret),
})
type KeyFile = v.InferOutput<typeof KeyFile>

/** The host's keys: S and A as one identity, and a relay key R for each relay. */
export interface HostKeys {
  readonly identity: LocalIdentity
  /** The key with which this host logs in at a relay; made and stored at first use. @throws {HearthError} `keys.*` */
  relay(origin: string): RelayIdentity
}

const parse = (path: string, bytes: Uint8Array): KeyFile => {
  try {
    return v.parse(KeyFile, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch {
    throw new HearthError(
      'keys.corrupt',
      `${path} does not hold this host’s keys. Nothing was changed and no new keys were made: restore it from a backup, or move it away and pair every device again.`,
    )
  }
}

/**
 * Opens `keys.json` under `home` (docs/protocol.md, "Key storage"), making both where there is neither.
 * A file that can't be trusted stops the host: keys are never replaced by themselves. With `known` (there
 * were keys before) a missing file is an error too.
 * @throws {HearthError} `keys.permissions`, `keys.owner`, `keys.symlink`, `keys.corrupt`, `keys.missing`, `keys.write`
 */
export const openHostKeys = async (
  provider: RawKeyProvider,
  home: string,
  known: boolean,
): Promise<HostKeys> => {
  ensurePrivateDirectory(home)
  const path = join(home, 'keys.json')
  const bytes = readPrivateFile(path, MAX_KEY_FILE)
  if (bytes === null && known) {
    throw new HearthError(
      'keys.missing',
      `${path} is missing though this host has had keys before. No new keys were made: restore it from a backup, or move the whole folder away to begin anew.`,
    )
  }
  const file = bytes === null ? await generate(provider, path) : parse(path, bytes)
  const identity = localIdentity(
    provider,
    provider.importDh(fromHex(file.dh)),
    provider.importSigning(fromHex(file.sign)),
  )
  const relays = new Map<string, SignKey>(
    Object.entries(file.relays).map(([origin, seed]) => [origin, provider.importSigning(fromHex(seed))]),
  )
  return {
    identity,
    relay(text) {
      const origin = relayOrigin(text)
      const key = relays.get(origin) ?? addRelay(provider, path, file, origin)
      relays.set(origin, key)
      return { publicKey: key.publicKey, sign: (statement) => provider.sign(key, statement) }
    },
  }
}

const save = (path: string, file: KeyFile, fresh: boolean): void =>
  writePrivateFile(path, utf8(`${JSON.stringify(file, null, 1)}\n`), fresh)

const generate = async (provider: RawKeyProvider, path: string): Promise<KeyFile> => {
  const dh = await provider.generateStatic()
  const sign = await provider.generateSigning()
  const file: KeyFile = {
    v: 1,
    dh: toHex(provider.exportDh(dh)),
    sign: toHex(provider.exportSigning(sign)),
    relays: {},
  }
  save(path, file, true)
  return file
}

const addRelay = (provider: RawKeyProvider, path: string, file: KeyFile, origin: string): SignKey => {
  if (Object.keys(file.relays).length >= MAX_RELAYS) {
    throw new HearthError('keys.write', `${path} holds keys for ${MAX_RELAYS} relays; remove some first.`)
  }
  const seed = provider.randomBytes(32)
  file.relays[origin] = toHex(seed)
  save(path, file, false)
  return provider.importSigning(seed)
}
