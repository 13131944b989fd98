import { BaseSequencer } from 'vitest/node'

/** What takes more than half a minute on two cores, or as good as: begun last, it would run on alone at the end. */
export const LONG = [
  'e2e/test/stories/12-agents.test.ts',
  'e2e/test/browser/04-one-person.test.ts',
  'e2e/test/browser/02-two-people.test.ts',
  'host-agent/src/agents/acp/codex.real.test.ts',
  'host-agent/src/agents/opencode/opencode.real.test.ts',
]

/** The project whose files are the longest comes first, the one whose files are the shortest last. */
const PROJECTS = ['host-agent', 'relay', 'shared', 'extension', 'repo']

/**
 * vitest's own order, but the longest first: where nothing was run before it knows the sizes of files only. The other
 * files of a project come one after another: a worker is kept, with what it has loaded, while the next file is of the
 * same project.
 */
export default class LongestFirst extends BaseSequencer {
  async sort(specs) {
    const order = ({ project }) => project.config.sequence.groupOrder
    const rank = ({ moduleId }) => (LONG.some((file) => moduleId.endsWith(`/${file}`)) ? 0 : 1)
    const place = ({ project }) => (project.config.isolate ? 0 : PROJECTS.indexOf(project.name))
    return (await super.sort(specs)).sort(
      (a, b) => order(a) - order(b) || rank(a) - rank(b) || place(a) - place(b),
    )
  }
}
