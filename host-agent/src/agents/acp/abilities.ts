import type { AgentAbilities } from '../driver.ts'
import type { Quirks } from './spec.ts'
import type { Initialized } from './wire.ts'

/** How a conversation is taken up again: all of it replayed, or without. */
export type ResumeBy = 'load' | 'resume' | 'none'

/** How it takes a prompt into a running turn: asked to, or by fetching it itself. */
export type SteerBy = 'request' | 'fetch' | 'none'

/** What an agent said at its start that it can do. */
export type Abilities = {
  readonly version: string
  readonly resume: ResumeBy
  /** Can its record of a conversation be read? */
  readonly record: boolean
  readonly images: boolean
  readonly resources: boolean
  readonly list: boolean
  readonly steerBy: SteerBy
  /** What it offers for signing in, in its own words. */
  readonly signIn: string | null
}

/** Loading comes before resuming: only what is replayed tells what became of a prompt before a crash. */
export function abilitiesOf(initialized: Initialized, quirks: Quirks): Abilities {
  const { agentCapabilities: can, agentInfo, authMethods = [], _meta } = initialized
  const loads = can?.loadSession === true
  const resumes = can?.sessionCapabilities?.resume !== undefined
  const isSteered = _meta?.steering?.supported === true
  const methods = authMethods.map(({ name, id, description }) => description ?? name ?? id)
  return {
    version: agentInfo?.version ?? 'unknown',
    resume: quirks.resume ?? (loads ? 'load' : resumes ? 'resume' : 'none'),
    record: loads && quirks.resume !== 'none',
    images: can?.promptCapabilities?.image === true,
    resources: can?.promptCapabilities?.embeddedContext === true,
    list: can?.sessionCapabilities?.list !== undefined,
    steerBy: quirks.fetches !== undefined ? 'fetch' : isSteered ? 'request' : 'none',
    signIn: quirks.signIn ?? (methods.length === 0 ? null : methods.join('; ')),
  }
}

/** The same as the host tells it. */
export function toDriver({ resume, images, list, steerBy }: Abilities): AgentAbilities {
  return { resume: resume !== 'none', images, list, steering: steerBy === 'none' ? 'interrupts' : 'joins' }
}
