import type { Command } from 'commander'
import { addChanges } from './change.ts'
import { addDiagnose } from './diagnose.ts'
import { addList } from './list.ts'

/** `hearth agents` and what can be done with them. Works with and without a running host agent. */
export const addAgents = (program: Command): void => {
  const agents = program
    .command('agents')
    .description('the agents of this host: which are there, how they are, what to do')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth agents\n  hearth agents diagnose codex\n  hearth agents disable gemini\n  hearth agents add mine --label "My agent" --env MY_KEY -- my-agent --acp',
    )
  addList(agents)
  addChanges(agents)
  addDiagnose(agents)
}
