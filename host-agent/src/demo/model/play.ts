import { setTimeout as pause } from 'node:timers/promises'
import { isCall, type Step } from './script.ts'
import { callFor } from './tools.ts'
import type { Ask, Piece } from './types.ts'

/** A directive that no piece can express: the server has to act. */
export type Interruption = { kind: 'stall' } | { kind: 'error'; code: number }

/**
 * Plays the steps of one response as pieces, pausing between them. Ends at a tool call that the
 * script gives no company, a stall or an error. `signal` is the client's connection: a pause ends when it does.
 */
export async function* play(
  steps: readonly Step[],
  ask: Ask,
  nextId: () => string,
  signal: AbortSignal,
): AsyncGenerator<Piece | Interruption> {
  for (const step of steps) {
    if (step.do === 'stall') return yield { kind: 'stall' }
    if (step.do === 'error') return yield { kind: 'error', code: step.code }
    if (step.do === 'text' || step.do === 'reason') {
      const kind = step.do
      let first = true
      for (const text of words(step)) {
        if (step.delay > 0 && !first) await pause(step.delay, undefined, { signal })
        first = false
        yield { kind, text }
      }
    } else if (isCall(step)) {
      const call = callFor(step, ask.tools, workingDirectory(ask), nextId())
      if (call !== undefined) {
        yield call
        if (step.more !== true) return
      } else yield { kind: 'text', text: `There is no tool for ${step.do} here. ` }
    }
  }
}

/** Words of `say`, white space kept, or the numbered words `w0 w1 …` (`r0 r1 …` for reasoning). */
function words(step: Extract<Step, { do: 'text' | 'reason' }>): string[] {
  if (step.say !== undefined) return step.say.match(/\s*\S+\s*/g) ?? []
  const letter = step.do === 'text' ? 'w' : 'r'
  return Array.from({ length: step.n }, (_, i) => `${letter}${i} `)
}

/** The folder that the agent says it works in; empty when it does not say. */
function workingDirectory(ask: Ask): string {
  for (const item of ask.items) {
    const found = /(?:working (?:in the )?directory:?|<cwd>)\s*(\/[^\s<]*)/i.exec(item.text)?.[1]
    if (found !== undefined) return found
  }
  return ''
}
