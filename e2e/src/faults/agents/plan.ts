import type { WorldAgent } from '../../world/agents.ts'
import type { Random } from '../random.ts'

export type SoakAgent = 'opencode' | WorldAgent

/** What a person does with one or two prompts. */
export type Deed =
  /** Waits for the answer. */
  | 'ask'
  /** Waits for a file that the agent has to ask for. */
  | 'write'
  /** Sends a second prompt that steers the first. */
  | 'steer'
  /** Sends a second prompt that waits, and changes it. */
  | 'edit'
  /** Stops it in mid-stream. */
  | 'stop'

export interface SoakTurn {
  readonly agent: SoakAgent
  readonly deed: Deed
  /** In each of its prompts, and in nobody else's. */
  readonly markers: readonly string[]
  /** What the person says if it ends unknown. */
  readonly choice: 'retry' | 'abandon'
}

/** What is struck, without warning. */
export type Strike = 'agent' | 'host' | 'relay' | 'cut'

/** Words of an ordinary answer. */
export const WORDS = 30

const DEEDS: readonly Deed[] = ['ask', 'ask', 'ask', 'write', 'write', 'steer', 'edit', 'stop']
const STRIKES: readonly Strike[] = ['agent', 'agent', 'agent', 'cut', 'cut', 'relay', 'host']

/** How many prompts a deed takes. */
export const promptsOf = (deed: Deed): number => (deed === 'steer' || deed === 'edit' ? 2 : 1)

export const planTurn = (random: Random, agents: readonly SoakAgent[], name: string): SoakTurn => {
  const deed = random.pick(DEEDS)
  const markers = Array.from({ length: promptsOf(deed) }, (_, n) => `${name}-${'ab'[n]}.`)
  return { agent: random.pick(agents), deed, markers, choice: random.chance(0.5) ? 'retry' : 'abandon' }
}

export const planStrike = (random: Random): Strike => random.pick(STRIKES)

export const answerWords = Array.from({ length: WORDS }, (_, n) => `w${n} `).join('')
