import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Set to 1 where a missing Chromium is a fault of the machine, not a reason to leave tests out. */
const REQUIRED = 'HEARTH_REQUIRE_CHROMIUM'
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return existsSync(path)
  } catch {
    return false
  }
}

/** A Chromium of this machine, or why there is none. */
export type FoundChromium =
  | { readonly path: string }
  | { readonly missing: string; readonly required: boolean }

/** Looks for Chromium: the one that HEARTH_CHROMIUM names, else one on PATH or where Debian puts it. */
export const findChromium = (env: NodeJS.ProcessEnv = process.env): FoundChromium => {
  const required = env[REQUIRED] === '1'
  const { HEARTH_CHROMIUM: named, PATH = '' } = env
  if (named) {
    return executable(named)
      ? { path: named }
      : { missing: `HEARTH_CHROMIUM names no program: ${named}`, required: true }
  }
  const places = ['/usr/bin', ...PATH.split(delimiter)].filter(Boolean)
  const path = NAMES.flatMap((name) => places.map((folder) => join(folder, name))).find(executable)
  if (path !== undefined) return { path }
  const missing =
    'no Chromium on this machine: install it (Debian: apt-get install chromium) or set HEARTH_CHROMIUM'
  return { missing, required }
}
