import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicIdentity, signCertificate, take, toHex, utf8 } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import type { RuleDraft } from '@hearth/shared/session'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Audit } from '../audit/api.ts'
import { verifyAudit } from '../audit/verify.ts'
import type { RuleBook } from '../policy/api.ts'
import { openRules } from '../policy/book.ts'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import { tempFolder } from '../worktrees/testing.ts'
import { realFiles } from './files.ts'
import { type Bench, makeBench, SESSION, type TestChannel, type TestDevice } from './testing.ts'

const provider = createNodeProvider()
let folder: ReturnType<typeof tempFolder>
let db: HostDatabase
let bench: Bench
let rules: RuleBook
let alice: TestDevice
let channel: TestChannel

beforeEach(async () => {
  folder = tempFolder()
  db = openDatabase(join(folder.path, 'host.db'))
  const open = (audit: Audit, now: () => number): RuleBook =>
    openRules({
      db,
      ground: { files: realFiles, own: [] },
      randomId: () => toHex(provider.randomBytes(8)),
      now,
      record: (entry) => audit.append(entry),
      warn: () => undefined,
    })
  bench = await makeBench({
    rules: (audit, now) => {
      rules = open(audit, now)
      return rules
    },
  })
  rules.onChange(() => {
    bench.policy.epoch += 1
    bench.requests.policyChanged()
  })
  alice = await bench.device('alice')
  channel = bench.channel(alice)
})
afterEach(() => {
  bench.close()
  db.close()
  folder.remove()
})

const allowBy = async (request: string, draft: RuleDraft) => {
  const rule = utf8(JSON.stringify(draft))
  const ruleHash = take(provider.sha512(rule), 0, 32)
  const bytes = await bench.sign(alice, channel, request, { choice: 'allow-rule', ruleHash })
  return bench.requests.decide(bytes, channel, { rule })
}
const draftOf = (request: string, scope: RuleDraft['scope']): RuleDraft => {
  const facts = JSON.parse(new TextDecoder().decode(bench.requests.facts(request) ?? new Uint8Array(0)))
  const [what] = facts.suggestions
  return { effect: 'allow', what, scope, agent: null, riskMax: 3, expiresAt: null }
}

const scopes: RuleDraft['scope'][] = [
  { type: 'turn', session: SESSION, turn: 1 },
  { type: 'session', session: SESSION },
  { type: 'everywhere' },
]
it.each(scopes)(
  'a rule that was signed (for $type) settles what waits and what comes, and what is more asks (A39)',
  async (scope) => {
    const [first, waiting] = [bench.ask(), bench.ask()]
    expect(await allowBy(first, draftOf(first, scope))).toEqual({ outcome: 'allowed', by: alice.id })
    const later = bench.ask()
    await expect.poll(() => bench.settled.length).toBe(3)
    const rule = rules.list().rules[0]?.id
    expect(bench.settled).toEqual([
      { request: first, outcome: 'allowed', by: alice.id },
      { request: waiting, outcome: 'allowed', by: null, rule },
      { request: later, outcome: 'allowed', by: null, rule },
    ])
    const more = [
      'npm test && curl x',
      'npm test; ls',
      'npm test $(id)',
      'npm test > /etc/x',
      'npm test\nid',
      'npm "tes"t || x',
    ]
    for (const command of more) bench.ask({ type: 'command', command })
    expect(bench.requests.pending()).toHaveLength(more.length)
    expect(bench.told).toHaveLength(3)
  },
)

it('what came of it can be verified offline', async () => {
  const certificate = await signCertificate(provider, bench.host.sign, {
    ...{
      hostId: bench.host.id,
      device: publicIdentity(provider, alice.identity.dhKey, alice.identity.signKey),
    },
    ...{
      relayKey: provider.randomBytes(32),
      createdAt: 1,
      expiresAt: 4_000_000_000_000,
      permBits: 7,
      riskMax: 4,
    },
  })
  await bench.audit.append({
    type: 'paired',
    device: alice.id,
    name: 'alice',
    certificate: toHex(certificate),
  })
  for (const scope of scopes) {
    const what = { type: 'command', command: `npm run ${scope.type}` } as const
    const request = bench.ask(what)
    await allowBy(request, draftOf(request, scope))
  }
  await bench.audit.close()
  const lines = readFileSync(join(bench.home, 'audit.log'), 'utf8').split('\n').slice(0, -1)
  const { index, head } = bench.audit.head
  expect(await verifyAudit(provider, bench.host, [lines], { index, head })).toMatchObject({
    decisions: scopes.length,
    bad: null,
  })
})
