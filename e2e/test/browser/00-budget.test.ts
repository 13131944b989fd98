import { expect, it } from 'vitest'
import { eagerScripts, gzipKb } from '../../src/bench/app/eager.ts'
import { EXTENSION_FOLDER, WEB_FOLDER } from '../../src/browser/faces.ts'

/** KB of scripts, gzip, on the way to the first paint. */
const FIRST_PAINT_KB = 60

it.each([
  ['panel', EXTENSION_FOLDER, 'sidepanel.html'],
  ['web view', WEB_FOLDER, 'index.html'],
])('the %s loads little before it shows something', (_, folder, page) => {
  const kb = gzipKb(eagerScripts(folder, page))
  expect(kb).toBeGreaterThan(1)
  expect(kb).toBeLessThanOrEqual(FIRST_PAINT_KB)
})
