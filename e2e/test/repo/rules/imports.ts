import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { isCode, isTest, type Source } from './sources.ts'

/** One import, re-export or dynamic import of a literal. */
export interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
  readonly line: number
}

const FORMS = [
  /^[ \t]*(?:import|export)\b(?<head>[^'"`;]*?)\bfrom\s*(['"])(?<specifier>[^'"]+)\2/gm,
  /^[ \t]*import\s*(['"])(?<specifier>[^'"]+)\1/gm,
  /\bimport\(\s*(['"])(?<specifier>[^'"]+)\1/g,
]

/** What a source imports, in order of form. */
export function importsOf(text: string): Import[] {
  return FORMS.flatMap((form) =>
    [...text.matchAll(form)].map((match) => ({
      specifier: match.groups?.specifier ?? '',
      typeOnly: /^\s+type\b/.test(match.groups?.head ?? ''),
      line: text.slice(0, match.index).split('\n').length,
    })),
  )
}

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared'],
  relay: ['shared'],
  'host-agent': ['shared', 'relay'],
  extension: ['shared'],
  e2e: ['shared', 'relay', 'host-agent'],
}

/** The only parts of shared, with what lies below them, that shipped relay code may name: nothing in them opens a frame. */
const RELAY_MAY_NAME = ['@hearth/shared/crypto/login', '@hearth/shared/protocol', '@hearth/shared/transport']

function mayRelayName(specifier: string): boolean {
  return RELAY_MAY_NAME.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}

/** What Node runs to build, draw or try the extension; no browser sees it. */
const BUILDS_EXTENSION = /^extension\/(gallery|icons)\/[^/]+\.mjs$|^extension\/web\/worker-plugin\.ts$/

/** Where shared may use Node's own modules: everything else runs in a browser too. */
const NODE_IN_SHARED = [
  /^shared\/src\/crypto\/provider\/node\.ts$/,
  /^shared\/src\/link\/node\//,
  /^shared\/src\/testing\//,
]

const OWN = /^@hearth\/([^/]+)/

/** Each package's exported specifiers, from its manifest's `exports`. */
export function exportedSpecifiers(sources: readonly Source[]): Set<string> {
  const found = new Set<string>()
  for (const { path, text } of sources) {
    const folder = /^([^/]+)\/package\.json$/.exec(path)?.[1]
    if (folder === undefined) continue
    const manifest: { exports?: Record<string, unknown> } = JSON.parse(text)
    for (const key of Object.keys(manifest.exports ?? {})) found.add(posix.join(`@hearth/${folder}`, key))
  }
  return found
}

function problemOf(path: string, specifier: string, exported: ReadonlySet<string>): string | undefined {
  const folder = path.split('/')[0] ?? ''
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier)
    const checksScripts = path.startsWith('e2e/test/repo/') && target.startsWith('scripts/')
    return target.startsWith(`${folder}/`) || checksScripts
      ? undefined
      : 'reaches into another package by path'
  }
  const own = OWN.exec(specifier)?.[1]
  if (own !== undefined) {
    if (!MAY_IMPORT[folder]?.includes(own)) return `${folder} may not import ${own}`
    if (!exported.has(specifier)) return `${specifier} is not an export of its package`
    if (folder === 'relay' && !isTest(path) && !mayRelayName(specifier)) {
      return 'the relay may only use login, protocol and transport of shared'
    }
    return undefined
  }
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith('node:')) return `write node:${specifier}`
    if (folder === 'shared' && !isTest(path) && !NODE_IN_SHARED.some((place) => place.test(path))) {
      return "shared uses Node's modules only in crypto/provider/node.ts, link/node and testing"
    }
    if (folder === 'extension' && !isTest(path) && !BUILDS_EXTENSION.test(path))
      return 'the extension runs in a browser'
  }
  return undefined
}

/** True for code of the five packages: scripts and configuration at the root belong to none. */
function isPackageCode(path: string): boolean {
  return isCode(path) && (path.split('/')[0] ?? '') in MAY_IMPORT
}

/** Imports that point up, sideways into another package's internals, or to what the place must not know. */
export function wrongImports(sources: readonly Source[], exported: ReadonlySet<string>): string[] {
  return sources
    .filter(({ path }) => isPackageCode(path) && !path.includes('/bin/'))
    .flatMap(({ path, text }) =>
      importsOf(text).flatMap(({ specifier, line }) => {
        const problem = problemOf(path, specifier, exported)
        return problem === undefined ? [] : [`${path}:${line} imports ${specifier}: ${problem}`]
      }),
    )
}
