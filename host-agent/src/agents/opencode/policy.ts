/**
 * What opencode must ask before doing, in our sessions. The first is every tool of an MCP server, which opencode calls by
 * the server's name, `_` and its own; it stands first, as the last rule that fits counts.
 */
const ASKS = ['*_*', 'bash', 'edit', 'webfetch', 'websearch', 'codesearch', 'external_directory'] as const

/** The permission rules of a session that we open. */
export const SESSION_RULES = ASKS.map((permission) => ({ permission, pattern: '*', action: 'ask' as const }))

/**
 * Config for the whole server, as OPENCODE_CONFIG_CONTENT. Rules of a session do not reach its subagents'
 * sessions, so the same asks stand here too. A person's own content is kept, apart from these.
 */
export function serverConfig(own: string | undefined): string {
  const asks = Object.fromEntries(ASKS.map((permission) => [permission, 'ask']))
  const config = parse(own)
  const permission = typeof config.permission === 'object' ? { ...config.permission, ...asks } : asks
  return JSON.stringify({ ...config, autoupdate: false, permission })
}

function parse(own: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(own ?? '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}
