import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Link } from '@hearth/shared/link'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentRequest } from '../../agents/driver.ts'
import type { ControlServer } from '../../control/server.ts'
import { newId, Rig } from '../../host/testing.ts'
import { fakeAsk } from '../../sessions/testing/fake-driver.ts'
import { type Ran, runHearth, serveHost } from '../testing.ts'

let rig: Rig
let server: ControlServer
let session: string
let told: unknown[]

beforeEach(async () => {
  rig = await new Rig().start()
  server = await serveHost(rig.host, rig.home)
  const { id: project } = await rig.host.projects.add(rig.repository)
  session = newId()
  told = []
  const by = 'a1'.repeat(16)
  await rig.host.sessions.create({ session, project, agent: 'opencode', place: 'main', title: 'x', by })
  await rig.host.sessions.admit({ id: newId(), session, content: [{ type: 'text', text: 'go' }], by })
  await until(() => rig.agent.running.size === 1, 'the turn')
  rig.agent.turn.accept()
})
afterEach(async () => {
  await server.close()
  await rig.end()
})

const hearth = (...args: string[]): Promise<Ran> => runHearth(rig.home, args)
const typing = (input: string, ...args: string[]): Promise<Ran> => runHearth(rig.home, args, input)
/** An agent's request; what it is told stands in `told`. */
const asks = async (change: Record<string, unknown> = {}): Promise<{ id: string; code: string }> => {
  const ask = { ...fakeAsk(`per_${told.length}`), ...change } as AgentRequest
  const reply = async (answer: unknown) => {
    told.push(answer)
    return 'applied' as const
  }
  rig.agent.turn.ask({ ...ask, reply } as AgentRequest)
  await until(() => rig.host.requests.pending().length > 0, 'the request')
  const { values } = await hearth('requests', '--json')
  const last = values.at(-1)
  return { id: String(last?.request), code: String(last?.code) }
}

describe('hearth approve', () => {
  it('shows the whole card and its code, and allows after a yes', async () => {
    const { id, code } = await asks()
    const ran = await typing('y\n', 'approve', id.slice(0, 6))
    expect(ran.out).toContain('run this command:\n      npm test')
    expect(ran.out).toMatch(/risk \d/)
    expect(ran.out).toContain(`code ${code}`)
    expect(ran.out).toContain('Allow it once? [y/N]')
    expect(ran.out.trimEnd()).toMatch(/allowed$/)
    expect(told).toEqual([{ allow: true }])
    expect(ran.code).toBe(0)
  })

  it.each(['\n', 'n\n', 'ja\n', ''])('decides nothing after %j', async (input) => {
    const { id } = await asks()
    const ran = await typing(input, 'approve', id)
    expect(ran.code).toBe(4)
    expect(ran.out).toContain('Nothing was decided')
    expect(told).toEqual([])
  })

  it('asks nobody with --yes and the code of what was seen', async () => {
    const { id, code } = await asks()
    expect(
      (await hearth('approve', id, '--yes', '--code', code.toLowerCase(), '--json')).values,
    ).toMatchObject([{ outcome: 'allowed', by: null }])
    expect(told).toEqual([{ allow: true }])
  })

  it('takes no yes without the code, nor with another', async () => {
    const { id, code } = await asks()
    expect(await hearth('approve', id, '--yes')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--code'),
    })
    const other = code === 'AAAA' ? 'BBBB' : 'AAAA'
    const refused = await hearth('approve', id, '--yes', '--code', other)
    expect(refused).toMatchObject({ code: 4, err: expect.stringContaining('decision.request_hash') })
    expect(await hearth('approve', id, '--json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--yes --code'),
    })
    expect(told).toEqual([])
  })

  it('says what is wrong with the request that it was given', async () => {
    expect(await hearth('approve', 'last')).toMatchObject({
      code: 1,
      err: expect.stringContaining('request.unknown'),
    })
    const { id, code } = await asks()
    const wrong = await hearth('approve', id, '--rule', '9', '--yes', '--code', code)
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('rule') })
    await hearth('deny', id)
    expect(await hearth('approve', id)).toMatchObject({ code: 1 })
  })
})

