import { beforeEach, describe, expect, it } from 'vitest'
import { type AuditHead, emptyAudit, nextHead, type SignKey, signHead } from '../crypto/index.ts'
import { createNodeProvider } from '../crypto/provider/node.ts'
import { type AuditMemory, AuditWatch } from './audit-watch.ts'

const provider = createNodeProvider()
let host: SignKey
let mallory: SignKey
let kept: AuditHead | null
const memory: AuditMemory = {
  read: async () => kept,
  write: async (head) => {
    kept = head
  },
}

const record = (...bodies: string[]): AuditHead =>
  bodies.reduce((at, body) => nextHead(provider, at, new TextEncoder().encode(body)), emptyAudit())

const push = async (watch: AuditWatch, head: AuditHead, key = host) => {
  const { index, signature } = await signHead(provider, key, head)
  await watch.receive({ t: 'audit-head', i: index, head: head.head, signature })
}
const watching = (seen: AuditHead | null = null) => new AuditWatch(provider, host.publicKey, memory, seen)

beforeEach(async () => {
  host = await provider.generateSigning()
  mallory = await provider.generateSigning()
  kept = null
})

describe('A21 a device holds the host’s record against what it has seen', () => {
  it('and remembers what continues it', async () => {
    const watch = watching()
    await push(watch, record('one'))
    await push(watch, record('one', 'two'))
    expect(watch.seen?.i).toBe(2)
    expect(kept).toMatchObject({ index: 2, head: record('one', 'two').head })
  })

  it.each<[string, string[], 'host' | 'mallory']>([
    ['a shorter record', ['one'], 'host'],
    ['another past of the same length', ['one', 'zwei'], 'host'],
    ['a longer one that somebody else signed', ['one', 'two', 'three'], 'mallory'],
  ])('refuses %s, and forgets nothing', async (_, bodies, by) => {
    const seen = record('one', 'two')
    const watch = watching(seen)
    const key = by === 'host' ? host : mallory
    await expect(push(watch, record(...bodies), key)).rejects.toMatchObject({ code: 'link.audit' })
    expect(watch.seen).toEqual({ i: 2, head: seen.head })
    expect(kept).toBeNull()
  })
})
