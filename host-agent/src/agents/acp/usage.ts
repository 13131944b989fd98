import type { Usage } from '@hearth/shared/session'
import type { Draft } from '../driver.ts'
import type { Quirks } from './spec.ts'
import { Meta, PromptAnswer, read } from './wire.ts'

/** What a turn used: the tokens of its answer, and what the session's cost rose by. None where neither is told. */
export function usageOf(answer: unknown, cost: number, quirks: Quirks): Draft[] {
  const own = quirks.usageOf?.(read(Meta, answer) ?? {}) ?? tokensOf(answer)
  if (own === null && cost <= 0) return []
  return [{ type: 'usage', usage: { ...(own ?? NOTHING), cost: Math.max(cost, 0) } }]
}

const NOTHING = { input: 0, output: 0, cached: 0, reasoning: 0 }

function tokensOf(answer: unknown): Omit<Usage, 'cost'> | null {
  const usage = read(PromptAnswer, answer)?.usage
  if (usage === undefined) return null
  return {
    input: Math.round(usage.inputTokens + (usage.cachedWriteTokens ?? 0)),
    output: Math.round(usage.outputTokens),
    cached: Math.round(usage.cachedReadTokens ?? 0),
    reasoning: Math.round(usage.thoughtTokens ?? 0),
  }
}
