import { beforeEach, expect, it } from 'vitest'
import { Unstopped } from './unstopped.ts'

const WHERE = { sessionID: 'ses_1', directory: '/repo' }
const OTHER = { sessionID: 'ses_2', directory: '/repo' }

let turns: boolean
let pid: number | null
let stops: string[]
let ends: string[]
/** Whether it is found stopped; asked each time. */
let obeys: () => boolean
let unstopped: Unstopped
beforeEach(() => {
  turns = true
  pid = 7
  stops = []
  ends = []
  obeys = () => false
  unstopped = new Unstopped({
    hub: { hasTurns: () => turns },
    pid: () => pid,
    stop: async ({ sessionID }) => {
      stops.push(sessionID)
      return obeys()
    },
    end: async (why) => {
      ends.push(why)
      pid = 8
    },
  })
})

it('the server is ended when nobody has a turn any more, once for all that go on in it', async () => {
  unstopped.add(WHERE)
  unstopped.add(OTHER)
  await unstopped.rest()
  expect([stops, ends]).toEqual([[], []])
  turns = false
  await unstopped.rest()
  expect(stops).toEqual(['ses_1'])
  expect(ends).toEqual(['it was still at work with a turn that was to be stopped'])
  await unstopped.rest()
  await unstopped.clear(WHERE)
  expect([stops.length, ends.length]).toEqual([1, 1])
})

it('one that has stopped meanwhile costs nobody the server', async () => {
  unstopped.add(WHERE)
  turns = false
  obeys = () => true
  await unstopped.rest()
  expect([stops, ends]).toEqual([['ses_1'], []])
})

it('a turn that begins while it is asked keeps the server, until that has ended', async () => {
  unstopped.add(WHERE)
  turns = false
  obeys = () => {
    turns = true
    return false
  }
  await unstopped.rest()
  expect(ends).toEqual([])
  obeys = () => false
  turns = false
  await unstopped.rest()
  expect(ends).toHaveLength(1)
})

it('what went on in a server that has ended since is over', async () => {
  unstopped.add(WHERE)
  pid = null
  turns = false
  await unstopped.rest()
  pid = 9
  await unstopped.clear(WHERE)
  expect([stops, ends]).toEqual([[], []])
})

it('a prompt is not sent into what goes on: refused while others need the server, else after a start anew', async () => {
  unstopped.add(WHERE)
  await unstopped.clear(OTHER)
  await expect(unstopped.clear(WHERE)).rejects.toMatchObject({ code: 'agent.unresponsive' })
  expect(ends).toEqual([])
  turns = false
  await unstopped.clear(WHERE)
  expect(ends).toHaveLength(1)
})
