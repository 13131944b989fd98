import { type AgentCommand, visible } from '@hearth/shared/session'
import type { Choice, Group, OwnCommand } from './choice.ts'
import { fitting } from './fuzzy.ts'

/** The agent's commands and ours that fit, the best first. One with a name that can't be seen is left out. */
export const commandGroups = (
  commands: readonly AgentCommand[],
  owns: readonly OwnCommand[],
  query: string,
): readonly Group[] => {
  const theirs = commands.filter(({ name }) => name !== '' && visible(name) === name)
  const names = new Set(theirs.map(({ name }) => name))
  const all: readonly Choice[] = [
    ...theirs.map((command): Choice => ({ kind: 'command', command })),
    // What the agent calls by the same name is the agent's.
    ...owns.filter(({ name }) => !names.has(name)).map((own): Choice => ({ kind: 'own', own })),
  ]
  const nameOf = (choice: Choice): string =>
    choice.kind === 'command' ? choice.command.name : choice.kind === 'own' ? choice.own.name : ''
  return [{ label: null, choices: fitting(all, query, nameOf), note: null }]
}
