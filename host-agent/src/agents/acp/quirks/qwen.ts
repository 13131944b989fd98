import type { Quirks } from '../spec.ts'
import { tokens } from '../usage.ts'
import { Meta, read, ToolCall, Usage } from '../wire.ts'
import { textsOf } from './texts.ts'

/**
 * Qwen Code. Its first mode is `auto`, in which a model decides what needs no asking, also after it was taken up again
 * (recordings/qwen/start, load). It tells the usage of each step in the `_meta` of an empty text (recordings/qwen/text).
 * After each tool call it fetches what was said meanwhile (recordings/qwen/steer-fetched); in a turn that it began itself
 * it names that turn (recordings/qwen/background). Its questions stand in a permission request, and their answers beside
 * the outcome (recordings/qwen/question). Of its ways to approve a plan one goes back to whatever mode was before, which
 * may ask for nothing (recordings/qwen/plan-approval).
 * It tells the id of a command that it leaves running in the output of its call, and its end in the `_meta` of a text
 * (recordings/qwen/background, background-stop).
 */
export const qwen: Quirks = {
  choose: { mode: 'default' },
  signIn: 'qwen, then /auth',
  questions: 'qwenQuestions',
  approvesPlan: 'proceed_once',
  fetches: { method: 'craft/drainMidTurnQueue', isOfTurn: (params) => params.promptId === undefined },
  leavesRunning: {
    newsIn: (update) => {
      const ended = read(Meta, update._meta?.backgroundTask)
      if (typeof ended?.taskId === 'string' && ended.kind === 'shell' && ended.status !== 'running')
        return { news: 'ended', task: ended.taskId }
      const call = read(ToolCall, update)
      if (call === null || call.status !== 'completed') return null
      const [, task] = /^Background shell started\.\nid: (bg_\w{1,40})\n/.exec(textsOf(call)) ?? []
      return task === undefined ? null : { news: 'began', task, call: call.toolCallId }
    },
    stop: {
      method: 'qwen/control/session/task/cancel',
      paramsOf: (task) => ({ taskId: task, taskKind: 'shell' }),
      isTaken: ({ cancelled }) => cancelled === true,
    },
  },
  stepUsageOf: (meta) => {
    const usage = read(Usage, meta.usage)
    return usage === null ? null : { ...tokens(usage), cost: 0 }
  },
}
