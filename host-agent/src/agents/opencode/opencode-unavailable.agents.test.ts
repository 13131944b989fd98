import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ScriptedModel, startScriptedModel } from '../../demo/model/index.ts'
import { BOB, Harness } from '../../sessions/testing/harness.ts'
import { locate } from '../process/locate.ts'
import { makePlace, type Place } from '../testing/agent-suite.ts'
import { OpencodeDriver, type OpencodeSpec } from './driver.ts'
import { offlineEnvironment } from './offline.ts'

const BUNDLED = { package: 'opencode-linux-x64', file: 'bin/opencode' }
const real = locate({ program: 'opencode', configured: null, path: '', bundled: BUNDLED }).path
if (real === null)
  process.stderr.write('SKIPPED: opencode-linux-x64 is not installed; no agent comes back in these tests\n')

let place: Place
let model: ScriptedModel
let spec: OpencodeSpec
let driver: OpencodeDriver
let host: Harness
let session: string
beforeEach(async () => {
  place = makePlace()
  model = await startScriptedModel()
  const path = '/usr/local/bin:/usr/bin:/bin'
  const environment = offlineEnvironment({ home: place.home, modelUrl: model.url, path })
  spec = { home: place.hearthHome, environment, program: program() }
  driver = new OpencodeDriver(spec)
  host = new Harness(driver)
  session = await host.session()
})
afterEach(async () => {
  await host.end()
  await driver.stop()
  await model.close()
  place.remove()
})

const program = () => join(place.root, 'opencode')
function install(script: string): void {
  writeFileSync(program(), `#!/bin/sh\n${script}\n`)
  chmodSync(program(), 0o755)
}

/** opencode 2.x, as far as it can be told from outside. */
const VERSION_2 = `exec ${process.execPath} -e '
const port = Number(process.argv[process.argv.indexOf("--port") + 1])
require("node:http").createServer((request, response) =>
  response.end(request.url === "/api/health" ? JSON.stringify({ version: "2.0.3" }) : "<html>")
).listen(port, "127.0.0.1", () => console.log("listening on " + port))' -- "$@"`

/** Agents that can't be used, with the code of the turn that meets them. */
const BROKEN: [name: string, script: string | null, code: string][] = [
  ['is missing', null, 'agent.not_found'],
  ['ends at once', 'echo "no license" >&2; exit 4', 'agent.start_failed'],
  ['prints garbage', 'while :; do head -c 2000 /dev/urandom; done', 'agent.start_failed'],
  ['never gets ready', 'exec sleep 300', 'agent.start_failed'],
  ['is version 2', VERSION_2, 'agent.unsupported_version'],
]

/** Moves the clock of the sessions on until the condition holds. */
const eventually = (check: () => void) =>
  vi.waitFor(
    async () => {
      await host.advance(250)
      check()
    },
    { timeout: 20_000, interval: 20 },
  )
const settled = () => host.state(session).settled
const promptAtOnce = (...texts: string[]) =>
  host.done(Promise.all(texts.map((text) => host.prompt(session, text))))

describe.each(BROKEN)('an opencode that %s', (name, script, code) => {
  it.skipIf(real === null)(
    'fails the prompt that meets it, and those behind it run once it is back',
    { timeout: 60_000 },
    async () => {
      if (script !== null) install(script)
      if (name === 'never gets ready' || name === 'prints garbage') spec.readyTimeoutMs = 300
      await promptAtOnce('[[text say="one"]]', '[[text say="two"]]')
      await eventually(() => expect(settled()).toHaveLength(1))
      expect(settled()[0]).toMatchObject({ state: 'failed', error: { code } })
      await host.advance(5_000)
      expect(host.state(session)).toMatchObject({ current: null, queued: [{ n: 2 }] })
      delete spec.readyTimeoutMs
      install(`exec '${real}' "$@"`)
      await eventually(() => expect(settled()).toHaveLength(2))
      expect(settled()[1]).toMatchObject({ state: 'completed', blocks: [{ text: 'two' }] })
      expect(model.entries.filter(({ prompt }) => prompt.includes('one'))).toEqual([])
    },
  )
})

describe('a turn whose agent is still starting', () => {
  it('is cancelled at once, and the next one goes on when the start has ended', async () => {
    install(`echo $$ > '${place.root}/pid'; exec sleep 300`)
    spec.readyTimeoutMs = 2_000
    await promptAtOnce('one', 'two')
    await vi.waitFor(() => expect(existsSync(join(place.root, 'pid'))).toBe(true))
    await host.done(host.sessions.stop(session, 1, BOB))
    await host.settle()
    expect(settled()).toMatchObject([{ n: 1, state: 'cancelled' }])
    expect(host.state(session).current).toMatchObject({ n: 2, state: 'starting' })
    await eventually(() => expect(settled()).toHaveLength(2))
    expect(settled()[1]).toMatchObject({ state: 'failed', error: { code: 'agent.start_failed' } })
    expect(model.entries).toEqual([])
  })
})
