import { EXTENSION_FOLDER, WEB_FOLDER } from '../../browser/faces.ts'
import { findChromium } from '../../browser/program.ts'
import type { Bench } from '../bench.ts'
import { lower, type Row } from '../row.ts'
import { eagerScripts, gzipKb } from './eager.ts'
import { measureReady } from './ready.ts'
import { measureSession } from './session.ts'

const bytes = (metric: string, kb: number, goal: number | null = 60): Row =>
  lower(metric, 'KB of all scripts loaded by then, gzip', goal, 'KB', [{ ours: kb, baseline: 1 }])

/** What the app costs a browser: bytes to load, time to paint, and what grows with a session. */
export const appBench: Bench = async ({ rounds, say }) => {
  const rows = [
    bytes(
      'JavaScript before the panel’s first paint',
      gzipKb(eagerScripts(EXTENSION_FOLDER, 'sidepanel.html')),
    ),
    bytes('JavaScript before the web view’s first paint', gzipKb(eagerScripts(WEB_FOLDER, 'index.html'))),
  ]
  const found = findChromium()
  if ('missing' in found) {
    say(`  ${found.missing}: only bytes are measured`)
    return rows
  }
  const { painted, ready, kb } = await measureReady(found.path, rounds)
  say('  a session of 100 and of 5,000 messages')
  const { open, delta, paint } = await measureSession(found.path, rounds)
  const blank = 'against an extension’s page with one heading'
  return [
    ...rows,
    bytes('JavaScript until the panel’s first screen can be used', kb, null),
    lower('Click to painted panel, CPU four times slower', blank, 1.7, 'ms', painted),
    lower('The same to the first screen that can be used', blank, null, 'ms', ready),
    lower('A session of 5,000 messages, opened to painted', 'against one of 100', 1.2, 'ms', open),
    lower('One more delta there: script, style, layout', 'against a session of 100', 1.2, 'µs', delta),
    lower('Delta received to painted', 'in the session of 5,000 / into a bare text node', null, 'ms', paint),
  ]
}
