import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from '../lib/build.mjs'
import { ensureInstalled } from '../lib/install.mjs'
import { inRoot } from '../lib/paths.mjs'
import { runCaptured } from '../lib/run.mjs'
import { main, Problem, say, since } from '../lib/say.mjs'

/** Mozilla's own linter, run without becoming one of this repository's packages: it brings hundreds. */
const LINTER = 'addons-linter@10.13.0'
/**
 * Who may assign HTML, and how often. Solid's runtime parses its compiled templates so: the one place of the app, in a
 * policy of its own where the browser has them. What finds a page's article (defuddle) does it to elements of our copy
 * of that page, inside the page that the text is from: it can do there what the page itself can.
 */
const MAY_ASSIGN = [
  { file: /^chunks\//, times: 1 },
  { file: /^page-article\.js$/, times: 3 },
]

function firefox() {
  const names = ['firefox-esr', 'firefox']
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync)
  if (found === undefined)
    throw new Problem('no Firefox on this machine (Debian: apt-get install firefox-esr)')
  return found
}

/**
 * How the relay's client looks for the global object where a program has neither `self` nor `window`: extensions have,
 * so it never runs, and their policy would refuse it.
 */
const GLOBAL_OBJECT = /\bFunction\([`"']return this[`"']\)/g

/** Does a script hold no other use of the constructor of functions? */
function onlyLooksForGlobal(folder, file) {
  const rest = readFileSync(join(folder, file), 'utf8').replace(GLOBAL_OBJECT, '')
  return !/\b(?:new\s+)?Function\(|\beval\(/.test(rest)
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
  const known = MAY_ASSIGN.flatMap(({ file, times }) => {
    const own = assigns.filter((one) => file.test(one.file))
    return own.length <= times ? own : []
  })
  const told = warnings.filter(
    (one) => !known.includes(one) && !(one.code === 'DANGEROUS_EVAL' && onlyLooksForGlobal(folder, one.file)),
  )
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
