import type { Usage } from '@hearth/shared/session'
import type { Quirks } from '../spec.ts'
import { Meta, read } from '../wire.ts'

/**
 * Gemini CLI. Its requests have no input: the title is the command (recordings/gemini/command-allowed). With our file
 * access it fails every new file, and what it says it can load it often can't (docs/agents). It counts tokens in
 * `_meta.quota`, what was cached among them (recordings/gemini/text). It tells a changed mode as message text
 * (recordings/gemini/options).
 */
export const gemini: Quirks = {
  withhold: ['fs'],
  resume: 'none',
  asking: { mode: ['default'] },
  noise: /^\[MODE_UPDATE\]/,
  signIn: 'gemini, then /auth',
  missing: /invalid session identifier|no previous sessions/i,
  commandOf: ({ kind, title }) => (kind === 'execute' ? title : undefined),
  usageOf: (response) => {
    const quota = read(Meta, read(Meta, response._meta)?.quota)
    const tokens = read(Meta, quota?.token_count)
    return tokens === null ? null : usage(tokens.input_tokens, tokens.output_tokens)
  },
}

function usage(input: unknown, output: unknown): Usage | null {
  if (!isCount(input) || !isCount(output)) return null
  return { input, output, cached: 0, reasoning: 0, cost: 0 }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
