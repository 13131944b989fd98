import { expect, it } from 'vitest'
import { useWorld } from '../use-world.ts'

const world = useWorld()

it('the second turn of a session starts no process and makes no new connection', async () => {
  const alice = await world().device('alice')
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  await transcript.reaches(await alice.prompt(session, 'first [[text n=5]]'), ['completed'])

  // opencode runs git for its own snapshots, in every turn: that is its business, and no agent or host starting.
  const server = await world().opencode()
  const processes = () =>
    world()
      .processes()
      .filter(({ parent }) => parent !== server.pid)
  const before = processes()
  const connections = world().proxy.connections
  const second = await alice.prompt(session, 'second [[text n=100 delay=5]]')
  const seen = new Map(before.map(({ pid, command }) => [pid, command]))
  let over = false
  const settled = transcript.reaches(second, ['completed']).finally(() => {
    over = true
  })
  while (!over) {
    for (const { pid, command } of processes()) seen.set(pid, command)
    await new Promise((next) => setTimeout(next, 5))
  }
  await settled
  expect([...seen.values()].sort()).toEqual(before.map(({ command }) => command).sort())
  expect(processes()).toEqual(before)
  expect(world().proxy.connections).toBe(connections)
})
