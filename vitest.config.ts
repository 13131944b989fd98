import { availableParallelism } from 'node:os'
import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'
import LongestFirst from './scripts/lib/longest-first.mjs'

const UNIT_TIMEOUT_MS = 20_000
/** Real processes: a cold agent start plus a turn takes seconds on a busy two-core machine. */
const REAL_TIMEOUT_MS = 60_000
/** Two browsers, a relay, a host and an agent beside each other: a machine that is busy takes its time. */
const BROWSER_TIMEOUT_MS = 120_000

/** vitest alone would use one core of two. */
const WORKERS = Math.max(2, availableParallelism() - 1)

/**
 * The files of a project share their workers and what those have loaded: half of the time was loading. What a test
 * changes outside its file (globals, the environment, timers, the document) it puts back.
 */
const SHARED_WORKER = { isolate: false, unstubGlobals: true, unstubEnvs: true } as const

/** Every real agent against the acceptance suite: `npm run test:agents`, not `npm test`. */
const agents = {
  extends: true as const,
  test: {
    name: 'agents',
    include: [
      'host-agent/src/agents/**/*.agents.test.ts',
      'host-agent/src/agents/acp/codex.real.test.ts',
      'host-agent/src/agents/opencode/opencode.real.test.ts',
      'e2e/test/agents/**/*.test.ts',
    ],
    testTimeout: REAL_TIMEOUT_MS,
    hookTimeout: REAL_TIMEOUT_MS,
    pool: 'forks' as const,
    maxWorkers: 2,
  },
}

const unit = (name: string, include: readonly string[], exclude: readonly string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: [...include],
    exclude: [...exclude],
    ...SHARED_WORKER,
    testTimeout: UNIT_TIMEOUT_MS,
    maxWorkers: WORKERS,
    sequence: { groupOrder: 0 },
  },
})

/** Minutes of killing, waiting and bad input: scripts/soak/stories.mjs runs them. */
const isLong = process.env.HEARTH_LONG === '1'

export default defineConfig({
  // Tests read the sources of every package; only real processes run what was built.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      ...(process.env.HEARTH_AGENTS === '1' ? [agents] : []),
      unit('shared', ['shared/src/**/*.test.ts']),
      unit('relay', ['relay/src/**/*.test.ts']),
      unit('host-agent', ['host-agent/src/**/*.test.ts'], ['**/*.agents.test.ts']),
      {
        extends: true,
        test: {
          name: 'extension',
          include: ['extension/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          setupFiles: ['extension/app/testing/setup.ts'],
          ...SHARED_WORKER,
          // They ship JSX, which Node can't load by itself.
          server: { deps: { inline: [/lucide-solid/, /virtua/] } },
          testTimeout: UNIT_TIMEOUT_MS,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
        plugins: [solid({ hot: false })],
        // Components run as in a browser: Solid's client build, and a document.
        resolve: { conditions: ['source', 'browser', 'development'] },
      },
      unit('repo', ['e2e/test/repo/**/*.test.ts']),
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/test/**/*.test.ts', 'e2e/src/**/*.test.ts'],
          exclude: [
            ...['e2e/test/repo/**', 'e2e/test/agents/**', 'e2e/test/browser/**'],
            isLong ? 'e2e/test/long/browser/**' : 'e2e/test/long/**',
          ],
          globalSetup: ['scripts/lib/require-build.mjs'],
          testTimeout: REAL_TIMEOUT_MS,
          hookTimeout: REAL_TIMEOUT_MS,
          pool: 'forks',
          // Two worlds side by side: most of a story is waiting for programs to start.
          maxWorkers: 2,
          // After everything else, so that nothing competes with the processes under test.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [
            'e2e/test/browser/**/*.test.ts',
            ...(isLong ? ['e2e/test/long/browser/**/*.test.ts'] : []),
          ],
          // A hundred pictures: scripts/soak/screens.mjs takes them.
          exclude: process.env.HEARTH_SCREENS === '1' ? [] : ['e2e/test/browser/09-screens.test.ts'],
          globalSetup: ['scripts/lib/require-build.mjs'],
          testTimeout: BROWSER_TIMEOUT_MS,
          hookTimeout: REAL_TIMEOUT_MS,
          pool: 'forks',
          // Each has a world and a Chromium of its own; with the other stories, so that no worker waits for the last of those.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
