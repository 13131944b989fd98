import type { Command } from 'commander'
import { commandName } from '../command-name.ts'
import { type CliContext, runCommand, wholeNumber, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { CLOSE_MS } from '../limits.ts'
import { pairAtTerminal } from '../pairing.ts'
import type { Running } from '../up/run.ts'

interface UpOptions {
  demo?: boolean
  auto?: boolean
  relay: string | boolean
  port?: number
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
      '--project <dir>',
      'allow this folder; may be repeated',
      (dir: string, all: string[]) => [...all, dir],
      [],
    )
    .option('--demo', 'the tour: the real opencode on a scripted model in a throw-away repository')
    .option('--auto', 'with --demo: play the whole tour with two devices, then end')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth up --project ~/code/website\n  hearth up --relay https://relay.example\n  hearth up --demo',
    )
    .action((options: UpOptions, command: Command) =>
      runCommand(command, async (context) => {
        if (!options.demo) return up(context, options)
        const { runDemo } = await import('../up/demo.ts')
        return runDemo(context, options.auto ?? false)
      }),
    )
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
    projects: options.project,
    complain: (text) => out.note(`hearth: ${text}`),
  })
  await introduce(context, running)
  const ended = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
    void running.asked.then(resolve)
  })
  const pairing = new AbortController()
  const interactive = !out.json && process.stdin.isTTY === true && process.stdout.isTTY === true
  const first = running.host.devices.list().length === 0 && running.relay !== null
  if (first && interactive) void pairFirst(context, pairing.signal)
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
  out.value({
    step: 'up',
    host: { id, name },
    home,
    socket: running.socket,
    relay: running.relay,
    devices,
    projects,
    log: running.logger.file,
  })
  out.line(`Hearth is up: ${name} (${id.slice(0, 8)}), files in ${home}`)
  if (running.relay === null) out.line('  relay     none: no device can connect')
  else
    out.line(
      `  relay     ${running.relay.origin}${running.relay.own ? ' (its own, on this machine only)' : ''}`,
    )
  out.line(
    `  projects  ${projects.length === 0 ? `none yet: ${commandName()} projects add DIR` : projects.map(({ path }) => path).join(', ')}`,
  )
  out.line(`  devices   ${devices} paired`)
  const { describeAgent } = await import('../up/models.ts')
  for (const driver of out.json ? [] : running.agents)
    out.line(`  ${driver.id.padEnd(9)} ${await describeAgent(driver, projects[0]?.path ?? home, signal)}`)
  out.line(`End it with Ctrl-C or: ${commandName()} down\n`)
}

const pairFirst = async (context: CliContext, signal: AbortSignal): Promise<void> => {
  try {
    await withControl(context, (control) => pairAtTerminal(control, { out: context.out, yes: false, signal }))
  } catch (error) {
    if (!signal.aborted)
      context.out.note(
        `hearth: ${error instanceof Error ? error.message : 'pairing failed'}; try: ${commandName()} pair`,
      )
  }
}
