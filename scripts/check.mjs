import { TSC } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { inRoot } from './lib/paths.mjs'
import { runCaptured } from './lib/run.mjs'
import { main, say, since } from './lib/say.mjs'

const tool = (...path) => inRoot('node_modules', ...path)

/** What `npm run check` looks at. Those of one group run side by side; types of tests need the build's output. */
const GROUPS = [
  [
    { name: 'types', args: [TSC, '-b'] },
    { name: 'lint and format', args: [tool('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--colors=off', '.'] },
  ],
  [
    { name: 'types of the tests', args: [TSC, '-p', 'tsconfig.test.json'] },
    { name: 'types of the app’s tests', args: [TSC, '-p', inRoot('extension', 'tsconfig.test.json')] },
    { name: 'unused files, exports and packages', args: [tool('knip', 'bin', 'knip.js'), '--no-progress'] },
    { name: 'the repository itself', args: [tool('vitest', 'vitest.mjs'), 'run', '--project', 'repo'] },
  ],
]

async function check({ name, args }) {
  const start = Date.now()
  const { code, output } = await runCaptured(process.execPath, args)
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${since(start)})`)
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`)
  return code === 0
}

main(async () => {
  requireNode()
  await ensureInstalled()
  let ok = true
  for (const group of GROUPS) {
    const results = await Promise.all(group.map(check))
    ok &&= results.every(Boolean)
  }
  return ok ? 0 : 1
})
