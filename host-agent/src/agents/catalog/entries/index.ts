import type { AgentEntry } from '../entry.ts'
import { amp } from './amp.ts'
import { claudeCode } from './claude-code.ts'
import { codex } from './codex.ts'
import { gemini } from './gemini.ts'
import { goose } from './goose.ts'
import { opencode, opencodeAcp } from './opencode.ts'
import { pi } from './pi.ts'
import { qwen } from './qwen.ts'

/** Every agent that comes with Hearth, in the order in which they are offered. */
export const BUILT_IN: readonly AgentEntry[] = [
  opencode,
  claudeCode,
  codex,
  gemini,
  qwen,
  goose,
  pi,
  amp,
  opencodeAcp,
]
