import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import { missingAgent } from '../../src/world/agents.ts'
import type { Device } from '../../src/world/device.ts'
import { until } from '../../src/world/wait.ts'
import { World } from '../../src/world/world.ts'
import { useWorld } from '../use-world.ts'

/** How long an agent is left waiting here: longer than any client's patience that we know of. */
const LONG_MS = 4 * 60_000
const agents = missingAgent(['codex']) === null ? (['opencode', 'codex'] as const) : (['opencode'] as const)
const world = useWorld(() => World.start({}, {}, agents.length > 1 ? ['codex'] : []))
/** Nobody can decide it any more, whether it is remembered or not. */
const GONE: unknown = expect.stringMatching(/^request\.(settled|unknown)$/)
/** Two cold starts of an agent on a busy machine. */
const PATIENCE_MS = 240_000
let alice: Device
beforeAll(async () => {
  alice = await world().device('alice')
})

const begin = async (agent: string, name: string) => {
  const session = await alice.newSession('worktree', name, agent)
  const transcript = alice.follow(session)
  const turn = await alice.prompt(session, `[[bash cmd="echo ${name} > ${name}.txt" esc=1]] [[text n=1]]`)
  const request = await alice.request(session, turn, 60_000)
  const file = () => join(transcript.state?.place.path ?? '', `${name}.txt`)
  return { session, transcript, turn, request, file }
}

it.each(agents)(
  '%s: the host is killed while a person decides: the old request counts for nothing, the new one once',
  { timeout: PATIENCE_MS },
  async (agent) => {
    const { session, transcript, turn, request, file } = await begin(agent, 'restarted')
    await world().host.kill()
    await world().up()
    const cut = await transcript.settles(turn, 90_000)
    expect(['failed', 'unknown']).toContain(cut.state)
    await expect(alice.link.decide(request.id, 'allow-once')).rejects.toMatchObject({
      code: GONE,
    })
    const owner = await world().hearth.run(['approve', request.id, '--yes', '--code', 'AAAA'])
    expect(owner.code).not.toBe(0)
    expect(existsSync(file())).toBe(false)

    if (cut.state === 'unknown') await alice.link.call('resolve', { session, turn, choice: 'retry' })
    else await alice.prompt(session, '[[bash cmd="echo restarted > restarted.txt" esc=1]] [[text n=1]]')
    const again = await alice.request(session, turn + 1, 60_000)
    expect(again.id).not.toBe(request.id)
    expect(existsSync(file())).toBe(false)
    await alice.link.decide(again.id, 'allow-once')
    expect(await transcript.settles(turn + 1)).toMatchObject({ state: 'completed' })
    expect(existsSync(file())).toBe(true)
  },
)

it.each(agents)(
  '%s: the device dies between its decision and the receipt: it is applied once, and told when the device is back',
  { timeout: PATIENCE_MS },
  async (agent) => {
    const { transcript, turn, request, file } = await begin(agent, 'cut')
    const gone = alice.link.decide(request.id, 'allow-once').catch(() => undefined)
    // The decision is on its way by now; what comes back finds nobody.
    await until('the host to hear it', async () => (await world().hearth.ok(['requests'])).length === 0)
    alice.close()
    await gone
    await until('the command to have run', () => existsSync(file()))
    await alice.connect()
    const again = alice.follow(transcript.session)
    const settled = await again.settles(turn)
    expect(settled).toMatchObject({
      state: 'completed',
      requests: [{ id: request.id, outcome: 'allowed', by: alice.id }],
    })
    await expect(alice.link.decide(request.id, 'deny')).rejects.toMatchObject({ code: GONE })
  },
)

it(`an agent waits ${LONG_MS / 60_000} minutes for a person who is away, over a relay that comes and goes`, {
  timeout: 2 * LONG_MS,
}, async () => {
  const waiting = await Promise.all(agents.map((agent) => begin(agent, `patient-${agent}`)))
  alice.close()
  await pause(LONG_MS / 2)
  await world().relay.kill()
  await world().relay.start()
  await pause(LONG_MS / 2)
  await alice.connect()
  for (const { session, turn, request, file } of waiting) {
    const after = await alice.request(session, turn)
    expect([after.id, existsSync(file())]).toEqual([request.id, false])
    await alice.link.decide(after.id, 'allow-once')
    expect(await alice.follow(session).settles(turn)).toMatchObject({ state: 'completed' })
    expect(existsSync(file())).toBe(true)
  }
})
