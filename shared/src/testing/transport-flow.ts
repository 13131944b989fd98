import { expect, it } from 'vitest'
import { Close } from '../protocol/close.ts'
import { MAX_MESSAGE, MAX_QUEUED } from '../transport/limits.ts'
import type { Pipe } from '../transport/types.ts'
import { numbered, numberOf } from './transport-parties.ts'
import { at, type Stage } from './transport-stage.ts'
import { until } from './until.ts'

/** What a transport does when one side does not read as fast as the other sends. */
export const flowCases = ({ alice, bob, hostUp, device, arrived, wired }: Stage): void => {
  /** Sends full messages into a pipe, a few per turn of the loop, until `enough`. Returns how many. */
  const flood = async (pipe: Pipe, enough: () => boolean): Promise<number> => {
    let sent = 0
    for (; !enough() && sent < 220; sent++) {
      pipe.send(numbered(sent, MAX_MESSAGE))
      await new Promise((resolve) => setImmediate(resolve))
    }
    return sent
  }

  it('shows a slow reader as backlog, harms no other, and loses nothing when it reads again', async () => {
    const host = await hostUp()
    const [slow, wire] = await wired(() => device(alice))
    const quick = await device(bob)
    await until(() => host.pipes.length === 2 && slow.pipes.length + quick.pipes.length === 2, 'pipes')
    const resume = wire.stall()
    const pipe = at(host.pipes, 0).pipe
    const sent = await flood(pipe, () => pipe.backlog > MAX_MESSAGE * 4)
    await until(() => pipe.backlog > MAX_MESSAGE * 2, 'a backlog')
    at(host.pipes, 1).pipe.send(numbered(77))
    await arrived(at(quick.pipes, 0), 1)
    await until(() => at(host.pipes, 1).pipe.backlog === 0, 'no backlog for the quick reader')
    resume()
    await arrived(at(slow.pipes, 0), sent)
    expect(at(slow.pipes, 0).messages.map(numberOf)).toEqual(Array.from({ length: sent }, (_, i) => i))
    await until(() => pipe.backlog === 0, 'an empty backlog')
  })

  it('shows a slow host to the device that sends to it', async () => {
    const [host, wire] = await wired(() => hostUp())
    const line = await device(alice)
    await until(() => host.pipes.length === 1 && line.pipes.length === 1, 'a pipe')
    const resume = wire.stall()
    const pipe = at(line.pipes, 0).pipe
    const sent = await flood(pipe, () => pipe.backlog > MAX_MESSAGE * 4)
    await until(() => pipe.backlog > MAX_MESSAGE * 2, 'a backlog')
    resume()
    await arrived(at(host.pipes, 0), sent)
    await until(() => pipe.backlog === 0, 'an empty backlog')
  })

  it('cuts a reader whose queue is full, as slow', async () => {
    const host = await hostUp()
    const [slow, wire] = await wired(() => device(alice))
    await until(() => host.pipes.length === 1 && slow.pipes.length === 1, 'a pipe')
    wire.stall()
    const seen = at(host.pipes, 0)
    await flood(seen.pipe, () => seen.end !== undefined || seen.pipe.backlog > MAX_MESSAGE * 4)
    for (let i = 0; i * MAX_MESSAGE <= MAX_QUEUED && !seen.end; i++) seen.pipe.send(numbered(i, MAX_MESSAGE))
    await until(() => seen.end !== undefined, 'the cut')
    expect(seen.end?.code).toBe(Close.slow)
  })
}
