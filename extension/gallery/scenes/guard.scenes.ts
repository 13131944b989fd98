import type { Scenes } from '../scenes.ts'
import { BannersScene, DeviceScene, NewRuleScene, PanicScene, RulesScene } from './Guard.tsx'

export const scenes: Scenes = {
  rules: () => RulesScene({}),
  'rules-none': () => RulesScene({ empty: true }),
  'rules-new': NewRuleScene,
  'guard-paused': () => BannersScene({ of: 'paused' }),
  'guard-panicked': () => BannersScene({ of: 'panic' }),
  'guard-held': () => BannersScene({ of: 'held' }),
  'guard-shut-out': () => BannersScene({ of: 'shut-out' }),
  'guard-panic': PanicScene,
  'guard-device': () => DeviceScene({}),
  'guard-passkey': () => DeviceScene({ open: true }),
}
