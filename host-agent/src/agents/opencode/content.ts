import { realpath } from 'node:fs/promises'
import { basename, extname, isAbsolute, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ContentBlock, PromptContent } from '@hearth/shared/session'
import { fenced, isPage, oneLine, pictured, quoted, showsPage } from '../quoted.ts'
import { partId } from './ids.ts'

/** A part of a prompt, in opencode's words. */
export type PromptPart =
  | { id: string; type: 'text'; text: string }
  | { id: string; type: 'file'; mime: string; filename: string; url: string }

type Bare = PromptPart extends infer P ? (P extends unknown ? Omit<P, 'id'> : never) : never

/** What opencode is told of a file by its name; it reads any other as text. */
const MIMES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
}

/** A prompt as opencode's parts, with ids that follow from the prompt's own: sending it again changes nothing. */
export async function partsOf(
  content: PromptContent,
  prompt: { key: string; directory: string },
): Promise<PromptPart[]> {
  const bare = await Promise.all(
    content.map(async (block) => {
      const own = await partOf(block, prompt.directory)
      return showsPage(block) ? [{ type: 'text' as const, text: pictured(block.uri) }, own] : [own]
    }),
  )
  return bare.flat().map((part, index): PromptPart => ({ id: partId(prompt.key, index), ...part }))
}

async function partOf(block: ContentBlock, directory: string): Promise<Bare> {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text }
    case 'image': {
      const url = `data:${block.mimeType};base64,${block.data}`
      return { type: 'file', mime: block.mimeType, filename: `image.${block.mimeType.slice(6)}`, url }
    }
    case 'resource': {
      const { uri, text } = block.resource
      return { type: 'text', text: isPage(uri) ? quoted(uri, text) : fenced(uri, text) }
    }
    case 'resource_link': {
      const path = await insideOf(directory, block.uri)
      if (path === null) return { type: 'text', text: `${oneLine(block.name)}: ${oneLine(block.uri)}` }
      const mime = MIMES[extname(path).toLowerCase()] ?? 'text/plain'
      return { type: 'file', mime, filename: basename(path), url: pathToFileURL(path).href }
    }
  }
}

/** The real path of a file: address inside the directory; null for anything else, and for what is not there. */
async function insideOf(directory: string, uri: string): Promise<string | null> {
  try {
    const path = await realpath(fileURLToPath(uri))
    const below = relative(await realpath(directory), path)
    return below === '' || below.startsWith('..') || isAbsolute(below) ? null : path
  } catch {
    // Not a file's address, or nothing is there: it is told as text.
    return null
  }
}

/** A slash command of opencode with its arguments, when a prompt's first text begins with one; other texts are arguments too. */
export function commandOf(
  parts: readonly PromptPart[],
  known: ReadonlySet<string>,
): { command: string; arguments: string } | null {
  const [first, ...rest] = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  const found = parts[0]?.type === 'text' ? /^\/(\S+)\s*([\s\S]*)$/.exec(first ?? '') : null
  const command = found?.[1] ?? ''
  if (!known.has(command)) return null
  return { command, arguments: [found?.[2] ?? '', ...rest].join('\n').trimEnd() }
}
