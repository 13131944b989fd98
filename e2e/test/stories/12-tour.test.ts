import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Proc } from '../../src/world/process.ts'
import { killAll } from '../../src/world/processes.ts'
import { START } from '../../src/world/programs.ts'
import { makeSandbox, type Sandbox } from '../../src/world/sandbox.ts'

let sandbox: Sandbox
beforeAll(() => {
  sandbox = makeSandbox()
})
afterAll(() => {
  killAll(sandbox.root)
  sandbox.remove()
})

it('npm start -- --demo --auto walks the whole tour by itself and leaves nothing behind', async () => {
  const tour = new Proc('tour', [START, '--json', '--demo', '--auto'], { env: sandbox.env() })
  expect(await tour.ended, tour.tail()).toBe(0)
  const steps = tour.values().filter(({ step }) => typeof step === 'string')
  expect(steps.map(({ step }) => step)).toEqual([
    'paired',
    'paired',
    'session',
    'prompt',
    'decided',
    'file',
    'stop',
    'stopped',
    'cut',
    'resumed',
  ])
  expect(steps).toContainEqual(
    expect.objectContaining({ step: 'file', content: expect.stringContaining('Hello from Hearth!') }),
  )
  expect(steps).toContainEqual(expect.objectContaining({ step: 'stopped', state: 'cancelled' }))
  expect(steps).toContainEqual(expect.objectContaining({ step: 'resumed', same: true }))
  expect(killAll(sandbox.root), 'processes left behind').toEqual([])
  expect(readdirSync(sandbox.env().TMPDIR ?? '').filter((name) => name.startsWith('hearth'))).toEqual([])
})
