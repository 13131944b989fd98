import type { Command } from 'commander'
import { runCommand, withControl } from '../context.ts'
import { pairAtTerminal } from '../pairing.ts'

/** `hearth pair` */
export const addPair = (program: Command): void => {
  program
    .command('pair')
    .description('pair a device: shows a link and QR code, then asks whether the six digits are the same')
    .option('--yes', 'confirm by itself: only where the link can’t have been seen by others')
    .addHelpText(
      'after',
      '\nWith --json: one line a step (link, connected, confirm, accepted | declined | failed). At confirm, answer with\na line "yes" or "no" on standard input.',
    )
    .action((options: { yes?: boolean }, command: Command) =>
      runCommand(command, (context) =>
        withControl(context, (control) =>
          pairAtTerminal(control, { out: context.out, yes: options.yes ?? false, signal: context.signal }),
        ),
      ),
    )
}
