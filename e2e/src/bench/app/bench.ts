import { EXTENSION_FOLDER, WEB_FOLDER } from '../../browser/faces.ts'
import { findChromium } from '../../browser/program.ts'
import type { Bench } from '../bench.ts'
import type { Row } from '../row.ts'
import { median } from '../stats.ts'
import { eagerScripts, gzipKb } from './eager.ts'
import { measureReady } from './ready.ts'
import { measureSession } from './session.ts'

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
  say('  a session of 100 and of 5,000 messages')
  const { open, delta, paint } = await measureSession(found.path, rounds)
  const lower = (
    metric: string,
    ratio: string,
    goal: number | null,
    unit: string,
    of: Row['rounds'],
  ): Row => ({
    metric,
    ratio: `${ratio}; lower is better`,
    better: 'lower',
    goal,
    unit,
    rounds: of,
  })
  rows.push(
    lower('A session of 5,000 messages, opened to painted', 'against one of 100', 1.2, 'ms', open),
    lower('One more delta there: script, style, layout', 'against a session of 100', 1.2, 'µs', delta),
    lower('Delta received to painted', 'in the session of 5,000 / into a bare text node', null, 'ms', paint),
  )
  return rows
}
