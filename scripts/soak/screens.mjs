import { inRoot } from '../lib/paths.mjs'
import { runInherited } from '../lib/run.mjs'
import { main } from '../lib/say.mjs'

/**
 * Every screen at each width and in both themes, with axe, and pictures of them in e2e/.artifacts: about a hundred
 * pictures are most of what it does, so `npm test` leaves it out.
 */
main(() =>
  runInherited(
    process.execPath,
    [inRoot('scripts', 'test.mjs'), '--project', 'browser', 'e2e/test/browser/09-screens.test.ts'],
    { env: { ...process.env, HEARTH_SCREENS: '1' } },
  ),
)
