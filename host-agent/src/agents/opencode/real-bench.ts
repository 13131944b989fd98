import { startScriptedModel } from '../../demo/model/index.ts'
import { locate } from '../process/locate.ts'
import { type Bench, makePlace } from '../testing/agent-suite.ts'
import { OpencodeDriver } from './driver.ts'
import { offlineEnvironment } from './offline.ts'

const BUNDLED = { package: 'opencode-linux-x64', file: 'bin/opencode' }
export const program = locate({ program: 'opencode', configured: null, path: '', bundled: BUNDLED }).path
export const PATH = process.env.PATH ?? ''

if (program === null)
  process.stderr.write('SKIPPED: opencode-linux-x64 is not installed; no real agent is tested\n')

/** The real opencode on a scripted model, in temporary folders. `config` is laid over opencode's own. */
export async function startBench(
  config: Record<string, unknown> = {},
): Promise<Bench & { driver: OpencodeDriver; environment: Record<string, string> }> {
  const place = makePlace()
  const model = await startScriptedModel()
  const offline = offlineEnvironment({ home: place.home, modelUrl: model.url, path: PATH })
  const own: Record<string, unknown> = JSON.parse(offline.OPENCODE_CONFIG_CONTENT ?? '{}')
  const environment = {
    ...offline,
    OPENCODE_CONFIG_CONTENT: JSON.stringify({ ...own, ...config }),
    HEARTH_SECRET: 'ours',
  }
  const make = () => new OpencodeDriver({ home: place.hearthHome, environment, program })
  const driver = make()
  return {
    place,
    model,
    driver,
    environment,
    again: make,
    pids: (of) => [of instanceof OpencodeDriver ? of.pid() : null].filter((pid) => pid !== null),
    close: async () => {
      await driver.stop()
      await model.close()
      place.remove()
    },
  }
}
