import type { Scenes } from '../scenes.ts'
import { Search } from './Search.tsx'

export const scenes: Scenes = {
  search: () => Search({ query: 'login', away: true }),
  'search-none': () => Search({ query: 'nowhere' }),
  'search-begin': () => Search({ query: '' }),
}
