import * as fs from 'node:fs'
import { join } from 'node:path'
import { deferred } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Bench, codeOf, makeBench, PROJECT, SESSION } from './testing.ts'

const RULE = '7'.repeat(16)
let bench: Bench
beforeEach(async () => {
  bench = await makeBench()
})
afterEach(() => bench.close())

const rule = (effect: 'allow' | 'deny' | 'ask') => {
  bench.rules.verdict = { effect, rule: RULE, why: 'A rule speaks' }
}
const settled = () => expect.poll(() => bench.settled.length).toBe(1)

describe('rules are heard before people', () => {
  it('are told where a request was asked and what it touches, links followed', () => {
    fs.symlinkSync('/etc', join(bench.worktree, 'out'))
    bench.ask({ type: 'edit', files: [{ path: 'out/hosts', diff: '+1' }] })
    expect(bench.rules.judged[0]).toMatchObject({
      project: PROJECT,
      worktree: bench.worktree,
      places: ['/etc/hosts'],
      facts: { session: SESSION, turn: 1 },
    })
  })

  it('allow: the agent goes on, the record says why, and no device hears of it', async () => {
    rule('allow')
    const request = bench.ask()
    await settled()
    expect(bench.told).toEqual([{ allow: true }])
    expect(bench.settled).toEqual([{ request, outcome: 'allowed', by: null, rule: RULE }])
    expect(bench.changes).toEqual([])
    expect(bench.rules.uses).toEqual([RULE])
    expect(await bench.record()).toMatchObject([
      { type: 'request', request, policy: { effect: 'allow', rule: RULE } },
      { type: 'settled', request, outcome: 'allowed', rule: RULE },
    ])
  })

  it('allow is on disk before the agent is told', async () => {
    rule('allow')
    let recorded = ''
    bench.agent.take = async () => {
      recorded = fs.readFileSync(join(bench.home, 'audit.log'), 'utf8')
      return 'applied'
    }
    bench.ask()
    await settled()
    expect(recorded).toContain(`"rule":"${RULE}"`)
  })

  it('deny: the agent is told by which rule, and nobody is asked', async () => {
    rule('deny')
    const request = bench.ask()
    await settled()
    expect(bench.told).toMatchObject([{ allow: false, reason: expect.stringContaining(RULE) }])
    expect(bench.settled).toEqual([{ request, outcome: 'denied', by: null, rule: RULE }])
    expect(bench.changes).toEqual([])
    expect(bench.guard.denials).toEqual([])
  })

  it('ask: people are asked', () => {
    rule('ask')
    const request = bench.ask()
    expect(bench.changes).toMatchObject([{ type: 'opened', request: { request } }])
    expect(bench.told).toEqual([])
  })

  it('are told what became of everything that was asked, so that new ones can be held against it', async () => {
    const shown = bench.ask()
    await bench.requests.decideLocally(shown, { allow: false })
    rule('allow')
    const hidden = bench.ask()
    await expect.poll(() => bench.settled.length).toBe(2)
    expect(bench.rules.past).toEqual([
      `${shown} Run npm test`,
      `${shown} denied`,
      `${hidden} Run npm test`,
      `${hidden} allowed`,
    ])
  })

  it('are not asked about questions', () => {
    rule('allow')
    bench.question([])
    expect(bench.rules.judged).toEqual([])
    expect(bench.changes).toHaveLength(1)
  })

  it('are not seen while they are at work, and can be taken back', async () => {
    rule('deny')
    const taken = deferred<'applied'>()
    bench.agent.take = () => taken.promise
    const request = bench.ask()
    expect(bench.requests.pending()).toEqual([])
    bench.requests.withdraw(request)
    taken.resolve('applied')
    await settled()
    expect(bench.settled).toMatchObject([{ outcome: 'denied' }])
  })
})

