import type { Command } from 'commander'
import { addAdopt } from './adopt.ts'
import { addAgents } from './agents.ts'
import { addLists } from './lists.ts'
import { addNew } from './new.ts'
import { addPair } from './pair.ts'
import { addPrompt } from './prompt.ts'
import { addQueue } from './queue.ts'
import { addRequests } from './requests.ts'
import { addTurns } from './turns.ts'
import { addWatch } from './watch.ts'

/** `hearth remote …`: a device without a screen. */
export const addRemote = (program: Command): void => {
  const remote = program
    .command('remote')
    .description('be a device: steer a host from this terminal, over its relay')
    .option('--device <name>', 'which device of this machine: each has its own keys and outbox', 'terminal')
    .option('--host <host>', 'which host, where the device is paired with several')
    .addHelpText(
      'after',
      '\nExample:\n  hearth remote --device alice pair -\n  hearth remote --device alice prompt last "Say hello"',
    )
  addPair(remote)
  addLists(remote)
  addNew(remote)
  addPrompt(remote)
  addWatch(remote)
  addRequests(remote)
  addTurns(remote)
  addQueue(remote)
  addAgents(remote)
  addAdopt(remote)
}
