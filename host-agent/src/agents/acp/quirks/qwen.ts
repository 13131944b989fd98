import type { Quirks } from '../spec.ts'
import { tokens } from '../usage.ts'
import { read, Usage } from '../wire.ts'

/**
 * Qwen Code. Its first mode is `auto`, in which a model decides what needs no asking, also after it was taken up again
 * (recordings/qwen/start, load). It tells the usage of each step in the `_meta` of an empty text (recordings/qwen/text).
 * After each tool call it fetches what was said meanwhile (recordings/qwen/steer-fetched); in a turn that it began itself
 * it names that turn (recordings/qwen/background). Its questions stand in a permission request, and their answers beside
 * the outcome (recordings/qwen/question). Of its ways to approve a plan one goes back to whatever mode was before, which
 * may ask for nothing (recordings/qwen/plan-approval).
 */
export const qwen: Quirks = {
  choose: { mode: 'default' },
  asking: { mode: ['default', 'plan'] },
  signIn: 'qwen, then /auth',
  questions: 'qwenQuestions',
  approvesPlan: 'proceed_once',
  fetches: { method: 'craft/drainMidTurnQueue', isOfTurn: (params) => params.promptId === undefined },
  stepUsageOf: (meta) => {
    const usage = read(Usage, meta.usage)
    return usage === null ? null : { ...tokens(usage), cost: 0 }
  },
}
