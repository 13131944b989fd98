import type { Usage } from '@hearth/shared/session'
import { sayCost } from '../turn/figures.ts'

export interface UsageLine {
  readonly label: string
  readonly value: string
}

const whole = (count: number): string => count.toLocaleString('en-US')

/** A usage line by line, exact; the cost only where the agent reported one. */
export const usageLines = (usage: Usage): readonly UsageLine[] => [
  { label: 'Tokens in', value: whole(usage.input) },
  { label: 'Tokens in, cached', value: whole(usage.cached) },
  { label: 'Tokens out', value: whole(usage.output) },
  { label: 'Tokens out, reasoning', value: whole(usage.reasoning) },
  { label: 'Cost, as the agent reports it', value: usage.cost > 0 ? sayCost(usage.cost) : 'not reported' },
]
