import type { ConnectionState, LinkStatus } from '@hearth/shared/link'
import { ERRORS, type ErrorCode, HearthError } from '@hearth/shared/protocol'
import { describe, expect, it } from 'vitest'
import { anAgent } from '../../testing/build.ts'
import { type Standing, statusWords } from './status-words.ts'
import { TROUBLE } from './trouble.ts'
import { rightsLine } from './words.ts'

const NOW = 1_790_000_000_000
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const UP = { state: 'up', latency: 11, lastAt: NOW - 1_000 } as const
const DOWN = { state: 'down', latency: null, lastAt: NOW - 3 * MINUTE } as const
const UNKNOWN = { state: 'unknown', latency: null, lastAt: NOW - 3 * MINUTE } as const

const STATES: readonly ConnectionState[] = [
  ...(['offline', 'paused', 'dialling', 'waiting', 'handshaking', 'attaching'] as const),
  ...(['live', 'refused', 'revoked', 'closed'] as const),
]
const CODES = Object.keys(ERRORS) as ErrorCode[]

const standing = (
  connection: ConnectionState,
  code: ErrorCode | null = null,
  more: Partial<LinkStatus> = {},
  rest: Partial<Standing> = {},
): Standing => ({
  status: {
    connection,
    error: code === null ? null : new HearthError(code),
    relay: UP,
    host: { ...UP, latency: 48 },
    agents: [anAgent()],
    ...more,
  },
  now: NOW,
  ...rest,
})
const words = (...args: Parameters<typeof standing>) => statusWords(standing(...args))

describe('every state with every error', () => {
  it.each(STATES)('%s has a line, a meaning and three legs', (connection) => {
    for (const code of [null, ...CODES]) {
      const told = words(connection, code)
      expect(told.short.length, told.short).toBeLessThanOrEqual(22)
      expect(told.line.length, told.line).toBeLessThanOrEqual(70)
      expect(told.meaning).toMatch(/\.$/)
      expect(told.legs.map(({ state }) => state)).not.toContain('')
      if (connection !== 'live') expect(told.tone, `${connection} ${code}`).not.toBe('ok')
    }
  })

  it.each(Object.entries(TROUBLE))('%s gives a way on when it does not pass by itself', (_code, trouble) => {
    expect(trouble.action !== null || trouble.advice !== null || /itself/.test(trouble.meaning)).toBe(true)
  })
})

describe('what a person reads', () => {
  it('live: with what the way to the host costs', () => {
    expect(words('live')).toMatchObject({
      tone: 'ok',
      busy: false,
      line: 'Live · 48 ms',
      short: 'Live · 48 ms',
    })
  })

  it('live before the first probe: no number', () => {
    expect(words('live', null, { host: { ...UP, latency: null } }).line).toBe('Live')
  })

  it('live and slow: in seconds, as a warning', () => {
    expect(words('live', null, { host: { ...UP, latency: 1_840 } })).toMatchObject({
      line: 'Live · 1.8 s',
      tone: 'warn',
    })
  })

  it('live, and no agent works', () => {
    const agents = [anAgent({ state: 'error' }), anAgent({ id: 'pi', label: 'pi', state: 'missing' })]
    const told = words('live', null, { agents })
    expect(told.tone).toBe('warn')
    expect(told.legs[2]).toMatchObject({ tone: 'danger', state: 'OpenCode did not start the last time' })
  })

  it('on the way, for the first time and after a cut', () => {
    expect(words('dialling').line).toBe('Connecting…')
    expect(words('dialling', 'link.lost', { host: UNKNOWN })).toMatchObject({
      line: 'Reconnecting… · last seen 3 min ago',
      busy: true,
    })
  })

  it('no relay: what still works, and to look whether it runs', () => {
    const told = words('offline', 'relay.unreachable', { relay: DOWN, host: UNKNOWN })
    expect(told).toMatchObject({ short: 'No relay', tone: 'warn', action: 'look' })
    expect(told.meaning).toContain('prompts wait')
    expect(told.legs[0]).toMatchObject({ tone: 'danger', state: 'No answer' })
  })

  it('no network at all', () => {
    const told = words('offline', 'relay.unreachable', {}, { online: false })
    expect(told.short).toBe('No network')
  })

  it('wrong relay: something else answers there', () => {
    expect(words('offline', 'relay.protocol')).toMatchObject({
      short: 'Not a relay',
      tone: 'danger',
      action: 'pair',
    })
  })

  it('a relay that does not know the host', () => {
    expect(words('refused', 'relay.refused', { host: UNKNOWN })).toMatchObject({
      short: 'Not let in',
      action: 'pair',
    })
  })

  it('host away, for minutes and for days', () => {
    expect(words('waiting', null, { host: DOWN }).line).toBe('Host is away · last seen 3 min ago')
    const gone = words('waiting', null, { host: { ...DOWN, lastAt: NOW - 4 * DAY } })
    expect(gone.line).toBe('Host is away · last seen 4 days ago')
    expect(gone.advice).toContain('npm start')
    expect(gone.legs[1]).toMatchObject({ state: 'Away', tone: 'danger' })
    expect(words('waiting', null, { host: { ...DOWN, lastAt: null } }).line).toBe('Host is away')
  })

  it('versions that do not fit', () => {
    expect(words('refused', 'link.version')).toMatchObject({
      short: 'Update needed',
      tone: 'danger',
      action: 'reload',
    })
  })

  it('revoked', () => {
    expect(words('revoked', 'link.revoked')).toMatchObject({
      short: 'Revoked',
      tone: 'danger',
      action: 'pair',
    })
  })

  it('replaced by another window is no cut', () => {
    expect(words('refused', 'link.lost')).toMatchObject({
      short: 'Open elsewhere',
      action: 'look',
      tone: 'idle',
    })
    expect(words('offline', 'link.lost').short).toBe('Reconnecting…')
  })

  it('a pairing whose time is over, unless it works all the same', () => {
    const over = { expiresAt: NOW - 1 }
    expect(words('refused', 'relay.refused', {}, over)).toMatchObject({
      short: 'Pairing expired',
      action: 'pair',
    })
    expect(words('live', null, {}, over).short).toBe('Live · 48 ms')
    expect(words('revoked', 'link.revoked', {}, over).short).toBe('Revoked')
  })

  it('an audit record that does not fit is graver than anything', () => {
    const told = words('live', null, {}, { alarm: new HearthError('link.audit') })
    expect(told).toMatchObject({ tone: 'danger' })
    expect(told.short).toContain('Audit record differs')
  })

  it('shows what is hidden in an agent’s name', () => {
    expect(words('live', null, { agents: [anAgent({ label: 'Open\u202eCode' })] }).legs[2].state).toContain(
      '\\u{202e}',
    )
  })
})

it('says what a device may do', () => {
  expect(rightsLine(['read', 'prompt', 'decide'], 3)).toBe(
    'It may: read sessions, send prompts, answer questions, decide requests up to risk 3 of 4.',
  )
  expect(rightsLine(['read'], 1)).toBe('It may: read sessions.')
  expect(rightsLine([], 1)).toBe('It may do nothing.')
})
