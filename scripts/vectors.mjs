// npm run vectors -- FILE          checks a vector file against the built code
// npm run vectors -- --write FILE  writes the project's own vectors
// Exit codes: 0 all fields reproduce, 1 the first difference is printed, 2 bad usage or malformed file.
import { readFile, writeFile } from 'node:fs/promises'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'

const USAGE = 'usage: npm run vectors -- FILE | --write FILE\n'
const OWN_NAME = 'hearth vectors'

async function load(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    process.stderr.write(`cannot read ${path}: ${error.message}\n`)
    return undefined
  }
}

async function room() {
  try {
    requireNode()
    await ensureInstalled()
    await ensureBuilt()
    const [run, template] = await Promise.all([
      import('../shared/dist/testing/vectors/run.js'),
      import('../shared/dist/testing/vectors/template.js'),
    ])
    return { ...run, ...template }
  } catch (error) {
    process.stderr.write(`the code could not be built or loaded: ${error.message}\n`)
    return undefined
  }
}

async function check(path) {
  const value = await load(path)
  const code = await room()
  if (value === undefined || code === undefined) return 2
  const result = await code.checkVectors(value)
  if (result.kind === 'malformed') {
    process.stderr.write(`${path}: malformed at ${result.path || 'the top'}: ${result.reason}\n`)
    return 2
  }
  if (result.kind === 'differs') {
    process.stdout.write(
      `${path}: differs at ${result.path}\n  expected ${result.expected}\n  got      ${result.got}\n`,
    )
    return 1
  }
  for (const note of result.unchecked) process.stdout.write(`not checkable: ${note}\n`)
  process.stdout.write(`${path}: ${result.checked} fields reproduce\n`)
  return 0
}

async function write(path) {
  const code = await room()
  if (code === undefined) return 2
  const file = await code.fillVectors(code.vectorTemplate(OWN_NAME))
  await writeFile(path, `${JSON.stringify(file, null, 1)}\n`)
  process.stdout.write(`${path} written\n`)
  return 0
}

const args = process.argv.slice(2)
if (args.length === 1 && !args[0].startsWith('-')) process.exitCode = await check(args[0])
else if (args.length === 2 && args[0] === '--write') process.exitCode = await write(args[1])
else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}
