import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { AgentUnderTest, Figures } from '@hearth/host-agent/agents/bench'
import { startScriptedModel } from '@hearth/host-agent/demo/model'
import type { Bench } from '../bench.ts'
import { lower, type Row } from '../row.ts'

const SUBJECT = fileURLToPath(import.meta.resolve('@hearth/host-agent/agents/bench'))
/** One process under test from its start to its end, on a busy machine. */
const SUBJECT_MS = 120_000
/** Only these of the agents below, if set: a round with opencode takes its time. */
const CHOSEN = process.env.HEARTH_BENCH_AGENTS?.split(',') ?? null
const CODEX = fileURLToPath(new URL('../../../agents/codex/node_modules', import.meta.url))

const AGENTS: Record<AgentUnderTest, { name: string; sdk: string; goals: Goals; isThere: boolean }> = {
  plain: {
    name: 'a plain agent over ACP',
    sdk: 'ACP’s SDK alone',
    goals: { warm: 1.5, cpu: 1.5, memory: 1.25, cold: null },
    isThere: true,
  },
  codex: {
    name: 'Codex over ACP',
    sdk: 'ACP’s SDK alone',
    goals: { warm: 1.3, cpu: 1.5, memory: 1.25, cold: 0.5 },
    isThere: existsSync(CODEX),
  },
  opencode: {
    name: 'opencode’s server',
    sdk: 'opencode’s SDK alone',
    goals: { warm: 1.3, cpu: 3, memory: 1.25, cold: 0.1 },
    isThere: true,
  },
}

interface Goals {
  readonly warm: number
  readonly cpu: number
  readonly memory: number
  readonly cold: number | null
}

/** Measures one side with one agent, in a process, a home and a repository of their own. */
const measure = async (kind: 'driver' | 'sdk', agent: AgentUnderTest, modelUrl: string): Promise<Figures> => {
  const root = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const place = {
    agent,
    modelUrl,
    home: join(root, 'home'),
    hearthHome: join(root, 'hearth'),
    repo: join(root, 'repo'),
  }
  try {
    for (const folder of [place.home, place.hearthHome, place.repo]) mkdirSync(folder)
    execFileSync('git', ['init', '-q', place.repo])
    const args = ['--expose-gc', SUBJECT, kind, JSON.stringify(place)]
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: SUBJECT_MS })
    return JSON.parse(stdout) as Figures
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

/** What our drivers add to an agent: the same agent driven by them and by its own SDK, in processes of their own. */
export const agentsBench: Bench = async ({ rounds, say }) => {
  const model = await startScriptedModel()
  try {
    const rows: Row[] = []
    for (const [agent, { name, sdk, goals, isThere }] of Object.entries(AGENTS)) {
      if (CHOSEN !== null && !CHOSEN.includes(agent)) continue
      if (!isThere) {
        say(`  ${agent} is not installed (node scripts/agents/install.mjs ${agent}): left out`)
        continue
      }
      const seen: { ours: Figures; baseline: Figures }[] = []
      for (let round = 1; round <= rounds; round++) {
        say(`  ${agent}, round ${round}`)
        const one = (kind: 'driver' | 'sdk') => measure(kind, agent as AgentUnderTest, model.url)
        // Who goes first takes turns: the second finds the agent's files in memory.
        const first = await one(round % 2 === 0 ? 'driver' : 'sdk')
        const second = await one(round % 2 === 0 ? 'sdk' : 'driver')
        seen.push(round % 2 === 0 ? { ours: first, baseline: second } : { ours: second, baseline: first })
      }
      const by = (figure: keyof Figures) =>
        seen.map(({ ours, baseline }) => ({ ours: ours[figure], baseline: baseline[figure] }))
      const against = `our driver / ${sdk}`
      rows.push(
        lower(`Warm turn to first text, ${name}`, against, goals.warm, 'ms', by('warmMs')),
        lower(`A piece of text, ${name}`, `CPU of our process, ${against}`, goals.cpu, 'µs', by('cpuUs')),
        lower(
          `Memory beside the agent, ${name}`,
          `resident after 4,000 pieces, ${against}`,
          goals.memory,
          'MB',
          by('memoryMb'),
        ),
        lower(
          `Warm against cold, ${name}`,
          'prompt to first text in a warm session / from nothing, our driver',
          goals.cold,
          'ms',
          seen.map(({ ours }) => ({ ours: ours.warmMs, baseline: ours.coldMs })),
        ),
      )
    }
    return rows
  } finally {
    await model.close()
  }
}
