import * as v from 'valibot'
import type { Quirks } from '../spec.ts'
import { read } from '../wire.ts'

/** A call of an MCP server's tool as the newer adapter tells it, and either of them at its beginning. */
const Called = v.object({ server: v.string(), tool: v.string(), arguments: v.optional(v.unknown()) })

/** What Zed's adapter asks about one: the tool's name stands in Codex's own sentence alone. */
const Asked = v.object({
  server_name: v.string(),
  request: v.object({
    message: v.string(),
    _meta: v.object({
      codex_approval_kind: v.literal('mcp_tool_call'),
      tool_params: v.optional(v.unknown()),
    }),
  }),
})
const TOOL = /^Allow the .* MCP server to run tool "([\w-]+)"\?$/s

/**
 * Codex by either adapter. It works in a sandbox and asks only to leave it; only in mode `read-only` it asks for each
 * change too (recordings/codex/command-allowed). Taken up again it is in `auto` (recordings/codex/load). The newer
 * adapter has words of its own for a conversation that it does not have (recordings/codex-new/load-missing). A request
 * about an MCP server's tool is of kind `execute` or of none (recordings/codex/mcp-tool, recordings/codex-new/mcp-tool). It
 * lingers in a turn that its model refused (docs/agents.md, steering).
 */
export const codex: Quirks = {
  lingers: true,
  choose: { mode: 'read-only' },
  asking: { mode: ['read-only'] },
  missing: /no rollout found/i,
  signIn: 'codex login',
  mcpOf: ({ rawInput }) => {
    const called = read(Called, rawInput)
    if (called !== null) return { server: called.server, tool: called.tool, input: called.arguments ?? {} }
    const asked = read(Asked, rawInput)
    const [, tool] = TOOL.exec(asked?.request.message ?? '') ?? []
    if (asked === null || tool === undefined) return undefined
    return { server: asked.server_name, tool, input: asked.request._meta.tool_params ?? {} }
  },
}
