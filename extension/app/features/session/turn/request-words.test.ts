import type { TurnRequest } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { requestLine, requestsSummary } from './request-words.ts'

const request = (over: Partial<TurnRequest>): TurnRequest => ({
  id: 'r',
  kind: 'permission',
  title: 'npm test',
  outcome: 'allowed',
  by: null,
  rule: null,
  ...over,
})

describe('how a request ended', () => {
  it.each<[Partial<TurnRequest>, string]>([
    [{ outcome: null }, ''],
    [{ by: 'me' }, 'Allowed by you:'],
    [{ by: 'bob' }, 'Allowed by another device:'],
    [{ rule: '0011223344556677' }, 'Allowed by a rule:'],
    [{ outcome: 'denied', rule: '0011223344556677' }, 'Denied by a rule:'],
    [{ outcome: 'unknown' }, 'Decided, perhaps unheard:'],
  ])('%o', (over, line) => {
    expect(requestLine(request(over), 'me', 'host')).toBe(line)
  })

  it('is counted in one line, those that nobody knows the end of too', () => {
    const all = [request({}), request({}), request({ outcome: 'unknown' })]
    expect(requestsSummary(all)).toBe('3 requests: 2 allowed, 1 decided, perhaps unheard')
  })
})
