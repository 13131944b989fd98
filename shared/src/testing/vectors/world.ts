import { equal } from '../../crypto/bytes.ts'
import { type LocalIdentity, localIdentity } from '../../crypto/identity.ts'
import { createNodeProvider } from '../../crypto/provider/node.ts'
import type { RandomSource, RawKeyProvider } from '../../crypto/provider/provider.ts'
import { fromHex } from '../../crypto/text.ts'
import type { VectorFile, VectorIdentity } from './file.ts'
import { IDENTITY_BYTES, seededSource } from './stream.ts'

/** One field recomputed. */
export interface Check {
  /** Where in the file, as `connect.msg1` or `frames[3].frame`. */
  readonly path: string
  readonly expected: unknown
  readonly got: unknown
}

/** Everything that checks share. */
export interface World {
  readonly file: VectorFile
  readonly host: LocalIdentity
  readonly device: LocalIdentity
  /** The streams behind the identities; undefined when the file's seeds are not known. */
  readonly hostRandom: RandomSource | undefined
  readonly deviceRandom: RandomSource | undefined
  /** Paths that nothing in the file allows to recompute. */
  readonly unchecked: string[]
}

/** The provider of vector runs: the quickest one. */
export const provider: RawKeyProvider = createNodeProvider()

const DEFAULT_NAME = 'hearth public'

/** Local identities of both sides of a file. */
function identities(file: VectorFile): Pick<World, 'host' | 'device'> {
  const local = (keys: VectorIdentity) =>
    localIdentity(
      provider,
      provider.importDh(fromHex(keys.S_sk)),
      provider.importSigning(fromHex(keys.A_seed)),
    )
  return { host: local(file.host), device: local(file.dev) }
}

/** A stream of `<name> <role>` behind the identity, if that seed made the role's first key. */
function streamOf(name: string, role: 'host' | 'device', keys: VectorIdentity): RandomSource | undefined {
  const seed = `${name} ${role}`
  const first = seededSource(provider, seed)(32)
  if (!equal(first, fromHex(keys.S_sk))) return undefined
  return seededSource(provider, seed, IDENTITY_BYTES)
}

/** Sets up keys and streams of a file. */
export function createWorld(file: VectorFile): World {
  const name = file.name ?? DEFAULT_NAME
  return {
    file,
    ...identities(file),
    hostRandom: streamOf(name, 'host', file.host),
    deviceRandom: streamOf(name, 'device', file.dev),
    unchecked: [],
  }
}
