import type { Command } from 'commander'
import { ago, table } from '../../format/table.ts'
import { FOREIGN_MS } from '../../limits.ts'
import { live, runLinked } from './common.ts'
import { projectOf } from './new.ts'

/** `hearth remote adopt` */
export const addAdopt = (remote: Command): void => {
  remote
    .command('adopt')
    .description('continue a session that was made with the agent’s own program; without one, list them')
    .argument('[foreign]', 'the agent’s own session id')
    .option('--project <project>', 'its id, name or path; may be left out where there is one')
    .option('--agent <agent>', 'whose session it is', 'opencode')
    .action((foreign: string | undefined, options: { project?: string; agent: string }, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        await live(link)
        const project = projectOf(link.overview.value.projects, options.project).id
        const { agent } = options
        if (foreign !== undefined) {
          const wish = link.newId()
          const { session } = await link.call(
            'adopt-session',
            { session: wish, project, agent, foreign },
            FOREIGN_MS,
          )
          out.value({ session, foreign })
          out.line(session)
          return 0
        }
        const { sessions } = await link.call('list-foreign', { project, agent }, FOREIGN_MS)
        for (const each of sessions) out.value(each)
        const rows = sessions.map(({ id, title, updatedAt, adopted }) => [
          id,
          ago(updatedAt, Date.now()),
          adopted === null ? '' : `adopted as ${adopted.slice(0, 8)}`,
          title,
        ])
        out.line(rows.length === 0 ? `No session of ${agent} in this project.` : table(rows))
        return 0
      }),
    )
}
