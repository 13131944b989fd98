import type { Quirks } from '../spec.ts'
import { Meta, read } from '../wire.ts'

/**
 * Claude Code by its adapter. Its sub-agents' updates name the call that they belong to (recordings/claude/subagent);
 * it asks in mode `default`, in `plan` it changes nothing, and it is taken up again in the mode that it was left in (recordings/claude/options). It notes
 * a stop as a prompt of the person's, which is seen when a conversation with one is loaded. A stop does not reach what
 * the turn was given to steer it (recordings/claude/steer; docs/agents, Steering). Of its ways to approve a plan two
 * switch asking off (recordings/claude/plan-approval). The name of a call has an MCP server's (recordings/claude/mcp-tool).
 */
export const claude: Quirks = {
  choose: { mode: 'default' },
  asking: { mode: ['default', 'plan'] },
  signIn: 'claude /login',
  interruption: /^\[Request interrupted by user[^\]]*\]$/,
  keepsSteers: true,
  approvesPlan: 'exit-plan-default',
  mcpOf: ({ name }) => {
    const [, server, tool] = /^mcp__(.+?)__(.+)$/s.exec(name ?? '') ?? []
    return server === undefined || tool === undefined ? undefined : { server, tool }
  },
  parentOf: (meta) => {
    const parent = read(Meta, meta.claudeCode)?.parentToolUseId
    return typeof parent === 'string' ? parent : undefined
  },
}
