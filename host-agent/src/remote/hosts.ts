import { join } from 'node:path'
import { PairedHost } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { readPrivateFile, writePrivateFile } from '../identity/private-file.ts'
import { MAX_HOSTS, MAX_RECORD_FILE } from './limits.ts'

const HostsFile = v.strictObject({
  v: v.literal(1),
  hosts: v.pipe(v.array(PairedHost), v.maxLength(MAX_HOSTS)),
})

const fileOf = (folder: string): string => join(folder, 'hosts.json')

/** The hosts that a device is paired with. @throws {HearthError} `keys.*` for a file that can't be trusted or read */
export const readHosts = (folder: string): PairedHost[] => {
  const path = fileOf(folder)
  const bytes = readPrivateFile(path, MAX_RECORD_FILE)
  if (bytes === null) return []
  try {
    return v.parse(HostsFile, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).hosts
  } catch (cause) {
    throw new HearthError(
      'keys.corrupt',
      `${path} is damaged. Nothing was changed; restore it, or move it away and pair again.`,
      {
        cause,
      },
    )
  }
}

/** Adds a host, or replaces what was known of it. @throws {HearthError} `keys.*`, `pairing.too_many` */
export const keepHost = (folder: string, host: PairedHost): void => {
  const others = readHosts(folder).filter((other) => other.host.id !== host.host.id)
  if (others.length >= MAX_HOSTS) throw new HearthError('pairing.too_many')
  const text = `${JSON.stringify({ v: 1, hosts: [...others, host] }, null, 1)}\n`
  writePrivateFile(fileOf(folder), new TextEncoder().encode(text), false)
}
