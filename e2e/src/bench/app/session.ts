import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import type { Row } from '../row.ts'
import { median } from '../stats.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const SHORT = 100
const LONG = 5_000
/** Deltas of which a round takes the mean. */
const DELTAS = 400
/** Openings, and deltas that are timed to their paint, of which a round takes the median. */
const TIMES = 9

type Rounds = Row['rounds'][number][]

/** What a session's screen costs, as it gets longer. */
export interface SessionRounds {
  /** ms until a session is painted: 5,000 messages against 100. */
  readonly open: Rounds
  /** µs of script, style and layout per delta: the same. */
  readonly delta: Rounds
  /** ms from a delta's arrival to its paint: in a session of 5,000, against a text node in the same page. */
  readonly paint: Rounds
}

const build = (folder: string): void => {
  const resolve = createRequire(join(ROOT, 'package.json')).resolve
  const vite = join(dirname(resolve('vite/package.json')), 'bin', 'vite.js')
  const config = join(ROOT, 'extension', 'app', 'features', 'session', 'bench', 'vite.config.ts')
  execFileSync(process.execPath, [vite, 'build', '-c', config, '--outDir', folder], { cwd: ROOT })
}

const run = (page: Page, call: string): Promise<number> => page.evaluate<number>(`bench.${call}`)

const medianOf = async (page: Page, call: string): Promise<number> => {
  const all: number[] = []
  for (let n = 0; n < TIMES; n++) all.push(await run(page, call))
  return median(all)
}

/** Measures in one page, sides interleaved. */
export const measureSession = async (program: string, rounds: number): Promise<SessionRounds> => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const browser = await chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', '--force-prefers-reduced-motion'],
  })
  const found: SessionRounds = { open: [], delta: [], paint: [] }
  try {
    build(folder)
    const page = await browser.newPage({ viewport: { width: 400, height: 720 } })
    await page.setContent('<!doctype html><html lang="en"><title>bench</title><body></body></html>')
    await page.addStyleTag({ path: join(folder, 'session.css') })
    await page.addScriptTag({ path: join(folder, 'session.js') })
    for (const length of [SHORT, LONG]) await run(page, `open(${length})`)
    for (let round = 0; round < rounds; round++) {
      const baseline = await medianOf(page, `open(${SHORT})`)
      const shortDelta = (await run(page, `deltas(${DELTAS})`)) * 1000
      found.open.push({ ours: await medianOf(page, `open(${LONG})`), baseline })
      found.delta.push({ ours: (await run(page, `deltas(${DELTAS})`)) * 1000, baseline: shortDelta })
      found.paint.push({
        ours: await medianOf(page, 'paint()'),
        baseline: await medianOf(page, 'barePaint()'),
      })
    }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return found
}
