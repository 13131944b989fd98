import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { BUILT_PACKAGES, inRoot, PACKAGES, ROOT } from './paths.mjs'

const INSTALL_STAMP = inRoot('node_modules', '.hearth-stamp')
const BUILD_STAMP = inRoot('node_modules', '.hearth-build-stamp')
const FACES_STAMP = inRoot('node_modules', '.hearth-faces-stamp')

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

/** What an agent's installation depends on, as that of the workspace does. @param {string} folder */
function agentKey(folder) {
  const hash = createHash('sha256')
  hash.update(`${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}\n`)
  for (const file of ['package.json', 'pnpm-lock.yaml']) hash.update(`${file}\n${read(join(folder, file))}\n`)
  return hash.digest('hex')
}

const agentStamp = (folder) => join(folder, 'node_modules', '.hearth-stamp')

/** @param {string} folder one of e2e/agents */
export function isAgentInstalled(folder) {
  return read(agentStamp(folder)) === agentKey(folder)
}

/** @param {string} folder one of e2e/agents */
export function markAgentInstalled(folder) {
  write(agentStamp(folder), agentKey(folder))
}

/** What tools write among the sources. */
const MADE = new Set(['node_modules', '.output', '.types', '.wxt'])

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (MADE.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesUnder(path)
    else yield path
  }
}

const isSource = (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path)
const isTest = (path) => /\.test\.tsx?$/.test(path)

/** A file's name, size and time of change. */
function line(path) {
  const { size, mtimeMs } = statSync(path)
  return `${relative(ROOT, path)} ${size} ${mtimeMs}\n`
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
    for (const path of filesUnder(inRoot(name, 'src'))) if (isSource(path)) hash.update(line(path))
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

/** What the bundles of the app depend on: everything of the extension, and the sources that it shares. */
export function facesKey() {
  const hash = createHash('sha256')
  hash.update(`${installKey()}\n${read(inRoot('wxt.config.ts'))}`)
  for (const folder of [inRoot('extension'), inRoot('shared', 'src')]) {
    for (const path of filesUnder(folder)) if (!isTest(path)) hash.update(line(path))
  }
  return hash.digest('hex')
}

export function areFacesBuilt() {
  return read(FACES_STAMP) === facesKey()
}

/** @param {string} key taken before the build */
export function markFacesBuilt(key) {
  write(FACES_STAMP, key)
}
