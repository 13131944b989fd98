import { memoryOutbox, openLink } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { createSocketTransport } from '@hearth/shared/transport'
import type { Device } from '../device/device.ts'
import { openDevice } from '../device/device.ts'
import type { Owners } from '../device/owners.ts'
import type { HostChannel } from './decide.ts'

/** This worker owns no prompt, so it need not be known to live. */
const NOBODY: Owners = { me: 'notifications', exclusively: (work) => work(new Set()) }

/** This browser's device, for as long as the work takes. @throws {HearthError} `device.*` */
export const withDevice = async <T>(work: (device: Device) => Promise<T>): Promise<T> => {
  const device = await openDevice(() => undefined, { owners: NOBODY })
  try {
    return await work(device)
  } finally {
    device.close()
  }
}

/**
 * A link of the worker's own to a paired host, for as long as the work takes: each window has one of its own too
 * (docs/decisions/0016). It sends no prompts and follows nothing. @throws {HearthError}
 */
export const withOwnLink = <T>(
  host: string,
  version: string,
  work: (channel: HostChannel) => Promise<T>,
): Promise<T> =>
  withDevice(async ({ keys, provider, hosts, audit }) => {
    const paired = (await hosts.all()).find(({ host: { id } }) => id === host)
    if (paired === undefined) throw new HearthError('link.closed', 'This host is not paired here any more')
    const link = await openLink({
      ...{ paired, keys, provider },
      transport: createSocketTransport(),
      outbox: memoryOutbox(),
      audit: audit(host),
      app: { name: 'hearth notifications', version },
    })
    try {
      return await work({
        live: (ms) => link.live(ms),
        requests: () => link.requests.value,
        device: () => link.overview.value.device,
        decide: (request, choice) => link.decide(request, choice),
      })
    } finally {
      link.close()
    }
  })
