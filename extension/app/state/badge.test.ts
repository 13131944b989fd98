import type { ConnectionState, RequestView } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { describe, expect, it, vi } from 'vitest'
import { anId, aRequest } from '../testing/build.ts'
import { type BadgeHost, badgeOf } from './badge.ts'
import { countWaiting, pageTitle, showAppBadge } from './waiting.ts'

const requests = (count: number, state: RequestView['state'] = 'pending'): ReadonlyMap<string, RequestView> =>
  new Map(Array.from({ length: count }, (_, n) => [anId(n), aRequest({ id: anId(n), state })]))
const host = (connection: ConnectionState, waiting = 0, name = 'workstation'): BadgeHost => ({
  name,
  connection,
  requests: requests(waiting),
})
const open = { state: 'open' } as const

describe('the badge', () => {
  it.each([
    ['nothing that waits', [host('live')], '', 'Hearth: nothing waits for you'],
    ['one request', [host('live', 1)], '1', 'Hearth: 1 request waits for you'],
    ['requests of several hosts', [host('live', 2), host('live', 3)], '5', 'Hearth: 5 requests wait for you'],
    ['more than fits', [host('live', 120)], '99+', 'Hearth: 120 requests wait for you'],
    ['no host', [], '', 'Hearth: not paired with a host yet'],
    ['an old number', [host('offline', 2)], '', 'Hearth: not connected to workstation'],
    [
      'a host that is away beside one that is not',
      [host('live', 2), host('waiting', 9, 'laptop')],
      '2',
      'Hearth: 2 requests wait for you; not connected to laptop',
    ],
    [
      'several hosts that are away',
      [host('dialling', 1), host('refused')],
      '',
      'Hearth: not connected to 2 hosts',
    ],
  ])('shows %s', (_, hosts, text, title) => {
    expect(badgeOf(open, hosts)).toEqual({ text, title })
  })

  it('says why it knows nothing', () => {
    const error = new HearthError('device.storage_full')
    expect(badgeOf({ state: 'blocked', error }, [host('live', 2)])).toEqual({
      text: '',
      title: `Hearth: ${error.message}`,
    })
    expect(badgeOf({ state: 'opening' }, [])).toEqual({ text: '', title: 'Hearth' })
  })

  it('shows the name of a host without what would hide in it', () => {
    const { title } = badgeOf(open, [host('offline', 0, 'a\u202eb')])
    expect(title).not.toContain('\u202e')
  })
})

it('counts what waits for a person, not what is over', () => {
  expect(countWaiting([requests(2), requests(3, 'applied'), requests(1, 'failed')])).toBe(3)
})

it('begins the page’s title with the number, if there is one', () => {
  expect([pageTitle(0), pageTitle(2)]).toEqual(['Hearth', '(2) Hearth'])
})

it('puts the number at the page’s icon, takes it away, and minds neither a browser without nor one that refuses', () => {
  const refuses = () => Promise.reject(new DOMException('not installed', 'NotAllowedError'))
  const browser = { setAppBadge: vi.fn(refuses), clearAppBadge: vi.fn(refuses) }
  showAppBadge(3, browser)
  showAppBadge(0, browser)
  showAppBadge(3, {})
  expect(browser.setAppBadge.mock.calls).toEqual([[3]])
  expect(browser.clearAppBadge).toHaveBeenCalledOnce()
})
