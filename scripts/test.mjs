import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureTestAgent } from './lib/agents.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { closing } from './lib/closing.mjs'
import { SUMMARY_FILE } from './lib/closing-reporter.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { inRoot } from './lib/paths.mjs'
import { preparePostgres } from './lib/postgres.mjs'
import { runInherited, STOP_SIGNALS } from './lib/run.mjs'
import { main, Problem, say } from './lib/say.mjs'

/** Set by a script that adds up several runs: the closing counts go to this file instead of the last line. */
const CLOSING_FILE = 'HEARTH_CLOSING_FILE'
const WITHOUT_POSTGRES = ['shared', 'repo', 'agents']
const WITH_AGENT = ['host-agent', 'e2e']

/** The projects that the arguments pick; none if they pick all. */
function projectsOf(args) {
  return args.flatMap((arg, index) =>
    arg === '--project'
      ? [args[index + 1]]
      : arg.startsWith('--project=')
        ? [arg.slice('--project='.length)]
        : [],
  )
}

/** False if only projects run that no database is needed for. */
function needsPostgres(projects) {
  return projects.length === 0 || !projects.every((name) => WITHOUT_POSTGRES.includes(name))
}

function needsAgent(projects) {
  return projects.length === 0 || projects.some((name) => WITH_AGENT.includes(name))
}

function testEnvironment(postgres, summaryFile) {
  const env = { ...process.env, [SUMMARY_FILE]: summaryFile }
  // Only the tests that mean to use a database get to see one: nothing they start may find it by accident.
  delete env.DATABASE_URL
  delete env.HEARTH_TEST_DATABASE_URL
  if (postgres?.url) env.HEARTH_TEST_DATABASE_URL = postgres.url
  else if (postgres) env.HEARTH_TEST_DATABASE_MISSING = postgres.note
  return env
}

function reporters(args) {
  const own = [`--reporter=${inRoot('scripts', 'lib', 'closing-reporter.mjs')}`]
  return args.some((arg) => arg.startsWith('--reporter')) ? own : ['--reporter=default', ...own]
}

/** The last line, or, for a script that adds up several runs, the counts in its file. */
function close({ lines, passed, failed }) {
  const elsewhere = process.env[CLOSING_FILE]
  if (elsewhere) writeFileSync(elsewhere, `${passed} ${failed}\n`)
  const shown = elsewhere ? lines.slice(0, -1) : lines
  process.stdout.write(shown.map((line) => `${line}\n`).join(''))
}

/** @param {string[]} args vitest's @returns {Promise<number>} exit code */
async function test(args) {
  requireNode()
  await ensureInstalled()
  const folder = mkdtempSync(join(tmpdir(), 'hearth-test-'))
  const summaryFile = join(folder, 'summary.json')
  let ending
  // From here on there is something to stop, so no signal may end this process before it did.
  let stopped
  for (const signal of STOP_SIGNALS) process.on(signal, () => (stopped = signal))
  const projects = projectsOf(args)
  // Side by side: they wait more than they work.
  const [postgres, built, agent] = await Promise.allSettled([
    needsPostgres(projects) ? preparePostgres() : undefined,
    ensureBuilt(),
    needsAgent(projects) ? ensureTestAgent() : undefined,
  ])
  try {
    for (const step of [postgres, built, agent]) if (step.status === 'rejected') throw step.reason
    if (stopped) throw new Problem(`stopped by ${stopped}`)
    if (postgres.value) say(postgres.value.note)
    const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs')
    const code = await runInherited(process.execPath, [vitest, 'run', ...reporters(args), ...args], {
      env: testEnvironment(postgres.value, summaryFile),
    })
    const summary = existsSync(summaryFile) ? JSON.parse(readFileSync(summaryFile, 'utf8')) : undefined
    const result = closing(summary, code)
    ending = () => {
      close(result)
      return result.ok ? 0 : code || 1
    }
  } finally {
    if (postgres.status === 'fulfilled') await postgres.value?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return ending()
}

main(async () => {
  try {
    return await test(process.argv.slice(2))
  } catch (error) {
    if (error instanceof Problem) say(error.message)
    else process.stderr.write(`${error?.stack ?? error}\n`)
    close({ lines: ['0 passed, 1 failed'], passed: 0, failed: 1 })
    return 1
  }
})
