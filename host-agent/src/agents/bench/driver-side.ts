import { AcpDriver } from '../acp/driver.ts'
import { QUIRKS } from '../acp/quirks/index.ts'
import { NO_QUIRKS } from '../acp/spec.ts'
import type { AgentDriver, TurnSink } from '../driver.ts'
import { OpencodeDriver } from '../opencode/driver.ts'
import { offlineEnvironment } from '../opencode/offline.ts'
import { programOf } from '../testing/real/installed.ts'
import { launchOf } from './launch.ts'
import type { Place, Side } from './side.ts'

/** Our driver, as the host uses it. */
export async function driverSide(place: Place): Promise<Side> {
  const driver = makeDriver(place)
  const session = await driver.openSession({ cwd: place.repo, title: 'bench' })
  return {
    turn: (prompt, onText) => {
      const sink: TurnSink = {
        accepted: () => undefined,
        draft: (draft) => {
          if (draft.type === 'text') onText(draft.text)
        },
        request: () => undefined,
        requestGone: () => undefined,
        joined: () => undefined,
        settled: () => undefined,
      }
      return session.prompt({ key: session.mintKey(), content: [{ type: 'text', text: prompt }] }, sink)
    },
    close: () => driver.stop(),
  }
}

function makeDriver(place: Place): AgentDriver {
  const { agent, home, hearthHome, modelUrl } = place
  if (agent === 'opencode') {
    const environment = offlineEnvironment({ home, modelUrl, path: process.env.PATH ?? '' })
    return new OpencodeDriver({ home: hearthHome, environment, program: programOf('opencode') })
  }
  const { command, args, env } = launchOf(place)
  const quirks = agent === 'codex' ? QUIRKS.codex : NO_QUIRKS
  return new AcpDriver({
    id: agent,
    label: agent,
    command,
    args,
    env: {},
    quirks,
    home: hearthHome,
    environment: env,
  })
}
