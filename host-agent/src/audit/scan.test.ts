import { generateIdentity, type LocalIdentity } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Chain } from './chain.ts'
import type { AuditRecord } from './entry.ts'
import { signedOnly } from './home.ts'
import { verifyAudit } from './verify.ts'

const provider = createNodeProvider()
let host: LocalIdentity
beforeAll(async () => {
  host = await generateIdentity(provider)
})

const push: AuditRecord = { type: 'push', device: 'aa'.repeat(16), subscribed: true }
const written = (records: readonly AuditRecord[], t = 1_000) => {
  const chain = new Chain(provider, { index: 0, head: new Uint8Array(64) })
  const links = chain.link(records.flatMap((record) => chain.seal(record, t) ?? []))
  return { texts: new TextDecoder().decode(links.bytes).split('\n').slice(0, -1), head: links.head }
}
const verify = async (texts: readonly string[], head: { index: number; head: Uint8Array }, cut: number) =>
  signedOnly(await verifyAudit(provider, host, [texts.slice(0, cut), texts.slice(cut)], head))

const fail = (): never => {
  throw new Error('not sealed')
}

describe('a change of one line is found, at that line (A21)', () => {
  const RECORDS = 12
  const log = written(
    Array.from(
      { length: RECORDS },
      (_, n): AuditRecord => ({ ...push, subscribed: n % 2 === 0 }) as AuditRecord,
    ),
  )
  const at = fc.nat(RECORDS - 1)
  const cuts = fc.nat(RECORDS)
  const firstBad = async (texts: string[], cut: number) => (await verify(texts, log.head, cut)).bad?.entry

  it('nothing is found where nothing was changed', async () => {
    for (let cut = 0; cut <= RECORDS; cut += 1) expect(await firstBad(log.texts, cut)).toBeUndefined()
  })

  it('one character edited', () =>
    fc.assert(
      fc.asyncProperty(
        at,
        cuts,
        fc.nat(),
        fc.constantFrom('0', 'f', '"', ' ', 'x', '\n', '\u202e', ''),
        async (k, cut, where, put) => {
          const line = log.texts[k] ?? ''
          const place = where % line.length
          fc.pre(line[place] !== put)
          const edited = line.slice(0, place) + put + line.slice(place + 1)
          const texts = log.texts.flatMap((text, n) => (n === k ? edited.split('\n') : text))
          expect(await firstBad(texts, cut)).toBe(k + 1)
        },
      ),
      { numRuns: 400 },
    ))

  it('any field edited, the line still well formed', () =>
    fc.assert(
      fc.asyncProperty(
        at,
        cuts,
        fc.constantFrom(
          { t: 5 },
          { prev: 'ee'.repeat(64) },
          { device: 'bb'.repeat(16) },
          { i: 1 },
          { i: 7 },
          { i: 99 },
          { type: 'continued', from: 1 },
        ),
        async (k, cut, change) => {
          const line = JSON.parse(log.texts[k] ?? '') as Record<string, unknown>
          const edited = JSON.stringify({ ...line, ...change })
          fc.pre(edited !== log.texts[k])
          expect(await firstBad(log.texts.with(k, edited), cut)).toBe(k + 1)
        },
      ),
      { numRuns: 300 },
    ))

  it('a line deleted', () =>
    fc.assert(
      fc.asyncProperty(at, cuts, async (k, cut) => {
        expect(
          await firstBad(
            log.texts.filter((_, n) => n !== k),
            cut,
          ),
        ).toBe(k + 1)
      }),
    ))

  it('lines swapped', () =>
    fc.assert(
      fc.asyncProperty(at, at, cuts, async (a, b, cut) => {
        fc.pre(a < b)
        const texts = log.texts.with(a, log.texts[b] ?? '').with(b, log.texts[a] ?? '')
        expect(await firstBad(texts, cut)).toBe(a + 1)
      }),
    ))

  it('a line inserted: a copy, garbage, or one that mallory links as the host would', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(RECORDS),
        at,
        cuts,
        fc.constantFrom('copy', 'garbage', 'linked'),
        async (k, source, cut, kind) => {
          const before = written(
            Array.from(
              { length: k },
              (_, n): AuditRecord => ({ ...push, subscribed: n % 2 === 0 }) as AuditRecord,
            ),
          )
          const chain = new Chain(provider, before.head)
          const linked = new TextDecoder()
            .decode(chain.link([chain.seal(push, 99) ?? fail()]).bytes)
            .trimEnd()
          const line = { copy: log.texts[source] ?? '', garbage: '{}', linked }[kind]
          const texts = log.texts.toSpliced(k, 0, line)
          // A second copy right after the first is told from it by nothing: either is the one too many.
          const wanted = kind === 'copy' && source === k - 1 ? [k, k + 1] : [k + 1]
          expect(wanted).toContain(await firstBad(texts, cut))
        },
      ),
      { numRuns: 300 },
    ))

  it('its end cut off, within a line or between two', () =>
    fc.assert(
      fc.asyncProperty(at, cuts, async (k, cut) => {
        expect(await firstBad(log.texts.slice(0, k), cut)).toBe(k + 1)
      }),
    ))

  it('all written anew, from one line on', async () => {
    for (let k = 0; k < RECORDS; k += 1) {
      const other = written(
        Array.from(
          { length: RECORDS },
          (_, n): AuditRecord =>
            ({ ...push, subscribed: n === k ? n % 2 !== 0 : n % 2 === 0 }) as AuditRecord,
        ),
      )
      expect(await firstBad(other.texts, RECORDS)).toBe(RECORDS)
    }
  })
})
