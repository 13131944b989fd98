import type { Platform, Right } from '@hearth/shared/protocol'
import type { Risk } from '@hearth/shared/session'
import { INSTALLED_LIFE_MS, WEB_IDLE_MS, WEB_LIFE_MS } from './limits.ts'

/** What a class of devices gets where the person says nothing else (docs/protocol.md, "Risk ceilings"). */
export interface Ceiling {
  riskMax: Risk
  /** Life of the pairing in ms, and how long it lasts without being used. */
  life: number
  idle: number
}

const CEILINGS: Readonly<Record<Platform, Ceiling>> = {
  cli: { riskMax: 4, life: INSTALLED_LIFE_MS, idle: INSTALLED_LIFE_MS },
  extension: { riskMax: 4, life: INSTALLED_LIFE_MS, idle: INSTALLED_LIFE_MS },
  web: { riskMax: 2, life: WEB_LIFE_MS, idle: WEB_IDLE_MS },
}

/** The ceiling of a platform; `ownRelay`: the person runs the relay that serves the web app. */
export const ceilingOf = (platform: Platform, ownRelay: boolean): Ceiling =>
  platform === 'web' && ownRelay ? { ...CEILINGS.web, riskMax: 3 } : CEILINGS[platform]

/** What a device may do where the person says nothing else: everything but bringing in other devices. */
export const DEFAULT_RIGHTS: readonly Right[] = ['read', 'prompt', 'decide']
