import type { Command } from 'commander'
import { commandName } from '../command-name.ts'
import { type CliContext, runCommand, wholeNumber } from '../context.ts'
import { Exit } from '../exit.ts'
import { styleFor } from '../format/style.ts'
import { CLOSE_MS } from '../limits.ts'
import { browserOpener, removePairingPage } from '../up/desktop.ts'
import { findFaces } from '../up/faces.ts'
import { introduction, row } from '../up/introduce.ts'
import { isInteractive, leadPairings } from '../up/pairings.ts'
import type { Running } from '../up/run.ts'

interface UpOptions {
  demo?: boolean
  auto?: boolean
  relay: string | boolean
  port?: number
  public?: string | false
  contact?: string | false
  open: boolean
  project: string[]
}

/** `hearth up`. What it runs is loaded when it runs: every other command starts without the relay and the drivers. */
export const addUp = (program: Command): void => {
  program
    .command('up')
    .description('start the host agent, and a relay of one’s own unless another is named')
    .option('--relay <origin>', 'use this relay, now and at later starts')
    .option('--no-relay', 'use no relay: no device can connect')
    .option('--port <port>', 'port of the relay of one’s own (0: a free one)', wholeNumber)
    .option(
      '--public <origin>',
      'https name of a proxy in front of the relay of one’s own, now and at later starts',
    )
    .option('--no-public', 'forget that name')
    .option(
      '--contact <address>',
      'whom push services are to ask about this host (mailto:NAME@DOMAIN or https://NAME), now and at later starts',
    )
    .option('--no-contact', 'forget that address')
    .option('--no-open', 'do not open a browser for the first pairing')
    .option(
      '--project <dir>',
      'allow this folder; may be repeated',
      (dir: string, all: string[]) => [...all, dir],
      [],
    )
    .option('--demo', 'the tour: the real opencode on a scripted model in a throw-away repository')
    .option('--auto', 'with --demo: play the whole tour with two devices, then end')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth up --project ~/code/website\n  hearth up --relay https://relay.example\n  hearth up --public https://box.example\n  hearth up --demo',
    )
    .action((options: UpOptions, command: Command) =>
      runCommand(command, async (context) => {
        if (!options.demo) return up(context, options)
        const { runDemo } = await import('../up/demo.ts')
        return runDemo(context, { auto: options.auto ?? false, open: options.open })
      }),
    )
}

/** A name, none any more (`--no-public`, or an empty name), or whatever was said before. */
const publicOf = async (said: string | false | undefined): Promise<{ public?: string | null }> => {
  if (said === undefined) return {}
  const { publicName } = await import('../../uplink/names.ts')
  return { public: said === false || said === '' ? null : publicName(said) }
}

/** The same for whom push services are to ask. */
const contactOf = async (said: string | false | undefined): Promise<{ contact?: string | null }> => {
  if (said === undefined) return {}
  const { readContact } = await import('../../push/contact.ts')
  return { contact: said === false || said === '' ? null : readContact(said) }
}

const up = async (context: CliContext, options: UpOptions): Promise<number> => {
  const { home, out, signal } = context
  const { runHost } = await import('../up/run.ts')
  const running = await runHost({
    home,
    transport: context.transport(),
    environment: process.env,
    ...(typeof options.relay === 'string' ? { relay: options.relay } : {}),
    ...(options.relay === false ? { noRelay: true } : {}),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(await publicOf(options.public)),
    ...(await contactOf(options.contact)),
    projects: options.project,
    complain: (text) => out.note(`hearth: ${text}`),
  })
  removePairingPage(home)
  await introduce(context, running)
  const ended = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
    void running.asked.then(resolve)
  })
  const pairing = new AbortController()
  const interactive = isInteractive(out)
  const first = running.host.devices.list().length === 0 && running.relay !== null
  const opener = options.open
    ? browserOpener({ platform: process.platform, env: process.env, terminal: interactive })
    : null
  if (interactive && running.relay !== null)
    void leadPairings(context, { atOnce: first, opener, signal: pairing.signal })
  else if (first) out.line(`No device is paired yet; in another terminal: ${commandName()} pair`)
  await ended
  pairing.abort()
  out.line('Ending…')
  return end(running)
}

/** Ends in order, but not for ever. */
const end = async (running: Running): Promise<number> => {
  const timer = setTimeout(() => process.exit(Exit.failed), CLOSE_MS)
  timer.unref()
  await running.close()
  clearTimeout(timer)
  return Exit.ok
}

const introduce = async ({ out, home, signal }: CliContext, running: Running): Promise<void> => {
  const { id, name, devices } = running.host.status()
  const projects = running.host.projects.list()
  const faces = findFaces()
  const { relay, socket } = running
  const said = { host: { id, name }, home, relay, faces, devices }
  out.value({ step: 'up', ...said, socket, projects, log: running.logger.file })
  const style = styleFor(process.stdout.isTTY === true, process.env)
  for (const line of introduction({ ...said, projects: projects.map(({ path }) => path) }, style))
    out.line(line)
  const { describeAgents } = await import('../up/models.ts')
  for (const [label, text] of out.json
    ? []
    : await describeAgents(running.agents, projects[0]?.path ?? home, signal))
    out.line(row(style, [label, text]))
  out.line(`\nEnd it with Ctrl-C or: ${commandName()} down\n`)
}
