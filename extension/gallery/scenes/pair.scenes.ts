import type { Scenes } from '../scenes.ts'
import { Pair } from './Pair.tsx'

export const scenes: Scenes = {
  'pair-first': () => Pair({ at: 'first' }),
  'pair-first-web': () => Pair({ at: 'first', face: 'web' }),
  'pair-check': () => Pair({ at: 'check' }),
  'pair-elsewhere': () => Pair({ at: 'elsewhere' }),
  'pair-meeting': () => Pair({ at: 'meeting' }),
  'pair-compare': () => Pair({ at: 'compare' }),
  'pair-paired': () => Pair({ at: 'paired' }),
  'pair-failed': () => Pair({ at: 'failed' }),
}
