import type { Source } from './sources.ts'

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

function manifests(sources: readonly Source[]): { path: string; manifest: Manifest }[] {
  return sources
    .filter(({ path }) => path === 'package.json' || path.endsWith('/package.json'))
    .map(({ path, text }) => ({ path, manifest: JSON.parse(text) }))
}

/** Dependencies that are not pinned to one exact version. */
export function loose(sources: readonly Source[]): string[] {
  return manifests(sources).flatMap(({ path, manifest }) =>
    Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    })
      .filter(([, version]) => version !== 'workspace:*' && !EXACT.test(version))
      .map(([name, version]) => `${path} asks for ${name} ${version}`),
  )
}

/** Scripts that run a file which does not exist. */
export function missingScripts(sources: readonly Source[]): string[] {
  const paths = new Set(sources.map(({ path }) => path))
  return manifests(sources).flatMap(({ path, manifest }) => {
    const folder = path.slice(0, -'package.json'.length)
    return Object.entries(manifest.scripts ?? {}).flatMap(([name, command]) => {
      const file = /\bnode (\S+\.m?js)\b/.exec(command)?.[1]
      return file === undefined || paths.has(folder + file)
        ? []
        : [`${path}: "${name}" runs ${file}, which is missing`]
    })
  })
}

/** Download addresses in a lock file or an npmrc: they would tie everybody to one registry. */
export function registryAddresses(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => /(^|\/)pnpm-lock\.yaml$/.test(path) || path.endsWith('.npmrc'))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .map((line, index) => ({ line, number: index + 1 }))
        .filter(({ line }) => /:\/\/|^\s*registry\s*=/.test(line))
        .map(({ number }) => `${path}:${number} has an address`),
    )
}
