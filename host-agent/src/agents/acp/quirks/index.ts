import type { Quirks } from '../spec.ts'
import { claude } from './claude.ts'
import { codex } from './codex.ts'
import { gemini } from './gemini.ts'
import { opencode } from './opencode.ts'
import { pi } from './pi.ts'
import { qwen } from './qwen.ts'

/** What the agents that were looked at do their own way. */
export const QUIRKS = { claude, codex, gemini, opencode, pi, qwen } as const satisfies Record<string, Quirks>
