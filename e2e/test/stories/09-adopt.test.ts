import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, expect, it } from 'vitest'
import { missingAgent, ownProgram } from '../../src/world/agents.ts'
import { AskedLog, remembered } from '../../src/world/asked.ts'
import type { Device } from '../../src/world/device.ts'
import { talkInEditor } from '../../src/world/elsewhere.ts'
import { opencodeProgram } from '../../src/world/programs.ts'
import { until } from '../../src/world/wait.ts'
import { World } from '../../src/world/world.ts'
import { adoptOnly } from '../adopting.ts'
import { useWorld } from '../use-world.ts'

/** Three cold starts of an agent one after the other: to talk, to list, to go on. */
const SLOW = { timeout: 120_000 }
const missing = process.env.HEARTH_REQUIRE_AGENTS === '1' ? null : missingAgent(['codex'])
const asked = new AskedLog()
const world = useWorld(() => World.start({ onAsk: asked.onAsk }, {}, missing === null ? ['codex'] : []))
let alice: Device
beforeAll(async () => {
  alice = await world().device('alice')
})

it(
  'a session made with opencode’s own command line is listed, adopted with its history, continued',
  SLOW,
  async () => {
    const program = opencodeProgram()
    if (program === null) throw new Error('the opencode of the installation is missing')
    const { repository, env } = world()
    const running = promisify(execFile)(program, ['run', 'made-by-hand [[text n=4]]'], {
      cwd: repository,
      env,
    })
    running.child.stdin?.end()
    await running

    const { session, transcript } = await adoptOnly(alice, 'opencode', 1)
    expect(transcript.answer(1)).toBe('w0 w1 w2 w3 ')
    const next = await alice.prompt(session, 'continued [[text say="and from afar"]]')
    expect(await transcript.settles(next)).toMatchObject({ state: 'completed', digest: null })
    expect(transcript.answer(next)).toBe('and from afar')
    expect(remembered(asked.last('continued'))).toMatch(/made-by-hand[\s\S]*w0 w1 w2 w3/)
  },
)

it(
  'a session that Codex had with another editor is listed, adopted with its history, continued',
  SLOW,
  async (ctx) => {
    if (missing !== null) return ctx.skip(missing)
    const { repository, sandbox, model } = world()
    const foreign = await talkInEditor(ownProgram(sandbox.root, model.url, 'codex'), repository, [
      'the number is 4711 [[text say="noted elsewhere"]]',
      'look around [[bash cmd="echo looked" esc=1]] [[text say="looked around"]]',
    ])
    await until('Codex to be ready', () =>
      alice.link.overview.value.agents.some(({ id, state }) => id === 'codex' && state === 'ready'),
    )
    const adopted = await adoptOnly(alice, 'codex', 2)
    const { session, transcript } = adopted
    expect(adopted.foreign).toBe(foreign)
    expect(transcript.state?.title).toContain('the number is 4711')
    expect(transcript.turn(1)?.prompt.content).toMatchObject([{ text: expect.stringContaining('4711') }])
    expect([transcript.answer(1), transcript.answer(2)]).toEqual(['noted elsewhere', 'looked around'])
    expect(transcript.turn(2)?.blocks.map(({ type }) => type)).toEqual(['tool', 'message'])

    const next = await alice.prompt(session, 'continued with Codex [[text say="and from afar"]]')
    expect(await transcript.settles(next)).toMatchObject({
      state: 'completed',
      agent: 'codex',
      memory: 'resumed',
      digest: null,
    })
    // Codex also says first that it does not know the scripted model.
    expect(transcript.answer(next)).toContain('and from afar')
    expect(remembered(asked.last('continued with Codex'))).toMatch(
      /4711[\s\S]*noted elsewhere[\s\S]*looked around/,
    )
    expect((await world().exported(session)).turns).toEqual(transcript.state?.settled)
  },
)
