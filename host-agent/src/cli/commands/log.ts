import type { Command } from 'commander'
import { entries, followEntries } from '../audit/entries.ts'
import { pointInTime } from '../audit/since.ts'
import { Story, type Told } from '../audit/story.ts'
import { runCommand } from '../context.ts'
import { Exit } from '../exit.ts'
import { NOTABLE_RISK } from '../limits.ts'
import { toldText } from './audit.ts'

/** A decision of a device on what is graver than edits and listed commands, or on what nobody knows any more. */
const isNotable = ({ line, risk }: Told): boolean =>
  line.type === 'decision' && (risk === null || risk >= NOTABLE_RISK)

/** `hearth log` */
export const addLog = (program: Command): void => {
  program
    .command('log')
    .description(
      'what devices have decided above risk 2, oldest first; of all else there is `hearth audit list`',
    )
    .option('--since <time>', 'only from then on: 30m, 2h, 7d, or a date', (text) => pointInTime(text))
    .option('-f, --follow', 'go on until interrupted')
    .addHelpText('after', '\nExamples:\n  hearth log --since 7d\n  hearth log --follow')
    .action((options: { since?: number; follow?: boolean }, command: Command) =>
      runCommand(command, async ({ home, out, signal }) => {
        const story = new Story()
        let last = 0
        const show = (line: Told['line']) => {
          last = line.i
          const told = story.take(line)
          if (!isNotable(told) || line.t < (options.since ?? 0)) return
          out.value({ ...line, risk: told.risk, session: told.session, text: told.text })
          out.line(toldText(told))
        }
        for (const line of entries(home)) show(line)
        if (options.follow) await followEntries(home, last, show, signal)
        return Exit.ok
      }),
    )
}
