import { expect, it } from 'vitest'
import { Screens } from './screens.ts'

it('only what is on a screen now is on one, and each channel says so for itself', () => {
  const screens = new Screens()
  const shown = () => [
    screens.shows('r1'),
    screens.shows('r2'),
    screens.showsSession('s1'),
    screens.showsSession('s2'),
  ]
  expect(shown()).toEqual([false, false, false, false])
  screens.set('a', { requests: ['r1'], sessions: [] })
  screens.set('b', { requests: [], sessions: ['s1'] })
  expect(shown()).toEqual([true, false, true, false])
  screens.set('b', { requests: ['r2'], sessions: ['s2'] })
  expect(shown()).toEqual([true, true, false, true])
  screens.set('b', { requests: [], sessions: [] })
  expect(shown()).toEqual([true, false, false, false])
  screens.set('a', { requests: [], sessions: [] })
  expect(shown()).toEqual([false, false, false, false])
})
