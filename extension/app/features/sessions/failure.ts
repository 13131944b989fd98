import { type ErrorCode, HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'

/**
 * A failure as a person reads it: what happened, and what to do. `way` is what this device can do about it.
 * - `retry`: the same again
 * - `status`: look where the connection is broken
 * - `pair`: pair this device anew
 * - `none`: only elsewhere
 */
export interface Failure {
  readonly code: ErrorCode
  readonly what: string
  readonly todo: string
  readonly way: 'retry' | 'status' | 'pair' | 'none'
}

type Words = Omit<Failure, 'code'>

const onHost = (host: string): string => `On ${visible(host)}`

/** What was asked for, so that the words fit. */
export type Wish = 'new' | 'adopt' | 'list' | 'change'

const NOTHING_DONE: Readonly<Record<Wish, string>> = {
  new: 'No session was made.',
  adopt: 'No session was made.',
  list: 'Nothing was changed.',
  change: 'Nothing was changed.',
}

const away = (host: string, wish: Wish): Words => ({
  what: `${visible(host)} can’t be reached. ${NOTHING_DONE[wish]}`,
  todo: 'What you typed is kept. Try again when it is back.',
  way: 'status',
})

/** The codes that these calls can end with and that have more to say than their meaning. */
const WORDS: Partial<Record<ErrorCode, (host: string, wish: Wish) => Words>> = {
  'host.project_missing': (host) => ({
    what: 'The project’s folder is no longer there.',
    todo: `${onHost(host)}, put it back or choose another project.`,
    way: 'retry',
  }),
  'host.unknown_project': (host) => ({
    what: `${visible(host)} no longer allows this project.`,
    todo: 'Choose another project, or allow it there with: hearth projects add FOLDER',
    way: 'retry',
  }),
  'host.project_not_git': (host) => ({
    what: 'The project’s folder is not the top of a git repository.',
    todo: `${onHost(host)}, run git init in it, or choose another project.`,
    way: 'retry',
  }),
  'host.project_no_commits': (host) => ({
    what: 'The repository has no commit yet, so no worktree can start from it.',
    todo: `${onHost(host)}, make a first commit, then try again.`,
    way: 'retry',
  }),
  'host.worktree': (host) => ({
    what: 'git could not make the worktree. No session was made.',
    todo: `Look whether the disk of ${visible(host)} is full (hearth doctor there), or work in the main checkout.`,
    way: 'retry',
  }),
  'host.worktree_name': () => ({
    what: 'No worktree can have the name that follows from this prompt.',
    todo: 'Begin the prompt with other words.',
    way: 'retry',
  }),
  'host.git_missing': (host) => ({
    what: `git was not found on ${visible(host)}.`,
    todo: 'Install git there, restart the host agent, then try again.',
    way: 'retry',
  }),
  'host.too_many_sessions': (host) => ({
    what: `${visible(host)} has as many sessions as it can hold. No session was made.`,
    todo: 'Go on in one of the sessions that there are: what you typed is kept.',
    way: 'none',
  }),
  'host.store': (host, wish) => ({
    what: `${visible(host)} can’t write to its database. ${NOTHING_DONE[wish]}`,
    todo: 'Its disk may be full: look there with hearth doctor, then try again.',
    way: 'retry',
  }),
  'host.stopping': (host, wish) => ({
    what: `${visible(host)} is stopping its host agent. ${NOTHING_DONE[wish]}`,
    todo: 'Try again when it is up: hearth up',
    way: 'retry',
  }),
  'host.busy': (host, wish) => ({
    what: `${visible(host)} has too much to do at once. ${NOTHING_DONE[wish]}`,
    todo: 'Try again in a moment.',
    way: 'retry',
  }),
  'host.not_allowed': (host) => ({
    what: 'This device may read there, and do nothing else.',
    todo: `${onHost(host)}, pair it again with more rights: hearth pair`,
    way: 'none',
  }),
  'host.unknown_agent': (host) => ({
    what: `${visible(host)} no longer has this agent.`,
    todo: 'Choose another agent.',
    way: 'retry',
  }),
  'host.unknown_session': (host) => ({
    what: `${visible(host)} no longer has this session.`,
    todo: 'The list shows those that there are.',
    way: 'none',
  }),
  'host.session_exists': () => ({
    what: 'The session was made already, with other choices.',
    todo: 'Start over for another one; the first is in the list.',
    way: 'none',
  }),
  'host.already_adopted': () => ({
    what: 'Another session continues this one already.',
    todo: 'Open that one from the list.',
    way: 'none',
  }),
  'agent.not_found': (host) => ({
    what: `The agent is not installed on ${visible(host)}.`,
    todo: 'Install it there, then try again. hearth doctor says how.',
    way: 'retry',
  }),
  'agent.session_missing': () => ({
    what: 'The agent no longer has this session.',
    todo: 'Choose another one, or begin a new session.',
    way: 'retry',
  }),
  'link.offline': away,
  'host.unreachable': away,
  'relay.unreachable': (host, wish) => ({
    what: `The relay can’t be reached, and through it ${visible(host)}. ${NOTHING_DONE[wish]}`,
    todo: 'What you typed is kept. Look at your network, then try again.',
    way: 'status',
  }),
  'link.lost': (host, wish) => doubt(host, wish),
  'link.timeout': (host, wish) => doubt(host, wish),
  'link.revoked': (host) => ({
    what: `${visible(host)} has revoked this device.`,
    todo: 'Pair it again to go on.',
    way: 'pair',
  }),
  'link.busy': () => ({
    what: 'Too much is going on at once on this device.',
    todo: 'Try again in a moment.',
    way: 'retry',
  }),
  'link.version': (host) => ({
    what: `This app and the host agent of ${visible(host)} do not understand each other.`,
    todo: 'Update the older one of the two.',
    way: 'status',
  }),
}

const doubt = (host: string, wish: Wish): Words => ({
  what: `The connection ended before ${visible(host)} answered.`,
  todo:
    wish === 'new' || wish === 'adopt'
      ? 'It may have made the session. Try again: however often you do, there will be one.'
      : 'Try again: doing it twice does no harm.',
  way: 'retry',
})

/** Is it unknown whether the host did it? */
export const isDoubt = (error: HearthError): boolean =>
  error.code === 'link.lost' || error.code === 'link.timeout'

/** The words for a failed call. Whatever is no HearthError is a mistake of ours and is thrown on. */
export const failureOf = (error: unknown, host: string, wish: Wish): Failure => {
  if (!(error instanceof HearthError)) throw error
  const words = WORDS[error.code]?.(host, wish) ?? {
    what: visible(error.message),
    todo: `What you typed is kept. Try again, or look at the log of ${visible(host)}: hearth logs`,
    way: 'retry',
  }
  return { code: error.code, ...words }
}
