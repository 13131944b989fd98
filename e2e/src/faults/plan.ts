import type { Random } from './random.ts'

/** What is killed, without warning. */
export type Victim = 'relay' | 'opencode' | 'host'
/** When: as soon as the device sees the turn that far, or after some time. */
export type Moment = 'sent' | 'admitted' | 'starting' | 'running' | 'text' | 'waiting' | 'some time'

/** One run: what is asked, who dies and when. */
export interface Plan {
  readonly marker: string
  readonly prompt: string
  /** Holds a permission request. */
  readonly asks: boolean
  /** What the whole answer is. */
  readonly answer: string
  readonly victims: readonly Victim[]
  readonly moment: Moment
  /** Between the moment and the kill, in ms. */
  readonly delay: number
  /** What the person says if the turn ends unknown. */
  readonly choice: 'retry' | 'abandon'
}

const WORDS = 60
const VICTIMS: readonly Victim[] = ['relay', 'opencode', 'host']

/** Makes run number `run` of a seed. */
export const planOf = (random: Random, run: number): Plan => {
  const asks = random.chance(0.4)
  const marker = `marker-${run}-${random.below(1_000_000)}`
  const stream = `[[text n=${WORDS} delay=4]]`
  const first = VICTIMS[run % VICTIMS.length] ?? 'relay'
  const moments: Moment[] = [
    'sent',
    'admitted',
    'starting',
    'running',
    'some time',
    asks ? 'waiting' : 'text',
  ]
  return {
    marker,
    asks,
    prompt: `${marker} ${asks ? `[[write path="${marker}.txt" content="${marker}"]] ` : ''}${stream}`,
    answer: Array.from({ length: WORDS }, (_, n) => `w${n} `).join(''),
    victims: random.chance(0.15) ? [first, random.pick(VICTIMS)] : [first],
    moment: random.pick(moments),
    delay: random.chance(0.5) ? 0 : random.below(300),
    choice: random.chance(0.5) ? 'retry' : 'abandon',
  }
}

/** A plan in words, for a summary or a failure. */
export const describePlan = ({ marker, victims, moment, delay, asks }: Plan): string =>
  `${marker}${asks ? ' (asks)' : ''}: kill ${[...new Set(victims)].join(' and ')} at ${moment} + ${delay} ms`
