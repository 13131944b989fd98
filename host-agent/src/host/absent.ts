import { HearthError } from '@hearth/shared/protocol'
import type { RuleBook } from '../policy/api.ts'

const absent = (): never => {
  throw new HearthError('host.unsupported')
}

/** No rules: everything asks. */
export const noRules: RuleBook = {
  list: () => ({ rules: [], starters: [] }),
  judge: () => ({ effect: 'ask', rule: null, why: '' }),
  used: () => undefined,
  suggest: () => [],
  wouldAllow: () => false,
  add: async () => absent(),
  remove: async () => absent(),
  setStarter: async () => absent(),
  preview: () => ({ matches: [], seen: 0 }),
  removed: () => [],
  restore: async () => absent(),
  export: () => '',
  import: async () => absent(),
  remember: () => undefined,
  outcome: () => undefined,
  onChange: () => () => undefined,
}
