import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import type { Catalogue } from './catalogue.ts'
import type { Choice } from './deliver.ts'
import type { Hub } from './hub.ts'
import type { Unstopped } from './unstopped.ts'

/** What a session needs of its driver. */
export type SessionParts = {
  hub: Hub
  catalogue: Catalogue
  /** The running server's client; the server is started if need be. @throws {AgentError} */
  client(): Promise<OpencodeClient>
  /** Runs calls that may be repeated: once more on the next server when the first ended under them. */
  ask<T>(run: (client: OpencodeClient) => Promise<T>): Promise<T>
  /** Keeps the server from being let go for as long as `work` takes. */
  during<T>(work: () => Promise<T>): Promise<T>
  /** Ends the server; the next call starts another. Bounded. */
  restart(why: string): Promise<void>
  unstopped: Pick<Unstopped, 'add' | 'clear'>
  defaults: Choice
}
