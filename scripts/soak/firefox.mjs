import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from '../lib/build.mjs'
import { ensureInstalled } from '../lib/install.mjs'
import { inRoot } from '../lib/paths.mjs'
import { runCaptured } from '../lib/run.mjs'
import { main, Problem, say, since } from '../lib/say.mjs'

/** Mozilla's own linter, run without becoming one of this repository's packages: it brings hundreds. */
const LINTER = 'addons-linter@10.13.0'
/** Solid's runtime parses its compiled templates so: the one place, in a policy of its own where the browser has them. */
const MAY_ASSIGN = 1

function firefox() {
  const names = ['firefox-esr', 'firefox']
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync)
  if (found === undefined)
    throw new Problem('no Firefox on this machine (Debian: apt-get install firefox-esr)')
  return found
}

/** What the linter says of the built extension; undefined where it can't be had. */
async function lint() {
  const folder = inRoot('extension', '.output', 'firefox-mv3')
  const { output } = await runCaptured('npx', ['-y', LINTER, '--output', 'json', '--self-hosted', folder])
  const json = output.split('\n').find((line) => line.startsWith('{"count"'))
  if (json === undefined) {
    say(`${LINTER} could not be run here: the extension was not linted.\n${output.slice(-500)}`)
    return []
  }
  const { errors, warnings } = JSON.parse(json)
  const assigns = warnings.filter(({ code }) => code === 'UNSAFE_VAR_ASSIGNMENT')
  const told = assigns.length > MAY_ASSIGN ? warnings : warnings.filter((one) => !assigns.includes(one))
  return [...errors, ...told].map(({ code, message, file }) => `${code} in ${file}: ${message}`)
}

/** The extension in Firefox: linted as Mozilla does, and tried in a real one. */
main(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const start = Date.now()
  const { smoke } = await import(pathToFileURL(inRoot('e2e', 'dist', 'firefox', 'smoke.js')).href)
  const problems = [...(await lint()), ...(await smoke(firefox()))]
  for (const problem of problems) say(problem)
  say(`firefox: ${problems.length} problems in ${since(start)}`)
  return problems.length === 0 ? 0 : 1
})
