import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the built faces are, as far as they are built. */
export interface Faces {
  /** Folder that Chrome loads. */
  readonly chrome: string | null
  /** Manifest that Firefox loads. */
  readonly firefox: string | null
  /** Folder of the web view. */
  readonly web: string | null
}

const OUTPUT = fileURLToPath(new URL('../../../../extension/.output', import.meta.url))

/** Looks which faces are built; `output` is the folder of all of them. */
export const findFaces = (output = OUTPUT): Faces => {
  const built = (folder: string, file: string): string | null =>
    existsSync(join(output, folder, file)) ? join(output, folder) : null
  const firefox = built('firefox-mv3', 'manifest.json')
  return {
    chrome: built('chrome-mv3', 'manifest.json'),
    firefox: firefox === null ? null : join(firefox, 'manifest.json'),
    web: built('web', 'index.html'),
  }
}
