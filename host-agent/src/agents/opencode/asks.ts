import * as v from 'valibot'
import type { Ask } from '../driver.ts'
import { withoutHead } from './diff-head.ts'
import type { PermissionAsked } from './wire.ts'

/** What a permission request of opencode is about, from its metadata; its exact words where there are any. */
export function askOf(request: PermissionAsked, directory: string | null): Ask {
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
    default:
      return { type: 'other', detail: JSON.stringify({ permission: request.permission, patterns, metadata }) }
  }
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
