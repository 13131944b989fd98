import type { Usage } from '@hearth/shared/session'
import type { Draft } from '../driver.ts'
import type { Quirks } from './spec.ts'
import { Meta, PromptAnswer, read, type Usage as Tokens } from './wire.ts'

/** What a turn used: the tokens of its answer, and what the session's cost rose by. None where neither is told. */
export function usageOf(answer: unknown, cost: number, quirks: Quirks): Draft[] {
  const own = quirks.usageOf?.(read(Meta, answer) ?? {}) ?? tokensOf(answer)
  if (own === null && cost <= 0) return []
  return [{ type: 'usage', usage: { ...(own ?? NOTHING), cost: Math.max(cost, 0) } }]
}

const NOTHING = { input: 0, output: 0, cached: 0, reasoning: 0 }

function tokensOf(answer: unknown): Omit<Usage, 'cost'> | null {
  const usage = read(PromptAnswer, answer)?.usage
  return usage === undefined ? null : tokens(usage)
}

/**
 * Tokens as we count them: input without cached, output without reasoning. Whether an agent counts these in shows in
 * its total (recordings: opencode neither, codex-new and claude reasoning, qwen both).
 */
export function tokens(usage: Tokens): Omit<Usage, 'cost'> {
  const { inputTokens, outputTokens, totalTokens, thoughtTokens = 0, cachedReadTokens = 0 } = usage
  const written = usage.cachedWriteTokens ?? 0
  const hasCached = totalTokens === inputTokens + outputTokens
  const hasThoughts = hasCached || totalTokens === inputTokens + cachedReadTokens + written + outputTokens
  const input = hasCached ? inputTokens - cachedReadTokens : inputTokens + written
  return {
    input: Math.max(0, Math.round(input)),
    output: Math.max(0, Math.round(hasThoughts ? outputTokens - thoughtTokens : outputTokens)),
    cached: Math.round(cachedReadTokens),
    reasoning: Math.round(thoughtTokens),
  }
}
