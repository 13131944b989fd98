import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { confirmPairing, digitsOf, HostPairing } from '../src/world/pairing.ts'
import type { Running } from '../src/world/processes.ts'
import { until } from '../src/world/wait.ts'
import { useWorld } from './use-world.ts'

const world = useWorld()

const PROMPT = 'a-word-of-the-prompt'
const ANSWER = 'a-word-of-the-answer'

const proc = (pid: number, file: string): string => readFileSync(`/proc/${pid}/${file}`, 'utf8')

/** Every file below a folder. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** The long texts of a key file: all of them are secret. */
const seedsOf = (path: string): string[] => readFileSync(path, 'utf8').match(/\b[0-9a-f]{64}\b/g) ?? []

/** Which of the named secrets stand in a text. */
const found = (text: string, secrets: Readonly<Record<string, string>>): string[] =>
  Object.keys(secrets).filter((name) => text.includes(secrets[name] ?? ''))

it('L5 P19: no link, key, password or word of a prompt is in arguments, in environments, or in a log', async (ctx) => {
  ctx.skip(!existsSync('/proc/self/environ'), 'needs /proc to look at processes')
  const { hearth, relay, host, repository } = world()
  const alice = ['remote', '--device', 'alice']
  const pairing = new HostPairing(hearth)
  const remote = hearth.start([...alice, 'pair', '-'])
  const link = await pairing.link()
  remote.say(link)
  remote.finish()
  await confirmPairing(pairing, digitsOf(remote))
  expect(await remote.ended).toBe(0)

  const [made] = await hearth.ok([...alice, 'new', '--place', 'main'])
  const prompt = hearth.start([...alice, 'prompt', String(made?.session), '-'])
  const command = `env > env.txt; tr '\\\\0' ' ' < /proc/$$/cmdline > argv.txt; echo ${ANSWER}`
  prompt.say(`${PROMPT} [[bash cmd="${command}"]] [[text say="${ANSWER}"]]`)
  prompt.finish()
  const asked = await prompt.json('the request', (line) => (line.type === 'request' ? line : undefined))

  const keys = [
    ...seedsOf(join(hearth.home, 'keys.json')),
    ...seedsOf(join(hearth.home, 'remote/alice/keys.json')),
  ]
  expect(keys.length).toBeGreaterThanOrEqual(6)
  const opencode = await world().opencode()
  const password = /OPENCODE_SERVER_PASSWORD=([^\0]+)/.exec(proc(opencode.pid, 'environ'))?.[1] ?? ''
  expect(password.length).toBeGreaterThan(16)
  const ours = {
    'the link': new URL(link).hash.slice(1),
    'the prompt': PROMPT,
    ...Object.fromEntries(keys.map((key, n) => [`key ${n}`, key])),
  }
  const secrets = { ...ours, 'the answer': ANSWER, 'the password of opencode': password }

  const running = world().processes()
  expect(running.length).toBeGreaterThan(3)
  const inside = (of: (one: Running) => string, what: Readonly<Record<string, string>>) =>
    running.flatMap((one) => found(of(one), what).map((name) => `${name} of ${one.command.slice(0, 80)}`))
  expect(inside(({ command: line }) => line, secrets)).toEqual([])
  expect(inside(({ pid }) => proc(pid, 'environ'), ours)).toEqual([])
  const knowing = running.filter(({ pid }) => proc(pid, 'environ').includes(password))
  expect(knowing.map(({ pid }) => pid)).toEqual([opencode.pid])

  await hearth.ok([...alice, 'decide', String(asked.request), '--allow'])
  expect(await prompt.ended, prompt.tail()).toBe(0)
  const environment = readFileSync(join(repository, 'env.txt'), 'utf8')
  expect(environment).toContain('PATH=')
  expect(environment).not.toMatch(/HEARTH|OPENCODE_SERVER/)
  const { 'the answer': _, ...others } = secrets
  expect(found(environment + readFileSync(join(repository, 'argv.txt'), 'utf8'), others)).toEqual([])

  await hearth.ok(['devices'])
  await until('the log to be written', () => filesOf(join(hearth.home, 'logs')).length > 0)
  const logs = filesOf(join(hearth.home, 'logs')).map((path) => readFileSync(path, 'utf8'))
  expect(logs.join('\n')).toContain('opencode')
  const said = { host: host.process.out.concat(host.process.err).join('\n'), relay: relay.said() }
  expect(said.relay).toContain('{')
  expect(found(logs.join('\n'), secrets)).toEqual([])
  expect(found(said.host, secrets)).toEqual([])
  expect(found(said.relay, secrets)).toEqual([])
})
