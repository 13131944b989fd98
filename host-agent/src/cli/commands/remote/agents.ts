import type { Link } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { SessionAgent } from '@hearth/shared/session'
import type { Command } from 'commander'
import { REMOTE_WAIT_MS } from '../../../remote/limits.ts'
import { safeLine } from '../../format/escape.ts'
import { table } from '../../format/table.ts'
import { live, runLinked, sessionCommand, sessionOf } from './common.ts'

/** The agents as a session has them now. @throws {HearthError} */
const agentsOf = (link: Link, session: string): Promise<readonly SessionAgent[]> =>
  new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer)
      following.close()
      settle()
    }
    const timer = setTimeout(() => end(() => reject(new HearthError('link.timeout'))), REMOTE_WAIT_MS)
    const following = link.follow(session, (update) => {
      if (update.type === 'ended') end(() => reject(update.error))
      else if (update.type === 'agents') end(() => resolve(update.agents))
    })
  })

const STEERING = { joins: 'takes prompts while it works', interrupts: 'is stopped for a prompt that steers' }

const rowsOf = ({ agent, memory, steering, options, tasks }: SessionAgent): string[][] => [
  [agent, memory, STEERING[steering]],
  ...options.map(({ id, value, choices }) => [
    '',
    safeLine(`${id} = ${value}`),
    safeLine(choices.map((choice) => choice.value).join(', ')),
  ]),
  ...tasks.map(({ id, title }) => ['', safeLine(`runs ${id}`), safeLine(title)]),
]

/** `hearth remote agents`, `use`, `set`, `end` */
export const addAgents = (remote: Command): void => {
  remote
    .command('agents')
    .description('list the host’s agents, or those of a session: memory, options, commands that still run')
    .argument('[session]', 'id, beginning of an id, or last')
    .action((which: string | undefined, _options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        await live(link)
        if (which === undefined) {
          const { agents } = link.overview.value
          for (const agent of agents) out.value(agent)
          out.line(
            table(
              agents.map(({ id, state, version, error }) => [id, state, version ?? '', error?.message ?? '']),
            ),
          )
          return 0
        }
        const agents = await agentsOf(link, await sessionOf(link, which))
        for (const agent of agents) out.value(agent)
        out.line(table(agents.flatMap(rowsOf)))
        return 0
      }),
    )
  sessionCommand(remote, 'use', 'choose the agent that does the next prompts of a session')
    .argument('<agent>', 'id of the agent')
    .action((which: string, agent: string, _options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const session = await sessionOf(link, which)
        await link.call('update-session', { session, agent })
        out.value({ session, agent })
        out.line(`The next prompts go to ${agent}.`)
        return 0
      }),
    )
  sessionCommand(remote, 'set', 'set one of an agent’s options in a session, such as its model or mode')
    .argument('<agent>', 'id of the agent')
    .argument('<option>', 'id of the option, as `remote agents SESSION` lists it')
    .argument('<value>', 'one of its choices')
    .action(
      (which: string, agent: string, option: string, value: string, _options: unknown, command: Command) =>
        runLinked(command, async ({ out }, link) => {
          const session = await sessionOf(link, which)
          await link.call('set-option', { session, agent, option, value })
          out.value({ session, agent, option, value })
          out.line(safeLine(`${agent}: ${option} = ${value}`))
          return 0
        }),
    )
  sessionCommand(remote, 'end', 'end a command that an agent left running')
    .argument('<agent>', 'id of the agent')
    .argument('<task>', 'id of the command, as `remote agents SESSION` lists it')
    .action((which: string, agent: string, task: string, _options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const session = await sessionOf(link, which)
        await link.call('stop-task', { session, agent, task })
        out.value({ session, agent, task, asked: 'stop-task' })
        out.line(safeLine(`${task} is ended.`))
        return 0
      }),
    )
}
