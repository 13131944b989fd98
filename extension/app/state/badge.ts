import type { LinkStatus, RequestView } from '@hearth/shared/link'
import { visible } from '@hearth/shared/session'
import type { HubState } from './hub.ts'
import { countWaiting } from './waiting.ts'

/** What a badge needs to know of a host. */
export interface BadgeHost {
  readonly name: string
  readonly connection: LinkStatus['connection']
  readonly requests: ReadonlyMap<string, RequestView>
}

/** What the icon shows: a few characters, and the words that come with it. */
export interface Badge {
  readonly text: string
  readonly title: string
}

/** More than fits is said as this. */
const MANY = '99+'

const waitWords = (count: number): string =>
  count === 1 ? '1 request waits for you' : `${count} requests wait for you`

const awayWords = (names: readonly string[]): string =>
  names.length === 1
    ? `not connected to ${visible(names[0] ?? '')}`
    : `not connected to ${names.length} hosts`

/**
 * The icon's badge: how many requests wait. Only hosts that are connected count; of the others it is not known, and a
 * number that may be old says more than it knows. The title says why there is none.
 */
export const badgeOf = (hub: HubState, hosts: readonly BadgeHost[]): Badge => {
  if (hub.state === 'blocked') return { text: '', title: `Hearth: ${hub.error.message}` }
  if (hub.state === 'opening') return { text: '', title: 'Hearth' }
  if (hosts.length === 0) return { text: '', title: 'Hearth: not paired with a host yet' }
  const known = hosts.filter(({ connection }) => connection === 'live')
  const away = hosts.filter(({ connection }) => connection !== 'live').map(({ name }) => name)
  const count = countWaiting(known.map(({ requests }) => requests))
  const said = [
    ...(count > 0 ? [waitWords(count)] : []),
    ...(away.length > 0 ? [awayWords(away)] : []),
    ...(count === 0 && away.length === 0 ? ['nothing waits for you'] : []),
  ]
  const text = count === 0 ? '' : count > 99 ? MANY : String(count)
  return { text, title: `Hearth: ${said.join('; ')}` }
}
