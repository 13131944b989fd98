import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root, whatever the working directory is. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

export const PACKAGES = ['shared', 'relay', 'host-agent', 'extension', 'e2e']

/** Packages that `tsc -b` builds. */
export const BUILT_PACKAGES = ['shared', 'relay', 'host-agent', 'e2e']

/** @param {...string} parts */
export function inRoot(...parts) {
  return join(ROOT, ...parts)
}
