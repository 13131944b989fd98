import * as v from 'valibot'
import type { Ask } from '../driver.ts'
import { withoutHead } from './diff-head.ts'
import type { PermissionAsked } from './wire.ts'

/** What is known of the call that a request is about: whole, never cut; null where its input was not told. */
export type AskedCall = { input: Record<string, unknown> | null; servers: readonly string[] }

const NOTHING_KNOWN: AskedCall = { input: null, servers: [] }

/**
 * What a permission request of opencode is about, from its metadata; its exact words where there are any. A request of
 * an MCP server's tool says nothing of what it is called with, so that comes from the call itself.
 */
export function askOf(
  request: PermissionAsked,
  directory: string | null,
  { input, servers }: AskedCall = NOTHING_KNOWN,
): Ask {
  const { metadata, patterns } = request
  const word = (name: string) => (typeof metadata[name] === 'string' ? metadata[name] : undefined)
  switch (request.permission) {
    case 'bash': {
      const command = word('command') ?? patterns.join('\n')
      return directory === null ? { type: 'command', command } : { type: 'command', command, cwd: directory }
    }
    case 'edit':
      return { type: 'edit', files: editedFiles(request, word('diff') ?? '') }
    case 'external_directory':
    case 'read':
    case 'list':
      return { type: 'access', paths: patterns.length > 0 ? patterns : [word('filepath') ?? ''] }
    case 'webfetch':
      return { type: 'fetch', url: word('url') ?? patterns[0] ?? '' }
    default: {
      const called = mcpOf(request.permission, servers)
      if (called !== null && input !== null) return { type: 'mcp', ...called, input: JSON.stringify(input) }
      const known = input === null ? {} : { input }
      return {
        type: 'other',
        detail: JSON.stringify({ permission: request.permission, patterns, metadata, ...known }),
      }
    }
  }
}

/** Kinds of request that say themselves what they are about. */
const PLAIN = new Set(['bash', 'edit', 'external_directory', 'read', 'list', 'webfetch'])

/** Is the input of its call needed to say what a request is about? */
export const needsCall = ({ permission }: PermissionAsked): boolean => !PLAIN.has(permission)

/** The server and tool of a name, as opencode makes one of both; the longest of the servers that fit. */
function mcpOf(name: string, servers: readonly string[]): { server: string; tool: string } | null {
  const begins = (server: string) => `${server.replaceAll(/[^a-zA-Z0-9_-]/g, '_')}_`
  const fitting = servers.filter((server) => name.startsWith(begins(server)))
  const [server] = fitting.toSorted((one, other) => other.length - one.length)
  return server === undefined ? null : { server, tool: name.slice(begins(server).length) }
}

/** One entry a file: a patch tool lists its files apart, and names them all in `filepath`. */
function editedFiles(
  { metadata, patterns }: PermissionAsked,
  whole: string,
): { path: string; diff: string }[] {
  const files = v.safeParse(PatchedFiles, metadata.files)
  if (files.success && files.output.length > 0) {
    return files.output.map((file) => ({
      path: file.filePath,
      diff: withoutHead(file.patch ?? file.diff ?? whole),
    }))
  }
  const path = typeof metadata.filepath === 'string' ? metadata.filepath : (patterns[0] ?? '')
  return [{ path, diff: withoutHead(whole) }]
}

const PatchedFiles = v.array(
  v.object({ filePath: v.string(), patch: v.optional(v.string()), diff: v.optional(v.string()) }),
)

/** opencode's own description of the request, for a person to read apart from the facts. */
export function wordsOf(request: PermissionAsked): string {
  const { description } = request.metadata
  return typeof description === 'string'
    ? description
    : `${request.permission}: ${request.patterns.join(', ')}`
}