describe('what no rule may allow, whatever it says (A39)', () => {
  const asked = () => expect(bench.changes).toMatchObject([{ type: 'opened' }])
  beforeEach(() => {
    rule('allow')
    bench.rules.suggestions = [{ type: 'tool', name: 'bash' }]
  })
  afterEach(() => {
    expect(bench.told).toEqual([])
    const facts = JSON.parse(new TextDecoder().decode(bench.requests.facts(id) ?? new Uint8Array(0)))
    expect(facts).toMatchObject({ offers: [1, 16], suggestions: [] })
  })
  let id = ''

  it('the gravest class', () => {
    id = bench.ask({ type: 'command', command: 'npm test && sudo reboot' })
    asked()
  })
  it('what a page has led to (W8)', () => {
    id = bench.ask(undefined, { provenance: 'web' })
    asked()
  })
  it('what the repository has led to', () => {
    id = bench.ask(undefined, { provenance: 'repo' })
    asked()
  })
  it('another environment', () => {
    id = bench.ask({ type: 'command', command: 'npm test', env: { CI: '1' } })
    asked()
  })
  it('another mode', () => {
    id = bench.ask({ type: 'mode', from: 'ask', to: 'auto', detail: '' })
    asked()
  })
  it('anything while the host is paused', () => {
    bench.guard.paused = true
    id = bench.ask()
    asked()
  })
  it('anything of a session that is held: nobody is asked either', async () => {
    bench.guard.held.add(SESSION)
    bench.guard.admits = () => true
    id = bench.ask()
    asked()
  })
})

describe('what goes wrong makes people decide', () => {
  const shown = () => expect.poll(() => bench.changes.length).toBe(1)

  it('a record that can’t be written', async () => {
    await bench.audit.close()
    rule('allow')
    bench.ask()
    await shown()
    expect(bench.told).toEqual([])
  })

  it('a pause, or another rule, while it was written down', async () => {
    rule('allow')
    bench.ask()
    bench.guard.paused = true
    await shown()
    expect(bench.told).toEqual([])
  })

  it('a world that changed while it was written down', async () => {
    fs.writeFileSync(join(bench.worktree, 'run.sh'), 'echo one\n')
    rule('allow')
    bench.ask({ type: 'command', command: 'sh run.sh' })
    fs.writeFileSync(join(bench.worktree, 'run.sh'), 'rm -rf ~\n')
    await shown()
    expect(bench.told).toEqual([])
  })

  it('an agent that fails to take the reply', async () => {
    rule('allow')
    bench.agent.take = async () => {
      throw new Error('broken')
    }
    const request = bench.ask()
    await shown()
    bench.agent.take = async () => 'applied'
    expect(await codeOf(() => bench.requests.decideLocally(request, { allow: true }))).toBe('accepted')
  })
})

describe('rules that change while requests wait', () => {
  it('settle what they speak of now; everybody hears that it is gone', async () => {
    const request = bench.ask()
    rule('deny')
    bench.policy.epoch += 1
    bench.requests.policyChanged()
    await settled()
    expect(bench.changes.at(-1)).toEqual({ type: 'gone', request, outcome: 'denied', by: null })
    expect(bench.settled).toMatchObject([{ rule: RULE }])
  })

  it('make everybody look again at what they still leave open, and void what was signed before', async () => {
    const alice = await bench.device('alice')
    const channel = bench.channel(alice)
    const request = bench.ask()
    const bytes = await bench.sign(alice, channel, request)
    bench.policy.epoch += 1
    bench.requests.policyChanged()
    expect(bench.changes).toHaveLength(2)
    expect(await codeOf(() => bench.requests.decide(bytes, channel))).toBe('decision.policy_epoch')
  })

  it('wait for a decision that is being checked', async () => {
    const alice = await bench.device('alice')
    const channel = bench.channel(alice)
    const request = bench.ask()
    const deciding = bench.requests.decide(await bench.sign(alice, channel, request), channel)
    rule('deny')
    bench.requests.policyChanged()
    await deciding.catch(() => undefined)
    await settled()
    expect(bench.told).toHaveLength(1)
  })
})
