import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/** What the plugin reads of a bundle; Vite's own types differ by bundler. */
interface Chunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly name: string
  readonly isEntry: boolean
  readonly facadeModuleId: string | null
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  code: string
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> }
}
type Output =
  | Chunk
  | { readonly type: 'asset'; readonly fileName: string; readonly source: string | Uint8Array }

const SCREEN = /\/features\/[a-z]+\/[A-Za-z]+Screen\.tsx$/
const isChunk = (output: Output | undefined): output is Chunk => output?.type === 'chunk'

/** Files that a start without a network needs: the page, its code, and every screen; what is heavy comes when used. */
export const shellOf = (bundle: Readonly<Record<string, Output>>): string[] => {
  const found = new Set<string>()
  const add = (fileName: string): void => {
    const chunk = bundle[fileName]
    if (!isChunk(chunk) || found.has(fileName)) return
    found.add(fileName)
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css)
    for (const other of chunk.imports) add(other)
    for (const other of chunk.dynamicImports) {
      const screen = bundle[other]
      if (isChunk(screen) && SCREEN.test(screen.facadeModuleId ?? '')) add(other)
    }
  }
  for (const output of Object.values(bundle)) {
    if (isChunk(output) && output.isEntry && output.name !== 'sw') add(output.fileName)
  }
  return ['/', ...[...found].sort().map((file) => `/${file}`)]
}

/** Gives the service worker the list of files to keep and a version that changes with any of them. */
export const serviceWorker = (): Plugin => ({
  name: 'hearth-service-worker',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const outputs = bundle as unknown as Record<string, Output>
      const worker = outputs['sw.js']
      const page = outputs['index.html']
      if (!isChunk(worker) || page?.type !== 'asset')
        throw new Error('no sw.js or no index.html in the bundle')
      if (worker.imports.length > 0 || /^\s*(import|export)\b/m.test(worker.code)) {
        throw new Error('sw.js must stand by itself: not every browser starts a worker that is a module')
      }
      const shell = shellOf(outputs)
      const hash = createHash('sha256').update(JSON.stringify(shell)).update(page.source)
      worker.code = worker.code
        .replace('__SHELL_VERSION__', JSON.stringify(hash.digest('hex').slice(0, 12)))
        .replace('__SHELL__', JSON.stringify(shell))
    },
  },
})
