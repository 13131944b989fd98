import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Decision,
  fromHex,
  generateIdentity,
  type LocalIdentity,
  requestHash,
  signDecision,
  toHex,
} from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { HearthError, type Right } from '@hearth/shared/protocol'
import type { Question, RequestOutcome } from '@hearth/shared/session'
import { expect } from 'vitest'
import type { AgentRequest, Ask, ReplyResult } from '../agents/driver.ts'
import type { Audit } from '../audit/api.ts'
import { openAudit } from '../audit/log.ts'
import type { DecidingChannel, RequestsChange } from './api.ts'
import { type Files, realFiles } from './files.ts'
import type { RequestsOptions } from './options.ts'
import { createRequests, type HostRequests } from './service.ts'
import { FakeGuard, FakePasskeys, FakeRules } from './testing-fakes.ts'

const provider = createNodeProvider()
export const SESSION = '5e'.repeat(16)
export const PROJECT = 'ab'.repeat(8)

/** A paired device of a test, with its own keys. */
export interface TestDevice {
  id: string
  identity: LocalIdentity
  record: { name: string; signKey: Uint8Array; rights: Right[]; riskMax: number }
}

/** A channel of a test that can be ended. */
export interface TestChannel extends DecidingChannel {
  live: boolean
}

/** What the agent of a test was told. */
export type Told = { allow: boolean; reason?: string } | { answers: string[][] } | { reject: true }

/** A requests room with real keys, real files and a clock that stands still until told otherwise. */
export interface Bench {
  home: string
  worktree: string
  host: LocalIdentity
  requests: HostRequests
  audit: Audit
  devices: Map<string, TestDevice>
  changes: RequestsChange[]
  settled: { request: string; outcome: RequestOutcome; by: string | null; rule?: string }[]
  rules: FakeRules
  guard: FakeGuard
  passkeys: FakePasskeys
  /** Turns that somebody wanted to end. */
  stopped: { session: string; turn: number; by: string | null }[]
  /** Words that the agent's reply had no place for. */
  said: { session: string; text: string; by: string | null }[]
  told: Told[]
  clock: { now: number; timers: { at: number; run: () => void }[]; pass(ms: number): void }
  policy: { epoch: number }
  /** How the agent takes the next replies. */
  agent: { take(): Promise<ReplyResult> }
  device(name: string, rights?: Right[], riskMax?: number): Promise<TestDevice>
  channel(device: TestDevice): TestChannel
  ask(ask?: Ask, extra?: { words?: string; provenance?: 'user' | 'web' | 'repo' }): string
  /** Opens any request of an agent. */
  open(ask: AgentRequest): string
  question(questions: Question[]): string
  /** A decision as an honest device would sign it, `change` laid over it before signing. */
  sign(
    device: TestDevice,
    channel: DecidingChannel,
    request: string,
    change?: Partial<Decision>,
  ): Promise<Uint8Array>
  /** The whole record, with what waited to be written. */
  record(): Promise<{ type: string; [field: string]: unknown }[]>
  close(): void
}

/** What a failing promise or call was refused with. */
export const codeOf = async (run: () => unknown): Promise<string> => {
  try {
    await run()
  } catch (error) {
    if (error instanceof HearthError) return error.code
    throw error
  }
  return 'accepted'
}

