import { posix } from 'node:path'
import { importsOf } from './imports.ts'
import { isTest, type Source } from './sources.ts'
import { strip } from './strip.ts'

/** Files of shared/src/crypto that relay code may end up running: login, and what it stands on. */
const HARMLESS_CRYPTO =
  /^shared\/src\/crypto\/(login|bytes|errors|identity|limits|strict|text|encoding|provider\/[a-z-]+)(\.test)?\.ts$/
/** Calls that open, agree on or derive a secret. The relay checks signatures and nothing else. */
const OPENING =
  /\b(secretbox|createDecipheriv|diffieHellman|scalarMult|deriveBits|box\.(open|before|after)|privateDecrypt)\b/

function manifestEntries(sources: readonly Source[]): Map<string, string> {
  const entries = new Map<string, string>()
  for (const { path, text } of sources) {
    const folder = /^([^/]+)\/package\.json$/.exec(path)?.[1]
    if (folder === undefined) continue
    const manifest: { exports?: Record<string, { source?: string }> } = JSON.parse(text)
    for (const [key, target] of Object.entries(manifest.exports ?? {})) {
      if (target.source) entries.set(posix.join(`@hearth/${folder}`, key), posix.join(folder, target.source))
    }
  }
  return entries
}

/**
 * Every source that shipped relay code can run, each with the chain of files that leads to it: relative and
 * `@hearth/*` imports followed to their sources, type-only imports left out because they do not exist at run time.
 */
export function reachedByRelay(sources: readonly Source[]): Map<string, readonly string[]> {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const entries = manifestEntries(sources)
  const reached = new Map<string, readonly string[]>()
  const queue = sources
    .filter(({ path }) => path.startsWith('relay/src/') && path.endsWith('.ts') && !isTest(path))
    .map(({ path }) => [path])
  for (let chain = queue.shift(); chain !== undefined; chain = queue.shift()) {
    const path = chain.at(-1) ?? ''
    const source = byPath.get(path)
    if (source === undefined || reached.has(path)) continue
    reached.set(path, chain)
    for (const { specifier, typeOnly } of importsOf(source.text)) {
      if (typeOnly) continue
      const target = specifier.startsWith('.')
        ? posix.join(posix.dirname(path), specifier)
        : entries.get(specifier)
      if (target !== undefined) queue.push([...chain, target])
    }
  }
  return reached
}

/** Ways in which the relay's code could open a frame: forbidden files it reaches, forbidden calls it makes. */
export function waysToOpenAFrame(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const problems: string[] = []
  for (const [path, chain] of reachedByRelay(sources)) {
    const forbiddenFile =
      (path.startsWith('shared/src/crypto/') && !HARMLESS_CRYPTO.test(path)) ||
      path.startsWith('shared/src/link/')
    if (forbiddenFile) problems.push(`the relay reaches ${chain.join(' -> ')}`)
    const call = OPENING.exec(strip(byPath.get(path)?.text ?? '').code)?.[1]
    if (path.startsWith('relay/') && call !== undefined) problems.push(`${path} calls ${call}`)
  }
  return problems
}
