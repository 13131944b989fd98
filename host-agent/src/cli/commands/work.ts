import { resolve } from 'node:path'
import { HearthError, Project, SessionSummary } from '@hearth/shared/protocol'
import { Argument, type Command } from 'commander'
import * as v from 'valibot'
import { agentSettingsWords } from '../agent-settings.ts'
import { runCommand, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { ago, table } from '../format/table.ts'

/** `hearth sessions`, `projects` */
export const addWork = (program: Command): void => {
  program
    .command('sessions')
    .description('the sessions of this host')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const sessions = v.parse(
          v.array(SessionSummary),
          await withControl(context, (control) => control.call('sessions')),
        )
        for (const session of sessions) context.out.value(session)
        const rows = sessions.map((each) => [
          each.id.slice(0, 8),
          each.state ?? 'new',
          each.agent,
          ago(each.updatedAt, Date.now()),
          each.title,
          each.place.path,
        ])
        context.out.line(rows.length === 0 ? 'No session yet.' : table(rows))
        return Exit.ok
      }),
    )
  program
    .command('projects')
    .description('the folders in which agents may work; add or remove one')
    .addArgument(new Argument('[change]', 'what to do').choices(['list', 'add', 'remove']).default('list'))
    .argument('[dir]', 'a git repository')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth projects\n  hearth projects add ~/code/website\n  hearth projects remove ~/code/website',
    )
    .action(
      (change: 'list' | 'add' | 'remove', dir: string | undefined, _options: unknown, command: Command) =>
        runCommand(command, async (context) => {
          if (change !== 'list' && dir === undefined)
            throw new HearthError('input.invalid', 'Say which folder')
          return withControl(context, async (control) => {
            if (change === 'add') {
              const project = v.parse(
                Project,
                await control.call('projects.add', { dir: resolve(dir ?? '') }),
              )
              context.out.value(project)
              context.out.line(`Allowed ${project.path} (${project.id}).`)
              const settings = agentSettingsWords(project.path)
              if (settings !== null) context.out.line(settings)
              return Exit.ok
            }
            const projects = v.parse(v.array(Project), await control.call('projects'))
            if (change === 'remove') {
              const gone = projects.find(
                ({ id, name, path }) => [id, name, path].includes(dir ?? '') || path === resolve(dir ?? ''),
              )
              if (gone === undefined)
                throw new HearthError('host.unknown_project', `${dir} is not an allowed project`)
              await control.call('projects.remove', { project: gone.id })
              context.out.value({ removed: gone.id })
              context.out.line(`${gone.path} is no longer allowed; nothing in it was touched.`)
              return Exit.ok
            }
            for (const project of projects) context.out.value(project)
            const rows = projects.map(({ id, name, path }) => [id, name, path])
            context.out.line(
              rows.length === 0 ? 'No project yet; allow one with: hearth projects add DIR' : table(rows),
            )
            return Exit.ok
          })
        }),
    )
}
