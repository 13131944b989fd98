import * as v from 'valibot'
import { CryptoError } from '../../crypto/errors.ts'
import { sections } from './checks.ts'
import { type VectorFile, VectorFileSchema } from './file.ts'
import { type Check, createWorld } from './world.ts'

/** What became of a vector file. */
export type VectorResult =
  | { readonly kind: 'malformed'; readonly path: string; readonly reason: string }
  | { readonly kind: 'differs'; readonly path: string; readonly expected: string; readonly got: string }
  | { readonly kind: 'same'; readonly checked: number; readonly unchecked: readonly string[] }

/** Recomputes every field of a parsed JSON value; stops at the first that differs. */
export async function checkVectors(value: unknown): Promise<VectorResult> {
  const parsed = v.safeParse(VectorFileSchema, value)
  if (!parsed.success) {
    const [issue] = parsed.issues
    return { kind: 'malformed', path: v.getDotPath(issue) ?? '', reason: issue.message }
  }
  const world = createWorld(parsed.output)
  let checked = 0
  for (const [section, checks] of sections(world)) {
    let last = section
    try {
      for await (const { path, expected, got } of checks) {
        last = path
        checked += 1
        if (expected !== got) return { kind: 'differs', path, expected: String(expected), got: String(got) }
      }
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error
      return { kind: 'differs', path: last, expected: 'accepted', got: `after it, refused: ${error.code}` }
    }
  }
  return { kind: 'same', checked, unchecked: world.unchecked }
}

/** Recomputes every field and writes what came out into the file, which is changed and returned. */
export async function fillVectors(file: VectorFile): Promise<VectorFile> {
  for (const [, checks] of sections(createWorld(file))) {
    for await (const check of checks) fill(file, check)
  }
  return file
}

function fill(file: VectorFile, { path, got }: Check): void {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '')
  const last = steps.pop()
  let at: unknown = file
  for (const step of steps) at = Reflect.get(Object(at), step)
  if (last === undefined || !Reflect.set(Object(at), last, got)) throw new CryptoError('state', path)
}
