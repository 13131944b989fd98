import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * Writes a stand-in for the person's shell that takes `hidden` variables out before it becomes that shell, and
 * returns its path. An agent that runs commands through SHELL then shows them none of its server's secrets: a
 * plain `env` in a transcript would carry them to the model and to every device. It keeps its name, because
 * agents choose a shell's options by it.
 */
export function writeShell(folder: string, shell: string, hidden: readonly string[]): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, basename(shell))
  const real = `'${shell.replaceAll("'", `'\\''`)}'`
  writeFileSync(
    path,
    `#!/bin/sh\nunset ${hidden.join(' ')}\nSHELL=${real}\nexport SHELL\nexec ${real} "$@"\n`,
    { mode: 0o700 },
  )
  // A file that was there keeps its mode.
  chmodSync(path, 0o700)
  return path
}
