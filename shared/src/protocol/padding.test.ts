import { expect, test } from 'vitest'
import { needsWidePadding, needsWidePaddingLive } from './padding.ts'
import { SAMPLES_DOWN, SAMPLES_UP } from './samples.testdata.ts'

test('what tells about requests and decisions is padded wide, and so is every error', () => {
  const wide = [...SAMPLES_UP, ...SAMPLES_DOWN]
    .filter(needsWidePadding)
    .map((message) => (message.t === 'result' ? `result ${message.value.of}` : message.t))
  expect(wide.sort()).toEqual([
    'answer',
    'ask-offer',
    'decide',
    'error',
    'offer',
    'request',
    'request-gone',
    'result answer',
    'result decide',
  ])
})

test('events that tell how a request went are padded wide', () => {
  expect(needsWidePaddingLive([{ type: 'text' }, { type: 'usage' }])).toBe(false)
  expect(needsWidePaddingLive([{ type: 'text' }, { type: 'request.settled' }])).toBe(true)
  expect(needsWidePaddingLive([{ type: 'request.opened' }])).toBe(true)
})
