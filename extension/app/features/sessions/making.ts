import type { CallArgs } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { PromptContent } from '@hearth/shared/session'
import type { HostActions } from '../../state/host-view.ts'
import { FOREIGN_MS, NEW_SESSION_MS, REACH_MS } from './limits.ts'

/** A session that a person wants, with ids that make repeating it harmless. */
export interface NewWish extends CallArgs<'new-session'> {
  /** What it shall do first; empty for nothing yet. */
  readonly prompt: PromptContent
  readonly promptId: string
}

/** The session is made. `unasked`: why its first prompt could not be kept on this device; null when it could. */
export interface Made {
  readonly session: string
  readonly unasked: HearthError | null
}

/**
 * Makes a session and sends its first prompt. The same wish again is harmless, whatever became of the last attempt.
 * @throws {HearthError} what stands between device and host, `link.lost` and `link.timeout` when it may have been made,
 * or the host's refusal
 */
export const makeSession = async (actions: HostActions, wish: NewWish): Promise<Made> => {
  const { session, project, agent, place, title, prompt, promptId } = wish
  await actions.live(REACH_MS)
  await actions.call('new-session', { session, project, agent, place, title }, NEW_SESSION_MS)
  if (prompt.length === 0) return { session, unasked: null }
  try {
    await actions.prompt(session, prompt, { id: promptId })
    return { session, unasked: null }
  } catch (error) {
    if (!(error instanceof HearthError)) throw error
    return { session, unasked: error }
  }
}

/** A session of an agent's own program that Hearth shall go on with. */
export interface AdoptWish {
  readonly session: string
  readonly project: string
  readonly agent: string
  readonly foreign: string
}

/** Makes a session that continues an agent's own. The same wish again is harmless. @throws {HearthError} as makeSession */
export const adoptSession = async (actions: HostActions, wish: AdoptWish): Promise<void> => {
  await actions.live(REACH_MS)
  await actions.call('adopt-session', { ...wish }, FOREIGN_MS)
}

/** A session that was made with an agent's own program. `updatedAt`: host clock, ms. */
export interface ForeignLine {
  readonly id: string
  readonly title: string
  readonly updatedAt: number
  /** The session here that continues it already. */
  readonly adopted: string | null
}

/** The sessions of an agent's own program in a project, newest first. @throws {HearthError} as makeSession */
export const listForeign = async (
  actions: HostActions,
  where: { project: string; agent: string },
): Promise<readonly ForeignLine[]> => {
  await actions.live(REACH_MS)
  const { sessions } = await actions.call('list-foreign', where, FOREIGN_MS)
  return [...sessions].sort((a, b) => b.updatedAt - a.updatedAt)
}
