import { offlineEnvironment } from '../../opencode/offline.ts'
import { programOf } from './installed.ts'
import { baseEnvironment, type Recipe } from './recipe.ts'

/** opencode's own ACP mode. As it is set up for the tour and for tests, it allows most; here it asks. */
export const opencode: Recipe = {
  id: 'opencode',
  askingMode: null,
  asks: true,
  prepare(home, modelUrl) {
    const base = baseEnvironment(home)
    const offline = offlineEnvironment({ home, modelUrl, path: base.PATH ?? '' })
    const config = { ...JSON.parse(offline.OPENCODE_CONFIG_CONTENT ?? '{}'), permission: ASK }
    const env = { ...base, ...offline, OPENCODE_CONFIG_CONTENT: JSON.stringify(config) }
    return { command: programOf('opencode'), args: ['acp'], env }
  },
}

const ASK = { edit: 'ask', bash: 'ask' }