describe('hearth deny', () => {
  it('denies, and says why', async () => {
    const { id } = await asks()
    const ran = await hearth('deny', id, '--reason', 'use the helper', '--json')
    expect(ran.values).toMatchObject([{ outcome: 'denied', by: null }])
    expect(told).toEqual([{ allow: false, reason: 'use the helper' }])
  })

  it('stops the turn as well', async () => {
    const { id } = await asks()
    expect((await hearth('deny', id, '--stop')).code).toBe(0)
    await until(() => rig.agent.running.size === 0, 'the turn to be stopped')
    const recorded = await hearth('audit', 'list')
    expect(recorded.out).toContain('and stopped the turn')
  })

  it('turns down what is asked in words', async () => {
    const { id } = await asks({ kind: 'question', questions: [colour] })
    expect((await hearth('deny', id)).code).toBe(0)
    expect(told).toEqual([{ reject: true }])
  })
})

const colour = {
  header: 'Colour',
  question: 'Which colour?',
  options: [
    { label: 'Teal', description: '' },
    { label: 'Red', description: '' },
  ],
  multiple: false,
  custom: false,
}

describe('hearth answer', () => {
  it('answers questions', async () => {
    const { id } = await asks({ kind: 'question', questions: [colour, { ...colour, multiple: true }] })
    expect(await hearth('answer', id, 'Teal')).toMatchObject({
      code: 2,
      err: expect.stringContaining('2 question'),
    })
    expect((await hearth('answer', id, 'Teal', 'Teal|Red')).out).toContain('answered')
    expect(told).toEqual([{ answers: [['Teal'], ['Teal', 'Red']] }])
  })

  it('fills in a form', async () => {
    const base = { label: 'L', description: null, required: false }
    const fields = [
      { type: 'text', name: 'name', ...base, format: null, minLength: null, maxLength: null, initial: null },
      { type: 'number', name: 'port', ...base, integer: true, min: null, max: null, initial: null },
      { type: 'boolean', name: 'ok', ...base, initial: null },
    ]
    const { id } = await asks({ kind: 'form', message: 'Fill in', fields })
    expect(await hearth('answer', id, 'nose=x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('name, port, ok'),
    })
    expect(await hearth('answer', id, 'port=x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('number'),
    })
    const unfit = await hearth('answer', id, 'port=1.5')
    expect(unfit).toMatchObject({ code: 1, err: expect.stringContaining('request.answers') })
    await hearth('answer', id, 'name=a=b', 'port=80', 'ok=yes')
    expect(told).toEqual([{ values: { name: 'a=b', port: 80, ok: true } }])
  })

  it('approves a plan, or says what it should do instead', async () => {
    const first = await asks({ kind: 'plan', plan: '1. do it' })
    expect((await typing('y\n', 'approve', first.id)).out).toContain('Approve this plan?')
    const second = await asks({ kind: 'plan', plan: '2. do more' })
    await hearth('answer', second.id, '--changes', 'less')
    expect(told).toEqual([{ approve: true }, { changes: 'less' }])
  })

  it('is for what is asked in words', async () => {
    const { id } = await asks()
    expect(await hearth('answer', id, 'yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('request.kind'),
    })
  })
})

describe('a host that does not run', () => {
  it.each([
    ['requests'],
    ['approve', 'last'],
    ['deny', 'last'],
    ['answer', 'last', 'x'],
    ['rules'],
    ['rules', 'add', 'deny', '--tool', 'x'],
    ['pause'],
    ['resume'],
    ['panic'],
    ['let-in'],
    ['release', 'x'],
    ['passkey', 'x'],
    ['passkey', 'list'],
    ['passkey', 'remove', 'x', 'y'],
    ['devices', 'limit', 'x', '--risk', '1'],
  ])('is what %s says', async (...args) => {
    await server.close()
    const ran = await hearth(...args, '--json')
    expect(ran.code).toBe(3)
    expect(ran.values).toMatchObject([{ error: { code: 'control.not_running' } }])
  })
})

