import type { Agent, Right } from '@hearth/shared/protocol'
import type { StatusAction } from './status-words.ts'

/** What one press does about an outage. */
export const ACTION: Readonly<Record<StatusAction, string>> = {
  look: 'Try now',
  pair: 'Pair again',
  reload: 'Reload',
}

/** What this device may do at the host. */
const RIGHT: Readonly<Record<Right, string>> = {
  read: 'read sessions',
  prompt: 'send prompts, answer questions',
  decide: 'decide requests',
  admin: 'change the host’s settings',
}

/** `It may: read sessions, send prompts, …` Risks are counted from 1 to 4. */
export const rightsLine = (rights: readonly Right[], riskMax: 1 | 2 | 3 | 4): string => {
  const parts = rights.map((right) =>
    right === 'decide' ? `${RIGHT.decide} up to risk ${riskMax} of 4` : RIGHT[right],
  )
  return parts.length === 0 ? 'It may do nothing.' : `It may: ${parts.join(', ')}.`
}

export const TITLE = 'Connection'
export const HOSTS_TITLE = 'Hosts'
export const ADD_HOST = 'Add a host'
export const NO_HOST = 'No host is paired with this device yet.'
export const LAST_HEARD = 'last heard'
export const NEVER_HEARD = 'nothing heard yet'
export const HOST_ID = 'Host id'
/** An id that both sides show alike, in groups that the eye can compare: `4057 a1b2 …`. */
export const idWords = (id: string): string => id.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')
export const RELAY = 'Relay'
export const VERSION = 'Host agent'
export const PAIRED = 'Paired'
export const UNTIL = 'Until'
export const NAME = 'This device is'
export const FORGET = 'Forget this host'
export const forgetTitle = (name: string): string => `Forget ${name}?`
export const FORGET_MEANING =
  'This device loses its pairing, its drafts and prompts that wait for this host. Sessions stay at the host, which lists this device until you revoke it there.'
export const FORGET_YES = 'Forget it'
export const FORGET_NO = 'Keep it'
export const forgotten = (name: string): string => `${name} is forgotten here`
export const DETAILS = 'Details'
export const openLabel = (name: string, line: string): string => `Connection to ${name}: ${line}`

/** For the header of a screen that is about all hosts. */
export const overall = (live: number, all: number): string => {
  if (all === 0) return 'No host'
  if (live === all) return `${all} hosts live`
  return `${live} of ${all} hosts live`
}

/** The head of the fold of agents: how many there are, and how many of them work. */
export const agentsTitle = (agents: readonly Agent[]): string => {
  const ready = agents.filter(({ state }) => state === 'ready').length
  return `Agents: ${ready} of ${agents.length} ready`
}
export const AGENTS_WERE = 'As they were when the host was last here.'
