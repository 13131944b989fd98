import { Risk } from '@hearth/shared/session'
import { type Command, InvalidArgumentError } from 'commander'
import * as v from 'valibot'
import { runCommand, withControl } from '../context.ts'
import { pairAtTerminal } from '../pairing.ts'

interface PairOptions {
  yes?: boolean
  local?: boolean
  risk?: Risk
}

const riskOf = (text: string): Risk => {
  const risk = v.safeParse(Risk, Number(text))
  if (!risk.success) throw new InvalidArgumentError('It must be a number from 1 to 4.')
  return risk.output
}

/** `hearth pair` */
export const addPair = (program: Command): void => {
  program
    .command('pair')
    .description('pair a device: shows a link and QR code, then asks whether the six digits are the same')
    .option('--yes', 'confirm by itself: only where the link can’t have been seen by others')
    .option('--local', 'for a browser on this machine, where the relay has a public name too')
    .option('--risk <1-4>', 'highest risk that this device may allow', riskOf)
    .addHelpText(
      'after',
      '\nWith --json: one line a step (link, connected, confirm, accepted | declined | failed). At confirm, answer with\na line "yes" or "no" on standard input.',
    )
    .action(({ yes = false, local = false, risk }: PairOptions, command: Command) =>
      runCommand(command, (context) =>
        withControl(context, (control) =>
          pairAtTerminal(control, {
            ...{ out: context.out, signal: context.signal, yes, local },
            ...(risk === undefined ? {} : { riskMax: risk }),
          }),
        ),
      ),
    )
}
