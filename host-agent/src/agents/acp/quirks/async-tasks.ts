import * as v from 'valibot'
import type { LeavesRunning } from '../spec.ts'
import { read } from '../wire.ts'

const Spawned = v.object({
  asyncTaskId: v.string(),
  name: v.fallback(v.optional(v.string()), undefined),
  taskType: v.fallback(v.optional(v.string()), undefined),
  toolCallId: v.fallback(v.optional(v.string()), undefined),
})
const State = v.object({ asyncTaskId: v.string(), state: v.string() })

/** What goes on. Any other state is an end, so that no word that we don't know keeps a command in the list for good. */
const GOES_ON = new Set(['pending', 'running', 'paused'])

/**
 * What the adapters of Claude Code and of Codex (new) share: they tell of what was left running, and end it, for a
 * client that names `asyncTasks` among what it can of JetBrains' extension (recordings/claude/background,
 * background-stop; recordings/codex-new/background-stop, cancel-command). What else that changes: docs/agents.md,
 * "Commands left running". A turn that the agent begins by itself comes as a task of type `turn`: that is no command,
 * and acp/unprompted.ts has it.
 */
export const asyncTasks: LeavesRunning = {
  offer: { jetbrains: { air: { version: 1, capabilities: ['asyncTasks'] } } },
  newsIn: (update) => {
    if (update.sessionUpdate === 'async_task_spawned') {
      const told = read(Spawned, update)
      if (told === null || told.taskType === 'turn') return null
      const { asyncTaskId: task, name: title, toolCallId: call } = told
      return { news: 'began', task, ...(call && { call }), ...(title && { title }) }
    }
    if (update.sessionUpdate !== 'async_task_state_update') return null
    const told = read(State, update)
    return told === null || GOES_ON.has(told.state) ? null : { news: 'ended', task: told.asyncTaskId }
  },
  stop: {
    method: '_session/async_task/stop',
    paramsOf: (task) => ({ asyncTaskId: task }),
    isTaken: ({ stopped }) => stopped === true,
  },
}
