import { accessSync, constants, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, isAbsolute, join } from 'node:path'

/** Where a program was looked for, in order; `path` is the first that can be run. */
export type Located = { path: string | null; looked: string[] }

/**
 * Finds an agent's program: a configured path alone if there is one, else PATH, else a package that came with
 * the installation.
 */
export function locate(spec: {
  program: string
  configured: string | null
  path: string
  bundled: { package: string; file: string } | null
}): Located {
  if (spec.configured !== null) {
    return { path: isProgram(spec.configured) ? spec.configured : null, looked: [spec.configured] }
  }
  const looked: string[] = []
  for (const folder of spec.path.split(delimiter).filter(isAbsolute)) {
    const candidate = join(folder, spec.program)
    looked.push(candidate)
    if (isProgram(candidate)) return { path: candidate, looked }
  }
  if (spec.bundled !== null) {
    const candidate = inPackage(spec.bundled)
    looked.push(candidate ?? `package ${spec.bundled.package}`)
    if (candidate !== null && isProgram(candidate)) return { path: candidate, looked }
  }
  return { path: null, looked }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function inPackage(bundled: { package: string; file: string }): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${bundled.package}/package.json`)
    return join(dirname(manifest), bundled.file)
  } catch {
    return null
  }
}
