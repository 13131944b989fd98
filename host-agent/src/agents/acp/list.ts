import type { ForeignSession } from '../driver.ts'
import { ACP_LIST_PAGES, FOREIGN_SESSIONS } from '../limits.ts'
import type { Connection } from './connection.ts'
import { read, SessionList } from './wire.ts'

/** The sessions that an agent knows in a folder, as many as are listed at once. @throws {AgentError} {Refused} */
export async function listSessions(connection: Connection, cwd: string): Promise<ForeignSession[]> {
  const all: ForeignSession[] = []
  let cursor: string | undefined
  for (let page = 0; page < ACP_LIST_PAGES && all.length < FOREIGN_SESSIONS; page++) {
    const answer = await connection.request('session/list', {
      cwd,
      ...(cursor === undefined ? {} : { cursor }),
    })
    const list = read(SessionList, answer)
    for (const session of list?.sessions ?? []) {
      const at = Date.parse(session.updatedAt ?? '')
      if (session.cwd !== cwd) continue
      const updatedAt = Number.isFinite(at) ? at : 0
      all.push({ id: session.sessionId, title: session.title ?? '', cwd, updatedAt })
    }
    cursor = list?.nextCursor
    if (cursor === undefined) break
  }
  return all.slice(0, FOREIGN_SESSIONS)
}
