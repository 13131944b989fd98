import { commandName } from '../command-name.ts'
import { type CliContext, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { pairAtTerminal } from '../pairing.ts'
import { readLines } from '../stdin.ts'
import { openPairingPage, removePairingPage } from './desktop.ts'

/** How pairings are led at the terminal that the host agent runs in. */
export interface LeadOptions {
  /** Begins with a link, rather than when it is asked for. */
  readonly atOnce: boolean
  /** The program that opens pages, for the first link; null opens none. */
  readonly opener: string | null
  readonly signal: AbortSignal
}

/** Does a person sit at this terminal, who can read and answer? */
export const isInteractive = ({ json }: { readonly json: boolean }): boolean =>
  !json && process.stdin.isTTY === true && process.stdout.isTTY === true

/** Leads one pairing after the other, each when Enter is pressed, until the signal. A failure is said, and ends none. */
export const leadPairings = async (context: CliContext, options: LeadOptions): Promise<void> => {
  const { atOnce, signal } = options
  if (atOnce) await lead(context, options)
  while (!signal.aborted) {
    context.out.line(`${atOnce ? '\n' : ''}Press Enter for a link for one more device, such as your phone.`)
    await pressed(signal)
    if (!signal.aborted) await lead(context, { ...options, opener: null })
  }
}

const lead = async (context: CliContext, { opener, signal }: LeadOptions): Promise<void> => {
  const { home, out } = context
  const removePage = () => removePairingPage(home)
  const onLink = (link: string) => {
    if (opener === null) return
    openPairingPage(home, link, opener)
    out.line('Your browser opens it too; if it does not, use the link.')
  }
  try {
    const how = { out, yes: false, signal, onLink, onConnected: removePage }
    const exit = await withControl(context, (control) => pairAtTerminal(control, how))
    if (exit === Exit.ok) out.line('Go on in the browser: it shows your sessions.')
  } catch (error) {
    if (signal.aborted) return
    const why = error instanceof Error ? error.message : 'pairing failed'
    out.note(`hearth: ${why}; again here, or with: ${commandName()} pair`)
  } finally {
    removePage()
  }
}

const pressed = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      stop()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const stop = readLines(done)
    signal.addEventListener('abort', done, { once: true })
  })
