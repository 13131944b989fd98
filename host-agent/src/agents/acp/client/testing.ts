import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RequestError } from '@agentclientprotocol/sdk'

/** A folder to which an agent is confined, and what lies beside it. */
export type Place = { base: string; root: string; outside: string; remove(): void }

/** Makes both, empty, below a temporary folder. */
export function makePlace(): Place {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-client-')))
  const [root, outside] = [join(base, 'tree'), join(base, 'outside')]
  mkdirSync(root)
  mkdirSync(outside)
  return { base, root, outside, remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 5 }) }
}

/** What the agent is told: the reason of a refusal, else the error's code; 'done' where nothing was refused. */
export async function toldBy(act: () => unknown): Promise<unknown> {
  try {
    await act()
    return 'done'
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    const { data } = error
    return typeof data === 'object' && data !== null && 'reason' in data ? data.reason : error.code
  }
}

/** A signal that never aborts. */
export const GOING = new AbortController().signal
