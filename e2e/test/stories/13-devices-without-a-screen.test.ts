import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Hearth } from '../../src/world/hearth.ts'
import { Proc } from '../../src/world/process.ts'
import { killAll } from '../../src/world/processes.ts'
import { START } from '../../src/world/programs.ts'
import { makeSandbox, type Sandbox } from '../../src/world/sandbox.ts'

let sandbox: Sandbox
let tour: Proc
let hearth: Hearth
let repository: string
const alice = ['remote', '--device', 'alice']
const bob = ['remote', '--device', 'bob']

beforeAll(async () => {
  sandbox = makeSandbox()
  tour = new Proc('tour', [START, '--json', '--demo'], { env: sandbox.env() })
  const said = await tour.json('the tour', (line) => (line.step === 'tour' ? line : undefined))
  hearth = new Hearth(String(said.home), sandbox.env())
  repository = String(said.repository)
})
afterAll(async () => {
  await hearth?.end()
  await tour?.kill('SIGTERM')
  killAll(sandbox.root)
  sandbox.remove()
})

/** What a person does who runs `npm start -- --demo` and types what it says into two other terminals. */
it('two `hearth remote` devices walk through prompt, stream, decision, worktree, stop, cut and resume', async () => {
  const [made] = await hearth.ok([...alice, 'new', '--title', 'Tour'])
  const session = String(made?.session)

  const prompt = hearth.start([...alice, 'prompt', 'last', 'Add a greeting to hello.txt'])
  const asked = await prompt.json('the request', (line) => (line.type === 'request' ? line : undefined))
  const [waiting] = await hearth.ok([...bob, 'requests'])
  expect(waiting).toMatchObject({
    request: asked.request,
    session,
    state: 'pending',
    facts: { action: { type: 'edit' } },
  })
  const decided = await hearth.ok([...bob, 'decide', String(asked.request).slice(0, 8), '--allow'])
  expect(decided.at(-1)).toMatchObject({ state: 'applied', outcome: 'allowed' })
  expect(await prompt.ended, prompt.tail()).toBe(0)
  expect(prompt.values().at(-1)).toMatchObject({ turn: 1, state: 'completed' })
  const late = await hearth.run([...alice, 'decide', String(asked.request), '--deny'])
  expect(late.code).not.toBe(0)

  const [listed] = await hearth.ok([...bob, 'sessions'])
  const { path } = (listed as { place: { path: string } }).place
  expect(readFileSync(join(path, 'hello.txt'), 'utf8')).toContain('Hello from Hearth!')
  expect(readFileSync(join(repository, 'hello.txt'), 'utf8')).not.toContain('Hello from Hearth!')

  const long = hearth.start([...alice, 'prompt', session, '[[slow n=400 delay=25]]'])
  await long.json('the stream', (line) => (line.type === 'text' ? line : undefined))
  await hearth.ok([...bob, 'stop', session])
  expect(await long.ended).toBe(1)
  expect(long.values().at(-1)).toMatchObject({ turn: 2, state: 'cancelled' })

  const watch = hearth.start([...bob, 'watch', session])
  const third = hearth.start([...alice, 'prompt', session, '[[slow n=60 delay=25]]'])
  await watch.json('the stream at bob', (line) => {
    const event = line.event as { type?: string } | undefined
    return event?.type === 'text' ? event : undefined
  })
  await watch.kill('SIGKILL')
  expect(await third.ended, third.tail()).toBe(0)
  const again = await hearth.ok([...bob, 'watch', session, '--once'])
  const snapshot = again.find(({ type }) => type === 'snapshot')?.state as { settled: unknown[] } | undefined
  const [exported] = await hearth.ok(['export', session])
  expect(snapshot?.settled).toEqual(exported?.turns)
  expect(exported?.turns).toMatchObject([
    { state: 'completed' },
    { state: 'cancelled' },
    { state: 'completed' },
  ])
})
