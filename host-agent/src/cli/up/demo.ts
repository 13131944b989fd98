import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import { offlineEnvironment } from '../../agents/opencode/offline.ts'
import { awaitRelay } from '../../control/await-relay.ts'
import { startScriptedModel } from '../../demo/model/index.ts'
import { openDevice, type RemoteDevice } from '../../remote/device.ts'
import { commandName } from '../command-name.ts'
import type { CliContext } from '../context.ts'
import { Exit } from '../exit.ts'
import { writeDemoAgents } from './demo-agents.ts'
import { browserOpener } from './desktop.ts'
import { findFaces } from './faces.ts'
import { isInteractive, leadPairings } from './pairings.ts'
import { type Running, runHost } from './run.ts'
import { walk } from './walk.ts'

/** A tour that runs: a host on a scripted model, two paired devices, a repository to throw away. */
export interface Tour {
  readonly running: Running
  readonly repository: string
  readonly alice: RemoteDevice
  readonly bob: RemoteDevice
}

/** What the tour is told. */
export interface TourOptions {
  /** Plays the whole tour with two devices, then ends. */
  readonly auto: boolean
  /** Opens a browser where there is one. */
  readonly open: boolean
}

const PROMPT = 'Add a greeting to hello.txt'

/** `hearth up --demo`: everything is real but the model; nothing outside of one temporary folder is touched. */
export const runDemo = async (context: CliContext, { auto, open }: TourOptions): Promise<number> => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-tour-')))
  const undos: (() => Promise<void> | void)[] = [
    () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  ]
  try {
    const tour = await prepare(context, root, undos)
    if (auto) return await walk(context, tour, PROMPT)
    explain(context, tour)
    if (isInteractive(context.out)) {
      const surroundings = { platform: process.platform, env: process.env, terminal: true }
      const opener = open ? browserOpener(surroundings) : null
      const there = { ...context, home: tour.running.home }
      void leadPairings(there, { atOnce: true, opener, signal: context.signal })
    }
    await new Promise<void>((resolve) => {
      if (context.signal.aborted) resolve()
      context.signal.addEventListener('abort', () => resolve(), { once: true })
      void tour.running.asked.then(resolve)
    })
    context.out.line('Ending; the tour’s files are removed.')
    return Exit.ok
  } finally {
    for (const undo of undos.reverse()) await undo()
  }
}

const makeRepository = (root: string): string => {
  const folder = join(root, 'repository')
  mkdirSync(folder)
  writeFileSync(join(folder, 'hello.txt'), 'A first line.\n')
  writeFileSync(join(folder, 'README.md'), '# A repository to throw away\n')
  const who = ['-c', 'user.name=Hearth', '-c', 'user.email=tour@hearth.invalid', '-c', 'commit.gpgsign=false']
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...who, ...args], { stdio: 'ignore' })
  try {
    git('init', '-q', '-b', 'main')
    git('add', '.')
    git('commit', '-q', '-m', 'A beginning')
  } catch (cause) {
    throw new HearthError('host.git_missing', 'The tour needs git; install it and try again', { cause })
  }
  return folder
}

const prepare = async (
  context: CliContext,
  root: string,
  undos: (() => Promise<void> | void)[],
): Promise<Tour> => {
  const home = join(root, 'hearth')
  const person = join(root, 'person')
  mkdirSync(person)
  const repository = makeRepository(root)
  const model = await startScriptedModel()
  undos.push(() => model.close())
  const path = process.env.PATH ?? ''
  writeDemoAgents(home, join(root, 'agents'), model.url)
  const running = await runHost({
    home,
    transport: context.transport(),
    environment: offlineEnvironment({ home: person, modelUrl: model.url, path }),
    port: 0,
    projects: [repository],
    complain: (text) => context.out.note(`hearth: ${text}`),
  })
  undos.push(() => running.close())
  const alice = await pairOwn(context, running, home, 'alice')
  const bob = await pairOwn(context, running, home, 'bob')
  return { running, repository, alice, bob }
}

/** Pairs a device of this very process: both ends are ours, so nobody has to compare digits. */
const pairOwn = async (
  context: CliContext,
  running: Running,
  home: string,
  name: string,
): Promise<RemoteDevice> => {
  const device = await openDevice(home, name, context.transport())
  const relayOrigin = running.relay?.origin ?? ''
  await awaitRelay(running.host, relayOrigin)
  let shown = ''
  const pairing = await running.host.pair({
    relayOrigin,
    ownRelay: true,
    confirm: async ({ sas }) => sas === shown,
  })
  await device.pair(
    pairing.link,
    (sas) => {
      shown = sas
    },
    context.signal,
  )
  context.out.value({ step: 'paired', device: name, sas: shown })
  context.out.line(`Paired ${name}: host and device both showed ${shown.slice(0, 3)} ${shown.slice(3)}.`)
  return device
}

const explain = ({ out }: CliContext, { running, repository }: Tour): void => {
  const home = `HEARTH_HOME=${running.home}`
  const command = `${home} ${commandName()} remote`
  out.value({ step: 'tour', home: running.home, repository, relay: running.relay, command })
  const faces = findFaces()
  out.line(`
The tour is ready: the real opencode on a scripted model, in ${repository}.

In a browser on this machine: open the pairing link below and answer y here, make a session there that shall
${JSON.stringify(PROMPT)}, and decide the edit that opencode asks for.
${
  faces.chrome === null
    ? ''
    : `The side panel: chrome://extensions → Developer mode → Load unpacked → ${faces.chrome}
`
}
Or in terminals, with two devices that are paired already, alice and bob. As alice:

  ${command} --device alice new --title Tour
  ${command} --device alice prompt last ${JSON.stringify(PROMPT)}

The answer streams until opencode asks for permission. Then in a third terminal, as bob:

  ${command} --device bob requests
  ${command} --device bob decide last --allow

alice’s turn goes on and ends. The file has changed in the session’s own worktree:

  git -C "$(ls -d ${running.home}/worktrees/*/* | head -n 1)" diff

Ctrl-C ends the tour and removes its files.
`)
  if (!isInteractive(out))
    out.line(`A pairing link for a browser, in a second terminal: ${home} ${commandName()} pair`)
}
