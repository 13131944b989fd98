import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Scripts that a page's HTML names: modules, and what it preloads. */
const NAMED = /<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.js)"/g
/** A static import or re-export in a bundled chunk; dynamic ones have a parenthesis behind `import`. */
const IMPORTED =
  /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{][^"'();]*?\bfrom\s*)?["'](\.{1,2}\/[^"']+\.js)["']/g

const matches = (pattern: RegExp, text: string): string[] =>
  [...text.matchAll(pattern)].map(([, path = '']) => path)

/** Every script that is loaded before a page of a built folder can show something, by its static imports. */
export const eagerScripts = (folder: string, page: string): string[] => {
  const html = readFileSync(join(folder, page), 'utf8')
  const found = new Set<string>()
  const take = (path: string): void => {
    if (found.has(path)) return
    found.add(path)
    for (const next of matches(IMPORTED, readFileSync(path, 'utf8'))) take(resolve(dirname(path), next))
  }
  for (const path of matches(NAMED, html)) {
    take(path.startsWith('/') ? join(folder, path) : resolve(dirname(join(folder, page)), path))
  }
  return [...found]
}

/** What they come to over the wire, in KB (1,000 bytes), gzip at its usual level. */
export const gzipKb = (paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0) / 1000
