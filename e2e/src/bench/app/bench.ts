import { EXTENSION_FOLDER, WEB_FOLDER } from '../../browser/faces.ts'
import { findChromium } from '../../browser/program.ts'
import type { Bench } from '../bench.ts'
import { lower, type Row } from '../row.ts'
import { eagerScripts, gzipKb } from './eager.ts'
import { measureCold, measureReady } from './ready.ts'
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
  const cold = await measureCold(found.path, rounds)
  say('  a session of 100, 1,000 and 10,000 messages')
  const { open, middle, long, naive, paint, task, memory } = await measureSession(found.path, rounds)
  const blank = 'against an extension’s page with one heading'
  const short = 'against a session of 100'
  return [
    ...rows,
    bytes('JavaScript until the panel’s first screen can be used', kb, null),
    lower('Click to painted panel, CPU four times slower', blank, 1.7, 'ms', painted),
    lower('The same, the first one after the browser was started', blank, null, 'ms', cold),
    lower('Click to the first screen that can be used', blank, null, 'ms', ready),
    lower('A session of 10,000 messages, opened to painted', 'against one of 100', 1.2, 'ms', open),
    lower('One more delta in 1,000 messages: script, style, layout', short, 1.2, 'µs', middle),
    lower('One more delta in 10,000 messages', short, 1.2, 'µs', long),
    lower(
      'One more delta in 1,000 messages, one screen against another',
      'against drawing all of them anew',
      0.1,
      'µs',
      naive,
    ),
    lower('Delta received to painted', 'in the session of 10,000 / into a bare text node', null, 'ms', paint),
    lower(
      'Longest task while 200 deltas a second stream into 5,000 messages',
      'processor time in the browser’s own trace / 50 ms',
      1,
      'ms',
      task,
    ),
    lower('Memory once a session of 10,000 is closed', 'against before it was opened', 1.1, 'MB', memory),
  ]
}
