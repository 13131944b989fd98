import { HearthError, Right } from '@hearth/shared/protocol'
import { Risk } from '@hearth/shared/session'
import * as v from 'valibot'
import { isLoopback } from '../uplink/loopback.ts'
import { awaitRelay } from './await-relay.ts'
import type { Controlled } from './handlers.ts'
import { MIN_PAIRING_MS } from './limits.ts'
import { take } from './params.ts'
import type { ControlCall } from './server.ts'

const Pair = v.strictObject({
  /** Confirms by itself: for scripts that hand the link over in private. */
  yes: v.boolean(),
  ttl: v.optional(v.pipe(v.number(), v.integer(), v.minValue(MIN_PAIRING_MS))),
  rights: v.optional(v.array(Right)),
  riskMax: v.optional(Risk),
  /** For a device on this machine: the link names the relay by its name here. */
  local: v.optional(v.boolean()),
  /** Where the link's page is. */
  app: v.optional(v.string()),
})
const Reply = v.strictObject({ accept: v.boolean() })

/**
 * Makes a pairing link and tells every step; the step `confirm` waits for `{accept}`, where the person at the host has
 * compared the digits. The link dies with the call.
 */
export const pairCall = async (
  controlled: Controlled,
  params: unknown,
  call: ControlCall,
): Promise<unknown> => {
  const { yes, local = false, ...spec } = take(Pair, params)
  const relayOrigin = local ? controlled.relays.findLast(isLoopback) : controlled.relays[0]
  if (relayOrigin === undefined && local && controlled.relays.length > 0) {
    throw new HearthError(
      'input.invalid',
      'The relay runs elsewhere, so it has no name of this machine; make a link without --local',
    )
  }
  if (relayOrigin === undefined) {
    throw new HearthError(
      'relay.unreachable',
      'This host uses no relay; start it with: hearth up --relay URL',
    )
  }
  await awaitRelay(controlled.host, relayOrigin)
  const pairing = await controlled.host.pair({
    ...spec,
    relayOrigin,
    ownRelay: controlled.ownRelay,
    confirm: async () => yes || v.parse(Reply, await call.input()).accept,
  })
  const cancel = () => pairing.cancel()
  call.signal.addEventListener('abort', cancel)
  try {
    call.send({ step: 'link', link: pairing.link, expiresAt: pairing.expiresAt, relay: relayOrigin })
    for await (const step of pairing.events) call.send(step)
  } finally {
    call.signal.removeEventListener('abort', cancel)
  }
  return null
}
