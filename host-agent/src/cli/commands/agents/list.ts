import type { Command } from 'commander'
import { runCommand } from '../../context.ts'
import { Exit } from '../../exit.ts'
import { table } from '../../format/table.ts'
import { type Listed, withDesk } from './desk.ts'

/** `hearth agents` */
export const addList = (agents: Command): void => {
  agents.action((_options: unknown, command: Command) =>
    runCommand(command, async (context) => {
      const { out } = context
      const listed = await withDesk(context, (desk) => desk.list())
      for (const agent of listed.agents) out.value(agent)
      if (listed.config !== null) {
        out.value({ error: listed.config })
        out.note(`hearth: ${listed.config.message} What it said before is in force.`)
      }
      out.line(table(listed.agents.map(rowOf)))
      return isTroubled(listed) ? Exit.attention : Exit.ok
    }),
  )
}

const rowOf = ({
  id,
  label,
  state,
  version,
  running,
  todo,
  error,
  kind,
}: Listed['agents'][number]): string[] => [
  id,
  label,
  kind === 'custom' ? 'added' : '',
  state,
  version ?? '',
  running > 0 ? `${running} running` : '',
  whatToDo(error, todo),
]

/** What is wrong with the settings as a whole is told once; a program that isn't there comes with how to get it. */
const whatToDo = (error: Listed['agents'][number]['error'], todo: string): string => {
  if (error === null || error.code === 'agent.config') return todo
  return error.message.endsWith(todo) ? error.message : `${error.message} ${todo}`
}

/** An agent that nobody asked for and that isn't there is no trouble. */
const isTroubled = ({ agents, config }: Listed): boolean =>
  config !== null ||
  agents.some(({ state, error }) => state === 'error' || (state === 'missing' && error !== null))
