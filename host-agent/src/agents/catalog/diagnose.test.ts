import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Catalog } from './catalog.ts'

let folder: string
let home: string
let catalog: Catalog | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-diagnose-'))
  home = join(folder, 'home')
  mkdirSync(home, { mode: 0o700 })
})
afterEach(async () => {
  await catalog?.close()
  catalog = null
  rmSync(folder, { recursive: true, force: true })
})

const SET = 'quite-a-secret'
const OWN = 'of-the-person'

/** An agent whose answer to everything is `answer`, an expression of JavaScript. */
function open(answer: string): Catalog {
  const program = join(folder, 'agent')
  const answers = `{ jsonrpc: '2.0', id: JSON.parse(line).id, ...(${answer}) }`
  writeFileSync(
    program,
    `#!${process.execPath}
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  process.stderr.write('the key ' + process.env.MY_SETTING + '\\n')
  process.stdout.write(JSON.stringify(${answers}) + '\\n')
})
`,
  )
  chmodSync(program, 0o755)
  const mine = { id: 'mine', label: 'Mine', command: program, env: { MY_SETTING: SET } }
  writeFileSync(join(home, 'agents.json'), JSON.stringify({ v: 1, custom: [mine] }), { mode: 0o600 })
  const environment = { PATH: '/usr/bin:/bin', HOME: folder, SOME_API_KEY: OWN }
  catalog = new Catalog({ home, environment })
  return catalog
}

it('shows no value of a variable, whoever says it', async () => {
  const words = `\`bad keys: \${process.env.MY_SETTING} \${process.env.SOME_API_KEY}\``
  const told = await open(`{ error: { code: -32603, message: ${words} } }`).diagnose('mine')
  expect(told.error).toMatchObject({ code: 'agent.start_failed' })
  expect(told.error?.message).toContain('bad keys: [redacted] [redacted]')
  expect(told.tail.join()).toContain('the key [redacted]')
  expect(JSON.stringify(told)).not.toMatch(new RegExp(`${SET}|${OWN}`))
  expect(told.environment).toEqual(expect.arrayContaining(['MY_SETTING', 'SOME_API_KEY']))
})

it('tells devices of an agent that says too much of itself only what they can be told', async () => {
  const info = `{ protocolVersion: 1, agentInfo: { name: 'x', version: '9'.repeat(1e6) }, sessionId: 'ses' }`
  const made = open(`{ result: ${info} }`)
  await made.driver('mine')?.start()
  expect(made.list().find(({ id }) => id === 'mine')?.version).toBe('9'.repeat(100))
})
