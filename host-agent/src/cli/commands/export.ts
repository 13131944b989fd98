import { HearthError, SessionSummary } from '@hearth/shared/protocol'
import { Turn } from '@hearth/shared/session'
import { type Command, Option } from 'commander'
import * as v from 'valibot'
import type { ControlClient } from '../../control/client.ts'
import { runCommand, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { markdownOf } from '../format/markdown.ts'
import { EXPORT_PAGE } from '../limits.ts'

/** Above every turn number. */
const END = 2 ** 31

const Page = v.object({ turns: v.array(Turn), earlier: v.number() })

/** All settled turns of a session, oldest first. */
const allTurns = async (control: ControlClient, session: string): Promise<Turn[]> => {
  const pages: Turn[][] = []
  let before = END
  for (;;) {
    const { turns, earlier } = v.parse(
      Page,
      await control.call('history', { session, before, limit: EXPORT_PAGE }),
    )
    pages.unshift(turns)
    const [first] = turns
    if (earlier === 0 || first === undefined) return pages.flat()
    before = first.n
  }
}

/** `hearth export` */
export const addExport = (program: Command): void => {
  program
    .command('export')
    .description('write a session’s settled turns to standard output')
    .argument('<session>', 'id or the beginning of one')
    .addOption(new Option('--format <format>', 'how').choices(['markdown', 'json']).default('markdown'))
    .action((which: string, options: { format: 'markdown' | 'json' }, command: Command) =>
      runCommand(command, (context) =>
        withControl(context, async (control) => {
          const sessions = v.parse(v.array(SessionSummary), await control.call('sessions'))
          const fitting = sessions.filter(({ id }) => id.startsWith(which.toLowerCase()))
          const [session, another] = fitting
          if (session === undefined) throw new HearthError('host.unknown_session')
          if (another !== undefined)
            throw new HearthError('input.invalid', `More than one session begins with ${which}`)
          const turns = await allTurns(control, session.id)
          context.out.value({ session, turns })
          if (options.format === 'json') context.out.line(JSON.stringify({ session, turns }, null, 1))
          else context.out.line(markdownOf(session, turns))
          return Exit.ok
        }),
      ),
    )
}
