import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { VectorFileSchema } from '../testing/vectors/file.ts'
import { checkVectors, fillVectors } from '../testing/vectors/run.ts'
import { vectorTemplate } from '../testing/vectors/template.ts'

const folder = new URL('../../vectors/', import.meta.url)
const load = (file: string | URL): unknown => JSON.parse(readFileSync(file, 'utf8'))
const own = () => v.parse(VectorFileSchema, load(new URL('hearth1.json', folder)))

describe('vectors', () => {
  it('the reference vectors reproduce byte for byte', async () => {
    const result = await checkVectors(load(new URL('reference.json', folder)))
    // The head's input is not part of that file.
    expect(result).toEqual({
      kind: 'same',
      checked: 31,
      unchecked: ['approval.auditHead (no auditBody in the file)'],
    })
  })

  it('our own vectors reproduce, all of them', async () => {
    expect(await checkVectors(own())).toMatchObject({ kind: 'same', unchecked: [] })
  })

  it('our own vectors are what the generator writes', async () => {
    expect(await fillVectors(vectorTemplate('hearth vectors'))).toEqual(own())
  })

  const outside = new URL('../../../../shared/fixtures/protocol-vectors.json', import.meta.url)
  it('the reference is the one of the design, where that is at hand', (ctx) => {
    ctx.skip(!existsSync(outside), 'needs the design folder beside the repository')
    expect(load(new URL('reference.json', folder))).toEqual(load(outside))
  })

  it('says where a file differs, for a change of any output', async () => {
    const bend = (text: string) => (text.startsWith('0') ? `1${text.slice(1)}` : `0${text.slice(1)}`)
    const file = own()
    const cases = [
      ['host.fp', { ...file, host: { ...file.host, fp: bend(file.host.fp) } }],
      ['connect.msg2', { ...file, connect: { ...file.connect, msg2: bend(file.connect.msg2) } }],
      ['connect.k_h2d', { ...file, connect: { ...file.connect, k_h2d: bend(file.connect.k_h2d) } }],
      [
        'frames[7].frame',
        { ...file, frames: file.frames.map((f, i) => (i === 7 ? { ...f, frame: bend(f.frame) } : f)) },
      ],
      ['pair.p3', { ...file, pair: { ...file.pair, p3: bend(file.pair.p3) } }],
      ['pair.sas', { ...file, pair: { ...file.pair, sas: bend(file.pair.sas) } }],
      [
        'approval.decision',
        { ...file, approval: { ...file.approval, decision: bend(file.approval.decision) } },
      ],
    ] as const
    for (const [path, bent] of cases)
      expect(await checkVectors(bent)).toMatchObject({ kind: 'differs', path })
  })

  it('tells a malformed file from a different one', async () => {
    expect(await checkVectors({})).toMatchObject({ kind: 'malformed' })
    expect(await checkVectors(null)).toMatchObject({ kind: 'malformed' })
    const file = own()
    const bad = { ...file, host: { ...file.host, S_sk: 'xyz' } }
    expect(await checkVectors(bad)).toMatchObject({ kind: 'malformed', path: 'host.S_sk' })
  })
})
