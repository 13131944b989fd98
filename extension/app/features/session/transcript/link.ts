import type { Face } from '../../../services.ts'
import { addressOf } from '../../../state/address.ts'
import type { HostView } from '../../../state/host-view.ts'

/**
 * A link that opens a turn of a session in any browser paired with its host. In the panel it leads to the web view of
 * the relay, since a panel has no address.
 */
export const linkToTurn = (
  host: HostView,
  session: string,
  turn: number,
  page: { readonly face: Face; readonly base: string },
): string => {
  const base = page.face === 'web' ? page.base : `${host.paired.relay}/`
  return `${base}#${addressOf({ screen: 'session', host: host.id, session, turn })}`
}
