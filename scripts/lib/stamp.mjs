import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { BUILT_PACKAGES, inRoot, PACKAGES, ROOT } from './paths.mjs'

const INSTALL_STAMP = inRoot('node_modules', '.hearth-stamp')
const BUILD_STAMP = inRoot('node_modules', '.hearth-build-stamp')

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function write(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, value)
}

/** What an installation depends on: lock file, manifests, and the Node and platform whose binaries were chosen. */
function installKey() {
  const hash = createHash('sha256')
  hash.update(`${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}\n`)
  const files = [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    ...PACKAGES.map((name) => join(name, 'package.json')),
  ]
  for (const file of files) hash.update(`${file}\n${read(inRoot(file))}\n`)
  return hash.digest('hex')
}

function hasAllModules() {
  return PACKAGES.every((name) => {
    const manifest = read(inRoot(name, 'package.json'))
    return !manifest.includes('ependencies"') || existsSync(inRoot(name, 'node_modules'))
  })
}

export function isInstalled() {
  return read(INSTALL_STAMP) === installKey() && hasAllModules()
}

export function markInstalled() {
  write(INSTALL_STAMP, installKey())
}

function* sourcesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sourcesUnder(path)
    else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts')) yield path
  }
}

/**
 * What a build depends on, by each source's name, size and time of change: about 10 ms for a few hundred
 * files, where asking `tsc -b` costs 100 to 300 ms.
 */
export function buildKey() {
  const hash = createHash('sha256')
  hash.update(`${installKey()}\n`)
  for (const name of ['tsconfig.json', 'tsconfig.base.json']) hash.update(read(inRoot(name)))
  for (const name of BUILT_PACKAGES) {
    hash.update(read(inRoot(name, 'tsconfig.json')))
    for (const path of sourcesUnder(inRoot(name, 'src'))) {
      const { size, mtimeMs } = statSync(path)
      hash.update(`${relative(ROOT, path)} ${size} ${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

export function isBuilt() {
  return (
    BUILT_PACKAGES.every((name) => existsSync(inRoot(name, 'dist', '.tsbuildinfo'))) &&
    read(BUILD_STAMP) === buildKey()
  )
}

/** @param {string} key taken before the build, so that an edit during the build is noticed */
export function markBuilt(key) {
  write(BUILD_STAMP, key)
}
