import { inRoot } from '../lib/paths.mjs'
import { runInherited } from '../lib/run.mjs'
import { main } from '../lib/say.mjs'

/** The stories in which programs are killed and started again, and people are waited for: minutes, so `npm test` leaves them out. */
main(() =>
  runInherited(process.execPath, [inRoot('scripts', 'test.mjs'), '--project', 'e2e', 'e2e/test/long'], {
    env: { ...process.env, HEARTH_LONG: '1' },
  }),
)