describe('the record of a real host', () => {
  it('is good, tells all of it, and says which entry is bad when one is changed (A21)', async () => {
    const phone = await rig.pair('phone')
    const link: Link = await rig.link(phone)
    const { id } = await asks()
    await until(() => link.requests.value.has(id), 'the request')
    const view = await link.decide(id, 'allow-once')
    expect(view.state).toBe('applied')
    await rig.stop()
    await server.close()
    const good = await hearth('audit', 'verify', '--json')
    expect(good).toMatchObject({ code: 0, values: [{ good: true, decisions: 1, bad: null }] })
    const list = await hearth('audit', 'list', '--device', 'phone')
    expect(list.out).toMatch(
      /phone \(\w+\) was paired\n.*phone \(\w+\) looks at request .*\n.*phone \(\w+\) allowed request/,
    )
    expect((await hearth('audit', 'list', '--session', session.slice(0, 8))).out).not.toContain('was paired')
    expect((await hearth('audit', 'list', '--since', '1970-01-01')).out).toContain('was paired')
    const exported = join(rig.folder.path, 'record.jsonl')
    writeFileSync(exported, (await hearth('audit', 'export')).out)
    expect(await hearth('audit', 'verify', exported, '--json')).toMatchObject({
      code: 0,
      values: [{ good: true, host: good.values[0]?.host, decisions: 1 }],
    })
    const log = await hearth('log')
    expect(log.out.trim().split('\n').filter(Boolean)).toHaveLength(Number((await risk(id)) >= 3))
  })

  it('says which entry is bad', async () => {
    await rig.pair('phone')
    await rig.pair('tablet')
    const { id } = await asks()
    await hearth('deny', id)
    await rig.stop()
    const exported = (await hearth('audit', 'export')).out.trimEnd().split('\n')
    const file = join(rig.folder.path, 'record.jsonl')
    const verify = async (lines: string[]) => {
      writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
      return hearth('audit', 'verify', file, '--json')
    }
    expect(await verify(exported)).toMatchObject({ code: 0 })
    const edited = exported.with(1, (exported[1] ?? '').replace('tablet', 'mallory'))
    expect(await verify(edited)).toMatchObject({ code: 5, values: [{ good: false, bad: { entry: 2 } }] })
    expect(await verify(exported.toSpliced(2, 1))).toMatchObject({ code: 5, values: [{ bad: { entry: 3 } }] })
    expect(await verify(exported.toSpliced(-2, 1))).toMatchObject({
      code: 5,
      values: [{ bad: { entry: exported.length - 1, why: expect.stringContaining('missing') } }],
    })
    const forged = exported.with(
      -1,
      (exported.at(-1) ?? '').replace(/"signature":"..../, '"signature":"0000'),
    )
    expect(await verify(forged)).toMatchObject({ code: 5, values: [{ good: false }] })
    expect(await verify(exported.slice(0, -1))).toMatchObject({
      code: 2,
      err: expect.stringContaining('signed head'),
    })
    const log = join(rig.home, 'audit.log')
    writeFileSync(log, readFileSync(log, 'utf8').replace('tablet', 'mallory'))
    const own = await hearth('audit', 'verify')
    expect(own).toMatchObject({ code: 5, out: expect.stringContaining('BAD: entry 2 was changed') })
  })

  const risk = async (id: string): Promise<number> => {
    const { values } = await hearth('audit', 'list', '--json')
    return Number(values.find((value) => value.type === 'request' && value.request === id)?.risk)
  }
})
