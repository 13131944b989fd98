import { BaseSequencer } from 'vitest/node'

/** What takes more than half a minute on two cores, or as good as: begun last, it would run on alone at the end. */
export const LONG = [
  'e2e/test/stories/12-agents.test.ts',
  'e2e/test/browser/11-bad-days.test.ts',
  'e2e/test/browser/04-one-person.test.ts',
  'e2e/test/browser/02-two-people.test.ts',
  'e2e/test/command.test.ts',
  'host-agent/src/agents/acp/codex.real.test.ts',
  'host-agent/src/agents/opencode/opencode.real.test.ts',
  'host-agent/src/agents/opencode/unavailable.test.ts',
]

/** vitest's own order, but the longest first: where nothing was run before it knows the sizes of files only. */
export default class LongestFirst extends BaseSequencer {
  async sort(specs) {
    const order = ({ project }) => project.config.sequence.groupOrder
    const rank = ({ moduleId }) => (LONG.some((file) => moduleId.endsWith(`/${file}`)) ? 0 : 1)
    return (await super.sort(specs)).sort((a, b) => order(a) - order(b) || rank(a) - rank(b))
  }
}
