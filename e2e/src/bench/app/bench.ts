import { EXTENSION_FOLDER, WEB_FOLDER } from '../../browser/faces.ts'
import { findChromium } from '../../browser/program.ts'
import type { Bench } from '../bench.ts'
import type { Row } from '../row.ts'
import { median } from '../stats.ts'
import { eagerScripts, gzipKb } from './eager.ts'
import { measureReady } from './ready.ts'

const bytes = (metric: string, folder: string, page: string): Row => ({
  metric,
  ratio: 'KB gzip of all scripts loaded before the first paint; lower is better',
  better: 'lower',
  goal: 60,
  unit: 'KB',
  rounds: [{ ours: gzipKb(eagerScripts(folder, page)), baseline: 1 }],
})

/** What the app costs a browser: bytes to load, time to paint. */
export const appBench: Bench = async ({ rounds, say }) => {
  const rows = [
    bytes('JavaScript before the panel’s first paint', EXTENSION_FOLDER, 'sidepanel.html'),
    bytes('JavaScript before the web view’s first paint', WEB_FOLDER, 'index.html'),
  ]
  const found = findChromium()
  if ('missing' in found) {
    say(`  ${found.missing}: only bytes are measured`)
    return rows
  }
  const ready = await measureReady(found.path, rounds)
  rows.push({
    metric: 'Click to painted panel, CPU four times slower',
    ratio: 'panel / an extension’s page with one heading; lower is better',
    better: 'lower',
    goal: 1.7,
    unit: 'ms',
    rounds: ready.map(({ ours, baseline }) => ({ ours: median(ours), baseline: median(baseline) })),
  })
  return rows
}