/** Makes a bench under a temporary home. `files` and `audit` may be replaced. */
export const makeBench = async (
  over: {
    files?: Files
    /** Of a bench before, as after a restart. */
    host?: LocalIdentity
    audit?: (audit: Audit) => Audit
    rules?: (audit: Audit, now: () => number) => RequestsOptions['rules']
    guard?: (audit: Audit, now: () => number) => RequestsOptions['guard']
  } = {},
): Promise<Bench> => {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'hearth-requests-')))
  const home = join(root, 'home')
  const worktree = join(root, 'work')
  fs.mkdirSync(home, { mode: 0o700 })
  fs.mkdirSync(worktree)
  const host = over.host ?? (await generateIdentity(provider))
  const clock: Bench['clock'] = {
    now: 1_800_000_000_000,
    timers: [],
    pass(ms) {
      clock.now += ms
      const due = clock.timers.filter(({ at }) => at <= clock.now)
      clock.timers = clock.timers.filter(({ at }) => at > clock.now)
      for (const { run } of due) run()
    },
  }
  const devices = new Map<string, TestDevice>()
  const policy = { epoch: 1 }
  const real = await openAudit({ provider, host, home, now: () => clock.now })
  const audit = over.audit?.(real) ?? real
  const rules = new FakeRules()
  const guard = new FakeGuard()
  const passkeys = new FakePasskeys()
  const stopped: Bench['stopped'] = []
  const said: Bench['said'] = []
  const requests = createRequests({
    provider,
    rules: over.rules?.(audit, () => clock.now) ?? rules,
    guard: over.guard?.(audit, () => clock.now) ?? guard,
    passkeys,
    stop: (session, turn, by) => stopped.push({ session, turn, by }),
    say: (session, text, by) => said.push({ session, text, by }),
    host,
    audit,
    files: over.files ?? realFiles,
    now: () => clock.now,
    after: (ms, run) => {
      const timer = { at: clock.now + ms, run }
      clock.timers.push(timer)
      return () => {
        clock.timers = clock.timers.filter((other) => other !== timer)
      }
    },
    warn: () => undefined,
    devices: {
      get: (id) => devices.get(id)?.record ?? null,
      get policyEpoch() {
        return policy.epoch
      },
    },
  })
  const changes: RequestsChange[] = []
  requests.onChange((change) => changes.push(change))
  const settled: Bench['settled'] = []
  const told: Told[] = []
  const agent: Bench['agent'] = { take: async () => 'applied' }
  const counters = new Map<string, number>()

  const openRequest = (ask: AgentRequest, provenance: 'user' | 'web' | 'repo' = 'user'): string => {
    const { request } = requests.open(
      { session: SESSION, turn: 1, agent: 'opencode', project: PROJECT, cwd: worktree, provenance, ask },
      (outcome, by, rule) => settled.push({ request, outcome, by, ...(rule !== null && { rule }) }),
    )
    return request
  }

  return {
    home,
    worktree,
    host,
    requests,
    audit,
    devices,
    changes,
    settled,
    rules,
    guard,
    passkeys,
    stopped,
    said,
    told,
    clock,
    policy,
    agent,
    async device(name, rights = ['read', 'prompt', 'decide'], riskMax = 4) {
      const identity = await generateIdentity(provider)
      const device = {
        id: toHex(identity.id),
        identity,
        record: { name, signKey: identity.signKey, rights, riskMax },
      }
      devices.set(device.id, device)
      return device
    },
    channel: (device) => ({ deviceId: device.id, sid: provider.randomBytes(32), live: true }),
    ask: (ask = { type: 'command', command: 'npm test' }, extra = {}) =>
      openRequest(
        {
          kind: 'permission',
          id: 'per_1',
          tool: { name: 'bash', kind: 'execute', call: 'call_1' },
          ask,
          words: extra.words ?? '',
          reply: (decision) => {
            told.push(decision)
            return agent.take()
          },
        },
        extra.provenance,
      ),
    open: openRequest,
    question: (questions) =>
      openRequest({
        kind: 'question',
        id: 'que_1',
        questions,
        reply: (answer) => {
          told.push(answer)
          return agent.take()
        },
      }),
    async sign(device, channel, request, change = {}) {
      const offer = requests.offer(request, channel)
      const facts = requests.facts(request) ?? new Uint8Array(0)
      const key = toHex(channel.sid)
      const counter = (counters.get(key) ?? 0) + 1
      counters.set(key, counter)
      return await signDecision(provider, device.identity.sign, {
        hostId: host.id,
        deviceId: device.identity.id,
        sid: channel.sid,
        reqId: fromHex(request),
        nonce: offer.nonce,
        reqHash: requestHash(provider, facts),
        choice: 'allow-once',
        stepUp: 'none',
        decidedAt: clock.now,
        expiresAt: offer.expiresAt,
        counter,
        ruleHash: new Uint8Array(32),
        ...change,
      })
    },
    async record() {
      await real.close()
      const lines = fs.readFileSync(join(home, 'audit.log'), 'utf8').trim().split('\n')
      return lines.map((line) => JSON.parse(line))
    },
    close() {
      void real.close()
      fs.rmSync(root, { recursive: true, force: true })
    },
  }
}

/** A bench whose agent asks to run a program of the worktree, and alice's channel: what most decisions start from. */
export const makeAskedBench = async () => {
  const bench = await makeBench()
  const alice = await bench.device('alice')
  fs.writeFileSync(join(bench.worktree, 'run.sh'), 'echo one\n', { mode: 0o755 })
  const request = bench.ask({ type: 'command', command: './run.sh all' })
  return { bench, alice, channel: bench.channel(alice), request }
}

/** The agent was told nothing, and its one request is still open. */
export const expectUntouched = (bench: Bench): void => {
  expect(bench.told).toEqual([])
  expect(bench.settled).toEqual([])
  expect(bench.requests.pending()).toHaveLength(1)
}
