import { posix } from 'node:path'
import { importsOf } from './imports.ts'
import { isCode, isTest, type Source } from './sources.ts'

const APP = 'extension/app/'

/** Layers of the app, each with those below it that it may import. Files of the app's own folder are one of them. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  styles: [],
  ui: ['ui', 'styles'],
  text: ['text', 'ui', 'styles'],
  device: ['device'],
  state: ['state', 'device'],
  worker: ['worker', 'state', 'device'],
  features: ['features', 'state', 'text', 'ui', 'styles', 'services'],
  shell: ['shell', 'features', 'state', 'ui', 'styles', 'services'],
}

/** What a feature gives to others; everything else in it is its own. */
const GIVEN: ReadonlySet<string> = new Set([
  'agents/AgentFacts.tsx',
  'agents/choices.ts',
  'agents/words.ts',
  'attach/AddMenu.tsx',
  'attach/Attachments.tsx',
  'attach/PagePicking.tsx',
  'attach/full.ts',
  'attach/use-attaching.ts',
  'attach/use-page.tsx',
  'attach/words.ts',
  'guard/Brakes.tsx',
  'guard/GuardBanner.tsx',
  'guard/PanicSheet.tsx',
  'guard/passkey.ts',
  'guard/use-passkeys.ts',
  'page/BackToPages.tsx',
  'requests/RequestDock.tsx',
  'requests/RequestSummary.tsx',
  'requests/pending.ts',
  'rules/Preview.tsx',
  'rules/What.tsx',
  'rules/choices.ts',
  'rules/words.ts',
  'sessions/use-seen.ts',
  'status/StatusLine.tsx',
])

/** Which features each may build on: never in a circle. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  agents: [],
  attach: [],
  inbox: ['requests', 'status'],
  guard: [],
  notifications: [],
  page: [],
  rules: [],
  settings: ['agents', 'status'],
  status: ['agents', 'guard'],
  pair: [],
  requests: ['guard', 'rules', 'status'],
  sessions: ['agents', 'attach', 'guard', 'requests', 'status'],
  search: ['sessions', 'status'],
  session: ['agents', 'attach', 'guard', 'page', 'requests', 'sessions', 'status'],
}

/** What starts the app from outside: a page, and the background that has no page. */
const STARTS: readonly { readonly from: RegExp; readonly to: RegExp }[] = [
  { from: /^extension\/entrypoints\/background\.ts$/, to: /^(device\/|state\/|worker\/)/ },
  { from: /^extension\/entrypoints\//, to: /^mount\.tsx$/ },
  { from: /^extension\/web\/push\.ts$/, to: /^(worker\/web-push\.ts|state\/version\.ts)$/ },
  { from: /^extension\/web\//, to: /^(mount\.tsx|shell\/(update|limits)\.ts)$/ },
]

/** What tests, benchmarks and the gallery put around the app. */
const FOR_TRIALS = /\/(testing|bench)(\.tsx?$|\/)|\/fake-[^/]+\.tsx?$/

/** The layer that a path below the app belongs to: a folder, `services`, or `top` for what puts all together. */
const layerOf = (path: string): string => {
  const [folder = '', ...rest] = path.split('/')
  if (rest.length > 0) return folder
  return folder === 'services.ts' ? 'services' : 'top'
}

const betweenFeatures = (from: string, to: string): string | undefined => {
  const [, own = ''] = from.split('/')
  const [, other = '', ...rest] = to.split('/')
  if (own === other) return undefined
  const name = [other, ...rest].join('/')
  if (!GIVEN.has(name)) return `${name} is ${other}'s own`
  return BELOW[own]?.includes(other) === true ? undefined : `${own} may not build on ${other}`
}

const problemWithin = (from: string, to: string): string | undefined => {
  const [layer, target] = [layerOf(from), layerOf(to)]
  if (layer === 'top') return undefined
  if (layer === 'services') return target === 'state' ? undefined : 'services stand on state alone'
  if (MAY_IMPORT[layer]?.includes(target) !== true) return `${layer} may not import ${target}`
  return target === 'features' && layer === 'features' ? betweenFeatures(from, to) : undefined
}

const problemFromOutside = (path: string, to: string): string | undefined => {
  const start = STARTS.find(({ from }) => from.test(path))
  return start === undefined || start.to.test(to) ? undefined : 'starts the app past its door'
}

/** Imports inside the app that point up or sideways, and those that reach into it from what starts it. */
export function wrongLayers(sources: readonly Source[]): string[] {
  return sources
    .filter(
      ({ path }) => path.startsWith('extension/') && isCode(path) && !isTest(path) && !FOR_TRIALS.test(path),
    )
    .flatMap(({ path, text }) =>
      importsOf(text).flatMap(({ specifier, line }) => {
        if (!specifier.startsWith('.')) return []
        const target = posix.join(posix.dirname(path), specifier)
        if (!target.startsWith(APP)) return []
        const to = target.slice(APP.length)
        const problem = path.startsWith(APP)
          ? problemWithin(path.slice(APP.length), to)
          : problemFromOutside(path, to)
        return problem === undefined ? [] : [`${path}:${line} imports ${specifier}: ${problem}`]
      }),
    )
}

/** Features that the rule has no place for, and entries that nobody takes any more. */
export function layerGaps(sources: readonly Source[]): string[] {
  const paths = sources.map(({ path }) => path).filter((path) => path.startsWith(APP))
  const folders = new Set(
    paths
      .map((path) => path.slice(APP.length).split('/'))
      .flatMap(([a = '', ...b]) => (b.length > 0 ? [a] : [])),
  )
  const features = new Set(
    paths.flatMap((path) => /^extension\/app\/features\/([^/]+)\//.exec(path)?.[1] ?? []),
  )
  return [
    ...[...folders]
      .filter((name) => name !== 'testing' && !(name in MAY_IMPORT))
      .map((name) => `${APP}${name} is in no layer`),
    ...[...features].filter((name) => !(name in BELOW)).map((name) => `${APP}features/${name} has no place`),
    ...[...GIVEN]
      .filter((name) => !paths.includes(`${APP}features/${name}`))
      .map((name) => `${APP}features/${name} is given and not there`),
  ]
}
