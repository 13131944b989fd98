import { inRoot } from '../lib/paths.mjs'
import { runInherited } from '../lib/run.mjs'
import { main } from '../lib/say.mjs'

/** Stories of `npm test` that go through more rounds here. */
const LONGER_HERE = ['e2e/test/stories/04-one-device.test.ts']

/** The stories of bad days: programs are killed and started again, people are waited for. Minutes, so `npm test` leaves them out. */
main(() =>
  runInherited(
    process.execPath,
    [
      inRoot('scripts', 'test.mjs'),
      ...['--project', 'e2e', '--project', 'browser'],
      'e2e/test/long',
      ...LONGER_HERE,
    ],
    { env: { ...process.env, HEARTH_LONG: '1' } },
  ),
)
