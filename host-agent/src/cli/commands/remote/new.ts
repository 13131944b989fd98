import type { Project } from '@hearth/shared/protocol'
import { HearthError } from '@hearth/shared/protocol'
import { type Command, Option } from 'commander'
import { NEW_SESSION_MS } from '../../limits.ts'
import { live, runLinked } from './common.ts'

interface NewOptions {
  project?: string
  agent: string
  place: 'worktree' | 'main'
  title: string
}

/** The project that `text` names by id, name or path; the only one without. @throws {HearthError} `input.invalid` */
export const projectOf = (projects: readonly Project[], text: string | undefined): Project => {
  const fitting = projects.filter(
    ({ id, name, path }) => text === undefined || [id, name, path].includes(text),
  )
  const [only, another] = fitting
  if (only !== undefined && another === undefined) return only
  const names = projects.map(({ name, id }) => `${name} (${id})`).join(', ')
  if (projects.length === 0)
    throw new HearthError('input.invalid', 'The host has no project; there: hearth projects add DIR')
  throw new HearthError('input.invalid', `Say with --project which one: ${names}`)
}

/** `hearth remote new` */
export const addNew = (remote: Command): void => {
  remote
    .command('new')
    .description('make a session')
    .option('--project <project>', 'its id, name or path; may be left out where there is one')
    .option('--agent <agent>', 'the agent that works in it', 'opencode')
    .addOption(
      new Option('--place <place>', 'a worktree of its own, or the main checkout')
        .choices(['worktree', 'main'])
        .default('worktree'),
    )
    .option('--title <title>', 'what the session is called', '')
    .addHelpText('after', '\nExample:\n  hearth remote new --project website --title "Fix the header"')
    .action((options: NewOptions, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        await live(link)
        const project = projectOf(link.overview.value.projects, options.project)
        const { agent, place, title } = options
        const session = link.newId()
        // A worktree's checkout takes as long as git needs; the host bounds it.
        await link.call('new-session', { session, project: project.id, agent, place, title }, NEW_SESSION_MS)
        out.value({ session, project: project.id })
        out.line(session)
        return 0
      }),
    )
}
