import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { findChromium } from '../../browser/program.ts'
import type { Bench } from '../bench.ts'
import type { Row } from '../row.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
/** A message as long answers are, in as many deltas as a model sends tokens. */
const MESSAGE = { length: 20_000, delta: 10 }
const SHORT = 5_000
const LONG = 80_000
/** Layout after each delta, as often as frames are painted rather than as tokens come. */
const PAINTED = { ...MESSAGE, delta: 50, layout: true }
/** Runs of which a round takes the sum: one alone is too short for the browser's clock. */
const REPEATS = 8

interface Plan {
  readonly length: number
  readonly delta: number
  readonly last?: boolean
  readonly layout?: boolean
}

/** Builds what measures inside the page. @returns the script's path */
const build = (folder: string): string => {
  const vite = join(
    dirname(createRequire(join(ROOT, 'package.json')).resolve('vite/package.json')),
    'bin',
    'vite.js',
  )
  const config = join(ROOT, 'extension', 'app', 'text', 'bench', 'vite.config.ts')
  execFileSync(process.execPath, [vite, 'build', '-c', config, '--outDir', folder], { cwd: ROOT })
  return join(folder, 'markdown.js')
}

const measure = async (page: Page, who: 'ours' | 'again', plan: Plan): Promise<number> => {
  const call = `bench.${who}(${JSON.stringify(plan)})`
  const { ms, deltas } = await page.evaluate<{ ms: number; deltas: number }>(call)
  return (ms * 1000) / deltas
}

const repeated = async (count: number, run: () => Promise<number>): Promise<number> => {
  let sum = 0
  for (let n = 0; n < count; n++) sum += await run()
  return sum / count
}

/** What it costs to draw an agent's answer while it grows. */
export const markdownBench: Bench = async ({ rounds, say }) => {
  const found = findChromium()
  if ('missing' in found) {
    say(`  ${found.missing}: nothing is measured`)
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const browser = await chromium.launch({
    executablePath: found.path,
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const script: Row['rounds'][number][] = []
  const layout: Row['rounds'][number][] = []
  const growth: Row['rounds'][number][] = []
  try {
    const page = await browser.newPage({ viewport: { width: 400, height: 720 } })
    await page.addScriptTag({ path: build(folder) })
    const tail = (length: number) => measure(page, 'ours', { length, delta: MESSAGE.delta, last: true })
    await tail(SHORT)
    for (let round = 1; round <= rounds; round++) {
      say(`  round ${round}`)
      script.push({
        ours: await repeated(REPEATS, () => measure(page, 'ours', MESSAGE)),
        baseline: await measure(page, 'again', MESSAGE),
      })
      layout.push({
        ours: await measure(page, 'ours', PAINTED),
        baseline: await measure(page, 'again', PAINTED),
      })
      growth.push({
        ours: await repeated(REPEATS, () => tail(LONG)),
        baseline: await repeated(REPEATS, () => tail(SHORT)),
      })
    }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const inverse = (pairs: readonly Row['rounds'][number][]) =>
    pairs.map(({ ours, baseline }) => ({ ours: 1000 / ours, baseline: 1000 / baseline }))
  return [
    {
      metric: 'Markdown while it grows, 20 KB in 2,000 deltas',
      ratio:
        'deltas per millisecond of script, ours / parsing all again and checking each element; higher is better',
      better: 'higher',
      goal: 12,
      unit: 'per ms',
      rounds: inverse(script),
    },
    {
      metric: 'The same in 400 deltas, with the page laid out after each',
      ratio: 'as above',
      better: 'higher',
      goal: null,
      unit: 'per ms',
      rounds: inverse(layout),
    },
    {
      metric: 'Markdown, one more delta after 80 KB',
      ratio: 'µs of script per delta / after 5 KB; lower is better',
      better: 'lower',
      goal: 1.2,
      unit: 'µs',
      rounds: growth,
    },
  ]
}
