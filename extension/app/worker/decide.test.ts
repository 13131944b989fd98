import type { RequestView } from '@hearth/shared/link'
import { type DeviceRecord, HearthError } from '@hearth/shared/protocol'
import { exactText } from '@hearth/shared/session'
import { describe, expect, it, type Mock, vi } from 'vitest'
import { aDevice, anId, aQuestionRequest, aRequest } from '../testing/build.ts'
import { decideFrom, type HostChannel } from './decide.ts'

const ID = anId(0x7e9)
const HASH = 'right'
const waiting = (over: Parameters<typeof aRequest>[0] = {}): RequestView =>
  aRequest({ facts: { risk: 2 }, ...over })

const exactOf = ({ content }: RequestView): string | null =>
  content.kind === 'permission' ? exactText(content.facts.action) : null

const channel = (
  view: RequestView | null = waiting(),
  over: {
    live?: HostChannel['live']
    decide?: Mock<HostChannel['decide']>
    device_?: DeviceRecord | null
    after?: Partial<RequestView>
  } = {},
) => {
  const { device_ = aDevice({ riskMax: 2 }), after, ...rest } = over
  return {
    live: async () => undefined,
    requests: () => new Map(view === null ? [] : [[view.id, view]]),
    device: () => device_,
    decide: vi.fn<HostChannel['decide']>(async () => ({
      ...(view ?? waiting()),
      state: 'applied',
      outcome: 'allowed',
      ...after,
    })),
    ...rest,
  }
}
const EXACT = exactOf(waiting())
const decide = (
  at: HostChannel,
  choice: 'allow' | 'deny' = 'allow',
  hash: string | null = HASH,
  exact: string | null = EXACT,
) => decideFrom({ request: ID, hash, exact }, choice, at, () => HASH)

describe('a decision from a notification', () => {
  it('never allows an edit, whose words are not its diff; denies it', async () => {
    const files = [{ path: '/p/a.ts', diff: '+b', diffHash: '', before: null }]
    const at = channel(waiting({ facts: { risk: 2, action: { type: 'edit', files } } }))
    expect(await decide(at, 'allow', HASH, '/p/a.ts')).toMatchObject({ event: 'bar' })
    expect(at.decide).not.toHaveBeenCalled()
    expect(await decide(at, 'deny', HASH, '/p/a.ts')).toMatchObject({ event: 'applied' })
  })

  it('is made when the host still asks for exactly what was shown', async () => {
    const at = channel()
    expect(await decide(at)).toEqual({ event: 'applied', note: null })
    expect(await decide(at, 'deny')).toEqual({ event: 'applied', note: null })
    expect(at.decide.mock.calls).toEqual([
      [ID, 'allow-once'],
      [ID, 'deny'],
    ])
  })

  it.each<[string, ReturnType<typeof channel>, string | null, string]>([
    ['other bytes', channel(), 'other', 'it has changed'],
    ['nothing to compare with', channel(), null, 'it has changed'],
    ['a question in its place', channel(aQuestionRequest(undefined, { id: ID })), HASH, 'it has changed'],
    [
      'what can’t be read',
      channel(waiting({ content: { kind: 'unreadable', why: 'it is too large' } })),
      HASH,
      'can’t read it',
    ],
    ['more risk than was said', channel(waiting({ facts: { risk: 3 } })), HASH, 'a look at the whole'],
    [
      'more risk than this device may',
      channel(waiting(), { device_: aDevice({ riskMax: 1 }) }),
      HASH,
      'above what',
    ],
    [
      'no right to decide',
      channel(waiting(), { device_: aDevice({ rights: ['read'] }) }),
      HASH,
      'may not decide',
    ],
    [
      'a host that has not said what is allowed',
      channel(waiting(), { device_: null }),
      HASH,
      'may not decide',
    ],
  ])('is not made for %s', async (_, at, hash, note) => {
    expect(await decide(at, 'allow', hash)).toEqual({ event: 'bar', note: expect.stringContaining(note) })
    expect(at.decide).not.toHaveBeenCalled()
  })

  it('is not made where something else was shown than what these bytes say', async () => {
    const at = channel()
    for (const shown of [`${EXACT} `, 'ls', null])
      for (const choice of ['allow', 'deny'] as const)
        expect(await decide(at, choice, HASH, shown)).toMatchObject({ event: 'bar' })
    expect(at.decide).not.toHaveBeenCalled()
  })

  it('needs no right to deny, but the same bytes', async () => {
    const at = channel(waiting({ facts: { risk: 4 } }), {
      device_: aDevice({ rights: ['read'], riskMax: 1 }),
    })
    expect(await decide(at, 'deny')).toEqual({ event: 'applied', note: null })
    expect(await decide(at, 'deny', 'other')).toMatchObject({ event: 'bar' })
  })

  it.each<[string, ReturnType<typeof channel>, string]>([
    ['it is not there', channel(null), 'No longer needed'],
    [
      'somebody was faster before',
      channel(
        waiting({ state: 'answered-elsewhere', outcome: 'denied', by: { id: 'x', name: 'ph\u202eone' } }),
      ),
      'Denied on ph\\u{202e}one',
    ],
    [
      'somebody was faster meanwhile',
      channel(waiting(), { after: { state: 'answered-elsewhere', outcome: 'allowed', by: null } }),
      'Allowed on another device',
    ],
    [
      'the turn ended',
      channel(waiting(), { after: { state: 'superseded', outcome: 'withdrawn' } }),
      'No longer needed',
    ],
    [
      'the host says so',
      channel(waiting(), { decide: vi.fn(async () => Promise.reject(new HearthError('request.settled'))) }),
      'No longer needed',
    ],
  ])('is not made any more when %s', async (_, at, note) => {
    expect(await decide(at)).toEqual({
      event: 'elsewhere',
      note,
    })
  })

  const failing = (code: ConstructorParameters<typeof HearthError>[0]) =>
    channel(waiting(), { after: { state: 'failed', outcome: null, error: new HearthError(code) } })
  it.each([
    ['decision.audit', 'fail'],
    ['host.paused', 'fail'],
    ['decision.expired', 'fail'],
    ['request.deciding', 'fail'],
    ['decision.step_up', 'bar'],
    ['decision.rights', 'bar'],
    ['decision.world_changed', 'bar'],
    ['decision.policy_epoch', 'bar'],
    ['host.shut_out', 'bar'],
  ] as const)('that ends with %s is a %s', async (code, event) => {
    expect(await decide(failing(code))).toMatchObject({ event })
  })

  it.each(['link.lost', 'link.timeout'] as const)(
    'whose receipt is missing (%s) says that it is not known',
    async (code) => {
      expect(await decide(failing(code))).toEqual({
        event: 'fail',
        note: 'It is not known whether the host has applied it',
      })
    },
  )

  it('never says done without a receipt: lost on the way, it still waits', async () => {
    const at = channel(waiting(), { after: { state: 'pending', outcome: null } })
    expect(await decide(at)).toEqual({
      event: 'fail',
      note: 'It was lost on the way, and the request still waits',
    })
  })

  it('says why the host could not be reached', async () => {
    const at = channel(waiting(), { live: () => Promise.reject(new HearthError('link.offline')) })
    expect(await decide(at)).toEqual({
      event: 'fail',
      note: 'Not connected to the host; nothing was sent',
    })
    expect(at.decide).not.toHaveBeenCalled()
  })
})
