import type { Link, PairedHost } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { SessionState } from '@hearth/shared/session'
import type { Command } from 'commander'
import { openDevice, type RemoteDevice } from '../../../remote/device.ts'
import { REFUSED_WAIT_MS, REMOTE_WAIT_MS } from '../../../remote/limits.ts'
import { type CliContext, runCommand, wholeNumber } from '../../context.ts'

/** Options that every `hearth remote` command has. */
export interface RemoteOptions {
  device: string
  host?: string
}

/** Runs a command of a device. */
export const runRemote = (
  command: Command,
  work: (context: CliContext, device: RemoteDevice, options: RemoteOptions) => Promise<number | undefined>,
): Promise<void> =>
  runCommand(command, async (context) => {
    const options = command.optsWithGlobals<RemoteOptions>()
    const device = await openDevice(context.home, options.device, context.transport())
    return work(context, device, options)
  })

/** Runs a command over a link, which is closed after it. The link connects by itself; `live` waits for that. */
export const runLinked = (
  command: Command,
  work: (context: CliContext, link: Link, paired: PairedHost) => Promise<number | undefined>,
): Promise<void> =>
  runRemote(command, async (context, device, options) => {
    const paired = device.host(options.host)
    const link = await device.link(paired)
    link.alarm.listen((error) => {
      if (error !== null) context.out.note(`hearth: ${error.message} (${error.code})`)
    })
    const stop = () => link.close()
    context.signal.addEventListener('abort', stop)
    try {
      return await work(context, link, paired)
    } finally {
      context.signal.removeEventListener('abort', stop)
      link.close()
    }
  })

/** Waits for the host within the usual bound; not as long where it is refused. @throws {HearthError} */
export const live = async (link: Link): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  let stop = (): void => undefined
  const refused = new Promise<never>((_resolve, reject) => {
    const look = ({ connection, error }: ReturnType<Link['status']>) => {
      if (connection !== 'refused' || error === null) return
      timer ??= setTimeout(() => reject(error), REFUSED_WAIT_MS)
    }
    stop = link.onStatus(look)
    look(link.status())
  })
  try {
    await Promise.race([link.live(REMOTE_WAIT_MS), refused])
  } finally {
    clearTimeout(timer)
    stop()
  }
}

/** A command that is about one session: its first argument. */
export const sessionCommand = (remote: Command, name: string, about: string): Command =>
  remote.command(name).description(about).argument('<session>', 'id, beginning of an id, or last')

/** A command that is about one turn of a session: its first two arguments. */
export const turnCommand = (remote: Command, name: string, about: string): Command =>
  sessionCommand(remote, name, about).argument('<turn>', 'number of the turn', wholeNumber)

const FULL_ID = /^[0-9a-f]{32}$/

/** The id that `text` begins, among `ids`. @throws {HearthError} `input.invalid` */
export const byPrefix = (what: string, text: string, ids: Iterable<string>): string => {
  const fitting = [...ids].filter((id) => id.startsWith(text.toLowerCase()))
  const [only, another] = fitting
  if (only !== undefined && another === undefined) return only
  throw new HearthError(
    'input.invalid',
    only === undefined ? `There is no ${what} ${text}` : `More than one ${what} begins with ${text}`,
  )
}

/** The session that `text` names: a whole id, the beginning of one, or `last`. */
export const sessionOf = async (link: Link, text: string): Promise<string> => {
  if (FULL_ID.test(text)) return text
  await live(link)
  const { sessions } = link.overview.value
  if (text !== 'last')
    return byPrefix(
      'session',
      text,
      sessions.map(({ id }) => id),
    )
  const [newest] = sessions
  if (newest === undefined) throw new HearthError('input.invalid', 'There is no session yet')
  return newest.id
}

/** The state of a session now. @throws {HearthError} */
export const stateOf = (link: Link, session: string, timeoutMs = REMOTE_WAIT_MS): Promise<SessionState> =>
  new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer)
      following.close()
      settle()
    }
    const timer = setTimeout(() => end(() => reject(new HearthError('link.timeout'))), timeoutMs)
    const following = link.follow(session, (update) => {
      if (update.type === 'ended') end(() => reject(update.error))
      else if (update.type === 'snapshot') end(() => resolve(update.state))
    })
  })
