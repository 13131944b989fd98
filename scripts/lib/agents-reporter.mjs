import { basename } from 'node:path'

/** What a test file is about: `codex` of `acp/codex.real.test.ts`. */
const agentOf = (module) => basename(module.moduleId).split('.')[0]

/** A vitest reporter that prints a line for each agent: how many tests passed and failed, and what it lacks. */
export default class AgentsReporter {
  onTestRunEnd(modules) {
    const rows = modules.map((module) => {
      const row = { agent: agentOf(module), passed: 0, failed: 0, took: 0, lacks: new Set() }
      for (const test of module.children.allTests()) {
        const { state, note } = test.result()
        if (state === 'passed') row.passed++
        else if (state === 'failed') row.failed++
        else row.lacks.add(note ?? 'left out')
        row.took += test.diagnostic()?.duration ?? 0
      }
      if (row.failed === 0 && module.state() === 'failed') row.failed = 1
      return row
    })
    const width = Math.max(...rows.map(({ agent }) => agent.length), 'agent'.length)
    const line = (...[agent, passed, failed, took, lacks]) =>
      `${agent.padEnd(width)}  ${passed.padStart(6)}  ${failed.padStart(6)}  ${took.padStart(6)}  ${lacks}`.trimEnd()
    const lines = rows
      .toSorted((a, b) => a.agent.localeCompare(b.agent))
      .map(({ agent, passed, failed, took, lacks }) =>
        line(agent, String(passed), String(failed), `${Math.round(took / 1000)} s`, [...lacks].join('; ')),
      )
    process.stdout.write(
      `\n${[line('agent', 'passed', 'failed', 'took', 'left out'), ...lines].join('\n')}\n`,
    )
  }
}
