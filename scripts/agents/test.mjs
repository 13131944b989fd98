import { ensureAgent, installableAgents } from '../lib/agents.mjs'
import { ensureInstalled } from '../lib/install.mjs'
import { requireNode } from '../lib/node-version.mjs'
import { inRoot } from '../lib/paths.mjs'
import { runInherited } from '../lib/run.mjs'
import { main, Problem } from '../lib/say.mjs'

/** The test files of each agent: those of `npm test` as well, here at more length, so that one table has all. */
const SUITES = 'host-agent/src/agents/testing/real/suites'
const OPENCODE = 'host-agent/src/agents/opencode'
const FILES = {
  opencode: [
    `${OPENCODE}/opencode.real.test.ts`,
    `${OPENCODE}/opencode-steer.agents.test.ts`,
    `${OPENCODE}/opencode-unavailable.agents.test.ts`,
  ],
  codex: ['host-agent/src/agents/acp/codex.real.test.ts'],
  'opencode-acp': [`${SUITES}/opencode-acp.agents.test.ts`],
  'codex-new': [`${SUITES}/codex-new.agents.test.ts`],
  claude: [`${SUITES}/claude.agents.test.ts`],
  gemini: [`${SUITES}/gemini.agents.test.ts`],
  qwen: [`${SUITES}/qwen.agents.test.ts`],
  pi: [`${SUITES}/pi.agents.test.ts`],
  stories: [
    'e2e/test/agents/stories.test.ts',
    'e2e/test/agents/adopt.test.ts',
    'e2e/test/agents/kinds.test.ts',
  ],
}
const ALL = Object.keys(FILES)
/** What a story is about, where its name is no agent's. */
const NEEDS = { stories: ['claude', 'gemini', 'codex-new'] }

/** `npm run test:agents [-- names…]`: what every driver must do, with each real agent as a program; all without names. */
main(async () => {
  requireNode()
  const names = process.argv.slice(2)
  const unknown = names.find((name) => !ALL.includes(name))
  if (unknown !== undefined) throw new Problem(`no agent ${unknown}; there are ${ALL.join(', ')}`, 2)
  const chosen = names.length > 0 ? names : ALL
  await ensureInstalled()
  const installable = installableAgents()
  const needed = chosen.flatMap((name) => NEEDS[name] ?? [name]).filter((name) => installable.includes(name))
  for (const name of new Set(needed)) await ensureAgent(name)
  return runInherited(
    process.execPath,
    [
      inRoot('scripts', 'test.mjs'),
      '--project=agents',
      '--reporter=default',
      `--reporter=${inRoot('scripts', 'lib', 'agents-reporter.mjs')}`,
      ...chosen.flatMap((name) => FILES[name]),
    ],
    { env: { ...process.env, HEARTH_AGENTS: '1', HEARTH_REQUIRE_AGENTS: '1' } },
  )
})
