import { afterAll, beforeAll, describe, it } from 'vitest'
import { startScriptedModel } from '../../../demo/model/index.ts'
import { AcpDriver } from '../../acp/driver.ts'
import { QUIRKS } from '../../acp/quirks/index.ts'
import { NO_QUIRKS, type Quirks } from '../../acp/spec.ts'
import {
  agentSuite,
  type Bench,
  FULL_TRAITS,
  makePlace,
  REAL_ABORT_CYCLES,
  type Traits,
} from '../agent-suite.ts'
import { backgroundSuite, type Leaves } from '../background-suite.ts'
import { preparePlain } from '../fake-acp/plain.ts'
import { STEER_TRAITS, type SteerTraits, steerSuite } from '../steer-suite.ts'
import { installed, REAL_AGENTS, type RealAgentId, type Recipe } from './index.ts'

/** `steers`: absent where it can't be steered. `leaves`: absent where it leaves no commands running. */
type Own = { quirks: Quirks; traits: Traits; steers?: SteerTraits; leaves?: Leaves }

const ACP: Traits = { ...FULL_TRAITS, missing: '00000000-0000-4000-8000-000000000000' }
const GOES_ON: Traits['denied'] = { outcome: 'completed', without: 'answer', withReason: 'answer' }
const ENDS: Traits['denied'] = { outcome: 'completed', without: 'end', withReason: 'end' }
const CUT: Traits['denied'] = { outcome: 'cancelled', without: 'end', withReason: 'end' }
const CODEX_PREFACE =
  'Model metadata for `mock-model` not found. Defaulting to fallback metadata; this can degrade performance and cause issues.'

const OWN: Record<RealAgentId, Own> = {
  opencode: { quirks: QUIRKS.opencode, traits: { ...ACP, denied: ENDS, missing: 'ses_missing' } },
  codex: {
    quirks: QUIRKS.codex,
    traits: { ...ACP, usage: null, preface: CODEX_PREFACE, denied: CUT },
    leaves: { stopped: 'goes on' },
  },
  'codex-new': {
    quirks: QUIRKS.codex,
    traits: { ...ACP, denied: CUT, refused: 'says', record: 'loaded' },
    steers: { ...STEER_TRAITS, atOnce: true },
    leaves: { stopped: 'goes on' },
  },
  claude: {
    quirks: QUIRKS.claude,
    traits: {
      ...ACP,
      usage: { input: 800, output: 50, cached: 200, reasoning: 0 },
      denied: GOES_ON,
      repeatsUnfinished: true,
    },
    steers: { ...STEER_TRAITS, atOnce: true, stopEnds: true },
    leaves: { stopped: 'ends' },
  },
  gemini: {
    quirks: QUIRKS.gemini,
    traits: {
      ...ACP,
      usage: { input: 1000, output: 40, cached: 0, reasoning: 0 },
      thought: '****\nr0****\nr1',
      denied: GOES_ON,
      record: 'none',
      resumes: false,
    },
    leaves: { stopped: 'ends' },
  },
  qwen: {
    quirks: QUIRKS.qwen,
    traits: { ...ACP, denied: ENDS, repeatsUnfinished: true },
    steers: { ...STEER_TRAITS, takes: 'after-tools' },
    leaves: { stopped: 'ends' },
  },
  pi: {
    quirks: QUIRKS.pi,
    traits: { ...ACP, usage: null, preface: /^pi v[\d.]+\n---\n/, refused: 'says', asks: false },
  },
}

/** What the suite needs of an agent over ACP. */
function startBench(
  id: string,
  prepare: Recipe['prepare'],
  quirks: Quirks,
): () => Promise<Bench & { driver: AcpDriver }> {
  return async () => {
    const place = makePlace()
    const model = await startScriptedModel()
    const { command, args, env } = prepare(place.home, model.url)
    const make = () =>
      new AcpDriver({
        id,
        label: id,
        command,
        args,
        env: {},
        quirks,
        home: place.hearthHome,
        environment: { ...env, HEARTH_SECRET: 'ours' },
      })
    const driver = make()
    return {
      place,
      model,
      driver,
      again: make,
      pids: (of) => (of instanceof AcpDriver ? of.pids() : []),
      close: async () => {
        await driver.stop()
        await model.close()
        place.remove()
      },
    }
  }
}

/**
 * What every driver must do, with one real agent over ACP. Where that is not installed it is left out and says so, or
 * fails if HEARTH_REQUIRE_AGENTS is 1.
 */
export function acpSuite(id: RealAgentId): void {
  const { quirks, traits, steers, leaves } = OWN[id]
  if (installed(id) === null && process.env.HEARTH_REQUIRE_AGENTS !== '1') {
    it(`the real ${id}`, (ctx) => ctx.skip(`${id} is not installed: node scripts/agents/install.mjs ${id}`))
    return
  }
  const start = startBench(id, REAL_AGENTS[id].prepare, quirks)
  agentSuite(`${id} over ACP`, start, traits, REAL_ABORT_CYCLES)
  beside(`${id} over ACP, steered`, start, steers && ((bench) => steerSuite(id, bench, steers)))
  beside(
    `${id} over ACP, what it leaves running`,
    start,
    // A minute of waiting for commands: not in `npm test`.
    process.env.HEARTH_AGENTS === '1' && leaves ? (bench) => backgroundSuite(bench, leaves) : undefined,
  )
}

/** A suite with a driver of its own; none where the agent has nothing of that. */
function beside(name: string, start: () => Promise<Bench>, suite?: (bench: () => Bench) => void): void {
  if (suite === undefined) return
  describe(name, { timeout: 60_000 }, () => {
    let bench: Bench
    beforeAll(async () => {
      bench = await start()
      await bench.driver.start()
    }, 60_000)
    afterAll(() => bench.close(), 30_000)
    suite(() => bench)
  })
}

/** The same with the plain agent, which is always there. */
export function plainSuite(): void {
  const traits = { ...ACP, usage: null, thought: '', asks: false, repeatsRefused: true }
  agentSuite('the plain agent over ACP', startBench('plain', preparePlain, NO_QUIRKS), traits)
}
