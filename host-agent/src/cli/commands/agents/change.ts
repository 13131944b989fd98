import { isAbsolute, resolve } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import type { Command } from 'commander'
import * as v from 'valibot'
import { CustomAgent } from '../../../agents/catalog/settings.ts'
import { runCommand } from '../../context.ts'
import { Exit } from '../../exit.ts'
import { safeLine } from '../../format/escape.ts'
import { readAll } from '../../stdin.ts'
import { withDesk } from './desk.ts'

interface AddOptions {
  label?: string
  env: string[]
  stdin?: string
}

/** `hearth agents enable | disable | add | remove` */
export const addChanges = (agents: Command): void => {
  for (const [name, enabled, words] of [
    ['enable', true, 'offer an agent to devices'],
    ['disable', false, 'offer an agent no more; turns that run end first'],
  ] as const)
    agents
      .command(name)
      .description(words)
      .argument('<id>', 'the agent’s id')
      .action((id: string, _options: unknown, command: Command) =>
        runCommand(command, async (context) => {
          await withDesk(context, (desk) => desk.enable(id, enabled))
          context.out.value({ agent: id, enabled })
          context.out.line(`${safeLine(id)} is ${enabled ? 'on' : 'off'}.`)
          return Exit.ok
        }),
      )
  agents
    .command('add')
    .description('add any program that speaks ACP on its standard streams')
    .argument('<id>', 'an id of its own: small letters, digits, . _ -')
    .argument('<command...>', 'the program and its arguments, after --')
    .option('--label <text>', 'what people call it (default: its id)')
    .option(
      '--env <name>',
      'give it this variable, with the value that it has here; may be repeated',
      (name: string, all: string[]) => [...all, name],
      [],
    )
    .option('--stdin <name>', 'give it this variable, with the value on standard input')
    .action((id: string, words: string[], options: AddOptions, command: Command) =>
      runCommand(command, async (context) => {
        const agent = agentOf(id, words, options.label ?? id, await variables(options))
        await withDesk(context, (desk) => desk.add(agent))
        context.out.value({ agent: id, added: true })
        context.out.line(`${safeLine(id)} is added. See how it is: hearth agents diagnose ${safeLine(id)}`)
        return Exit.ok
      }),
    )
  agents
    .command('remove')
    .description('remove an agent that was added; its sessions stay')
    .argument('<id>', 'the agent’s id')
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        await withDesk(context, (desk) => desk.remove(id))
        context.out.value({ agent: id, removed: true })
        context.out.line(`${safeLine(id)} is removed.`)
        return Exit.ok
      }),
    )
}

/** Values come from the environment or standard input: what stands on a command line is seen by everybody on the machine. */
const variables = async ({ env, stdin }: AddOptions): Promise<Record<string, string>> => {
  const given = env.map((name) => {
    const value = process.env[name]
    if (value === undefined) throw new HearthError('input.invalid', `The variable ${name} is not set here.`)
    return [name, value] as const
  })
  const read = stdin === undefined ? [] : [[stdin, (await readAll()).replace(/\r?\n$/, '')] as const]
  return Object.fromEntries([...given, ...read])
}

/** @throws {HearthError} `input.invalid` */
const agentOf = (id: string, words: string[], label: string, env: Record<string, string>): CustomAgent => {
  const [program = '', ...args] = words
  const command = program.includes('/') && !isAbsolute(program) ? resolve(program) : program
  const agent = { id, label, command, args, ...(Object.keys(env).length === 0 ? {} : { env }) }
  const parsed = v.safeParse(CustomAgent, agent)
  if (parsed.success) return parsed.output
  const at = String(parsed.issues[0].path?.[0]?.key ?? 'agent')
  throw new HearthError('input.invalid', `The agent’s ${at} is not as it has to be; see docs/agents.md.`)
}
