import { preparePlain } from '../testing/fake-acp/plain.ts'
import { type Launch, REAL_AGENTS } from '../testing/real/index.ts'
import type { Place } from './side.ts'

/** How an agent over ACP is started in a place. */
export function launchOf({ agent, home, modelUrl }: Place): Launch {
  return agent === 'codex' ? REAL_AGENTS.codex.prepare(home, modelUrl) : preparePlain(home, modelUrl)
}
