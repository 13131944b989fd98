import { visible } from '@hearth/shared/session'
import { ago } from './age.ts'
import type { Sight } from './sight.ts'

/** What a row says of a session: one line that means something. */
export const status = {
  approval: 'Needs approval',
  approvals: (n: number): string => `Needs ${n} approvals`,
  question: 'Asks a question',
  questions: (n: number): string => `Asks ${n} questions`,
  answers: (n: number): string => `Needs ${n} answers`,
  answer: 'Needs an answer',
  working: 'Working',
  starting: 'Starting',
  startingAgent: (agent: string): string => `Starting ${visible(agent)}`,
  agentMissing: (agent: string): string => `Waits: ${visible(agent)} is not installed`,
  agentFailed: (agent: string): string => `Waits: ${visible(agent)} does not start`,
  queued: (n: number): string => `${n} queued`,
  next: 'Starts next',
  unsent: (n: number): string => (n === 1 ? '1 prompt not sent yet' : `${n} prompts not sent yet`),
  unknown: 'Stopped unexpectedly: your choice is needed',
  failed: 'Failed',
  stopped: 'Stopped',
  done: 'Done',
  fresh: 'Nothing asked yet',
  wasWorking: 'Was working',
  wasStarting: 'Was starting',
  asOf: (sight: Extract<Sight, { here: false }>, now: number): string =>
    sight.asOf === null ? 'not heard from yet' : `as of ${ago(sight.asOf, now)}`,
}

/** Puts the parts of a line side by side. */
export const line = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' · ')
