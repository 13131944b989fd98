import { join } from 'node:path'
import type { RawKeyProvider } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { type DeviceKeys, type Link, openLink, type PairedHost, pairDevice } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { Transport } from '@hearth/shared/transport'
import { openHostKeys } from '../identity/keys.ts'
import { ensurePrivateDirectory } from '../identity/private-file.ts'
import { VERSION } from '../version.ts'
import { auditFile } from './audit-file.ts'
import { fileOutbox } from './file-outbox.ts'
import { keepHost, readHosts } from './hosts.ts'
import { deviceFolder } from './paths.ts'

/** A device without a screen: keys, paired hosts and outbox in a folder of its own. */
export interface RemoteDevice {
  readonly name: string
  readonly folder: string
  readonly keys: DeviceKeys
  hosts(): PairedHost[]
  /** The host that `which` names (its name, its id or the id's beginning), or the only one. @throws {HearthError} `input.invalid` */
  host(which: string | undefined): PairedHost
  /** Pairs and remembers the host. @throws {HearthError} see pairDevice */
  pair(link: string, onSas: (sas: string) => void, signal: AbortSignal): Promise<PairedHost>
  /** Opens a link; the caller closes it. */
  link(host: PairedHost): Promise<Link>
}

/** Opens a device under HEARTH_HOME/remote, making its keys at first use. @throws {HearthError} `keys.*`, `input.invalid` */
export const openDevice = async (home: string, name: string, transport: Transport): Promise<RemoteDevice> => {
  const provider: RawKeyProvider = createNodeProvider()
  const folder = deviceFolder(home, name)
  ensurePrivateDirectory(home)
  ensurePrivateDirectory(join(home, 'remote'))
  ensurePrivateDirectory(folder)
  const stored = await openHostKeys(provider, folder, readHosts(folder).length > 0)
  const keys: DeviceKeys = { identity: stored.identity, relay: async (origin) => stored.relay(origin) }
  return {
    name,
    folder,
    keys,
    hosts: () => readHosts(folder),
    host: (which) => choose(readHosts(folder), which, name),
    async pair(link, onSas, signal) {
      const paired = await pairDevice({
        link,
        keys,
        provider,
        transport,
        name,
        platform: 'cli',
        onSas,
        signal,
      })
      keepHost(folder, paired)
      return paired
    },
    link: (paired) =>
      openLink({
        paired,
        keys,
        provider,
        transport,
        outbox: fileOutbox(join(folder, `outbox-${paired.host.id}`)),
        audit: auditFile(join(folder, `audit-${paired.host.id}.json`)),
        app: { name: 'hearth remote', version: VERSION },
      }),
  }
}

const choose = (hosts: readonly PairedHost[], which: string | undefined, name: string): PairedHost => {
  const fitting = hosts.filter(
    ({ host }) => which === undefined || host.name === which || host.id.startsWith(which),
  )
  const [only, another] = fitting
  if (only !== undefined && another === undefined) return only
  if (hosts.length === 0) {
    throw new HearthError(
      'input.invalid',
      `Device ${name} is not paired; run: hearth remote --device ${name} pair -`,
    )
  }
  const list = hosts.map(({ host }) => `${host.name} (${host.id})`).join(', ')
  throw new HearthError('input.invalid', `Say with --host which host is meant: ${list}`)
}
