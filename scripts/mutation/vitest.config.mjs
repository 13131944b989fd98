import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { ROOT } from '../lib/paths.mjs'
import { render } from './mutants.mjs'
import { planOf } from './plan.mjs'
import { room } from './rooms.mjs'

/** For a test that nothing was changed about; the runner is stricter with the others. */
const TIMEOUT_MS = 20_000

const { sources, tests } = room(process.env.HEARTH_MUTATION_ROOM)
const { files } = planOf(sources)
const here = (name) => fileURLToPath(new URL(name, import.meta.url))

/** Nothing on disk is touched: the mutated text exists in memory only. */
const mutated = {
  name: 'hearth-mutants',
  enforce: 'pre',
  load(id) {
    const file = files.get(id)
    return file && { code: render(file.text, file.spots, file.base), map: null }
  },
}

export default defineConfig({
  root: ROOT,
  plugins: [mutated],
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: tests,
    runner: here('runner.mjs'),
    setupFiles: [here('setup.mjs')],
    // What one file noticed needs not be tried in the next.
    maxWorkers: 1,
    pool: 'forks',
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    // A mutant may leave a promise behind that fails after its test.
    dangerouslyIgnoreUnhandledErrors: true,
  },
})
