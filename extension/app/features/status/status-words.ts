import type { ConnectionState, Leg, LinkStatus } from '@hearth/shared/link'
import type { Agent, ErrorCode, HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import type { Tone } from '../../ui/Dot.tsx'
import { relativeTime } from '../../ui/relative-time.ts'
import { AGENT_STATE, AGENT_TONE } from '../agents/words.ts'
import { SLOW_LATENCY_MS } from './limits.ts'
import {
  AUDIT,
  CONNECTING,
  DEVICE_OFFLINE,
  EXPIRED,
  LIVE,
  PAUSED,
  TROUBLE,
  type Trouble,
  WAITING,
} from './trouble.ts'

/** One part of the way, in words. */
export interface LegWords {
  readonly name: string
  readonly tone: Tone
  /** `Connected · 11 ms`, `No answer`. */
  readonly state: string
  /** Device clock (ms) of the last thing that came over it, or null. */
  readonly lastAt: number | null
}

/** What the person can do with one press. */
export type StatusAction = 'look' | 'pair' | 'reload'

/** How things stand between this device and a host's agents, in words. */
export interface StatusWords {
  readonly tone: Tone
  /** It is being worked on right now. */
  readonly busy: boolean
  /** For a header with room: at most one line. */
  readonly line: string
  /** For a narrow header. */
  readonly short: string
  readonly legs: readonly [LegWords, LegWords, LegWords]
  /** What it means for a person: what still works, what doesn't. */
  readonly meaning: string
  /** One thing to do; null when there is nothing. */
  readonly advice: string | null
  readonly action: StatusAction | null
}

/** Everything that the words depend on. Times in ms of the device's clock. */
export interface Standing {
  readonly status: LinkStatus
  readonly now: number
  /** The host's audit record does not continue what this device has seen. */
  readonly alarm?: HearthError | null
  /** When the pairing ends. */
  readonly expiresAt?: number
  /** False when the browser says that this device has no network at all. */
  readonly online?: boolean
}

/** How things stand, in words. Total: every state with every error gives a line, a meaning and three legs. */
export const statusWords = (standing: Standing): StatusWords => {
  const { status } = standing
  const trouble = troubleOf(standing)
  const seen = lastSeen(status.host, standing.now)
  const waits = status.connection === 'waiting' || trouble.tellsLastSeen === true
  const latency = status.connection === 'live' ? latencyWords(status.host.latency) : null
  return {
    tone: trouble.tone ?? tone(status),
    busy: BUSY[status.connection],
    short: latency ? `${trouble.short} · ${latency}` : trouble.short,
    line: [trouble.line ?? trouble.short, latency, waits ? seen : null]
      .filter((part) => part !== null)
      .join(' · '),
    legs: [relayLeg(status), hostLeg(status), agentLeg(status)],
    meaning: trouble.meaning,
    advice: trouble.advice,
    action: trouble.action,
  }
}

const BUSY: Readonly<Record<ConnectionState, boolean>> = {
  offline: true,
  paused: false,
  dialling: true,
  waiting: false,
  handshaking: true,
  attaching: true,
  live: false,
  refused: false,
  revoked: false,
  closed: false,
}

/** What is the matter, the gravest first. */
const troubleOf = ({ status, now, alarm, expiresAt, online }: Standing): Trouble => {
  const { connection, error } = status
  if (alarm) return AUDIT
  if (connection === 'live') return LIVE
  if (connection === 'revoked') return TROUBLE['link.revoked']
  if (connection === 'closed') return TROUBLE['link.closed']
  if (expiresAt !== undefined && now >= expiresAt) return EXPIRED
  if (online === false) return DEVICE_OFFLINE
  if (connection === 'paused') return PAUSED
  if (connection === 'waiting') return WAITING
  if (error === null || connection === 'attaching') return CONNECTING
  if (connection === 'refused' && error.code === 'link.lost') return TROUBLE.replaced
  return isKnown(error.code) ? TROUBLE[error.code] : { ...TROUBLE['link.lost'], meaning: `${error.message}.` }
}

const isKnown = (code: ErrorCode): code is ErrorCode & keyof typeof TROUBLE => Object.hasOwn(TROUBLE, code)

const tone = ({ connection, host, agents }: LinkStatus): Tone => {
  if (connection !== 'live') return connection === 'waiting' || connection === 'paused' ? 'idle' : 'warn'
  const slow = (host.latency ?? 0) >= SLOW_LATENCY_MS
  const none = agents.length > 0 && agents.every(({ state }) => state !== 'ready' && state !== 'loading')
  return slow || none ? 'warn' : 'ok'
}

/** `48 ms`, `1.8 s`. */
const latencyWords = (ms: number | null): string | null => {
  if (ms === null) return null
  return ms < SLOW_LATENCY_MS ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`
}

const lastSeen = ({ lastAt }: Leg, now: number): string | null =>
  lastAt === null ? null : `last seen ${relativeTime(lastAt, now)}`

const legWords = (name: string, { state, latency, lastAt }: Leg, down: string): LegWords => {
  const words = { up: 'Connected', down, unknown: 'Not known now' }[state]
  const ms = state === 'up' ? latencyWords(latency) : null
  const legTone = { up: 'ok', down: 'danger', unknown: 'idle' } as const
  return { name, tone: legTone[state], state: ms === null ? words : `${words} · ${ms}`, lastAt }
}

const relayLeg = (status: LinkStatus): LegWords => legWords('This device – relay', status.relay, 'No answer')

const hostLeg = (status: LinkStatus): LegWords =>
  legWords('Relay – host', status.host, status.connection === 'waiting' ? 'Away' : 'No answer')

/** The agent that decides how the leg looks: the best there is, since one that works is enough to work with. */
const agentLeg = ({ agents, connection }: LinkStatus): LegWords => {
  const name = 'Host – agent'
  const order: readonly Agent['state'][] = ['ready', 'loading', 'error', 'missing', 'disabled']
  const [best] = [...agents].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  if (best === undefined) return { name, tone: 'idle', state: 'No agent known', lastAt: null }
  const lastAt = agents.reduce<number | null>(
    (last, agent) => (agent.lastEventAt === null ? last : Math.max(last ?? 0, agent.lastEventAt)),
    null,
  )
  const words = `${visible(best.label)} ${AGENT_STATE[best.state].toLowerCase()}`
  const others = agents.filter(({ state }) => state === 'ready' || state === 'loading').length - 1
  const more = others > 0 && best.state !== 'missing' ? `${words}, ${others} more` : words
  if (connection !== 'live') return { name, tone: 'idle', state: `Not known now; was: ${more}`, lastAt }
  return { name, tone: AGENT_TONE[best.state], state: more, lastAt }
}
