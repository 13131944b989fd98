import { connectControl, socketPath } from '@hearth/host-agent'
import type { Device } from '../../world/device.ts'
import type { Transcript } from '../../world/transcript.ts'
import { World } from '../../world/world.ts'
import type { Bench } from '../bench.ts'
import { lower, type Row } from '../row.ts'

type Rounds = Row['rounds'][number][]

const WARM_UP = 2

/** Somebody who is asked by a real agent, over a real relay: the clock of device and host is the same. */
class Person {
  readonly #device: Device
  readonly #session: string
  readonly #transcript: Transcript
  #settled: (at: number) => void = () => undefined

  constructor(device: Device, session: string) {
    this.#device = device
    this.#session = session
    this.#transcript = device.follow(session)
    device.link.follow(session, (update) => {
      // What the agent does next is its command's result.
      if (update.type !== 'events') return
      const isOn = update.events.some((event) => event.type === 'tool' && event.status === 'completed')
      if (isOn) this.#settled(performance.now())
    })
  }

  /** Time of one call that asks the host for next to nothing, ms. */
  async roundTrip(): Promise<number> {
    const begun = performance.now()
    await this.#device.link.call('list-rules', {})
    return performance.now() - begun
  }

  /** Has the agent ask for a command, and lets `decide` answer. Times in ms. */
  async asked(
    decide: (request: string) => Promise<unknown>,
  ): Promise<{ shown: number; receipt: number; on: number }> {
    const on = new Promise<number>((resolve) => {
      this.#settled = resolve
    })
    const turn = await this.#device.prompt(this.#session, '[[bash cmd="touch bench.txt"]] [[text n=1]]')
    const { id, content } = await this.#device.request(this.#session, turn)
    const shown = Date.now() - (content.kind === 'permission' ? content.facts.createdAt : 0)
    const begun = performance.now()
    await decide(id)
    const receipt = performance.now() - begun
    const times = { shown, receipt, on: (await on) - begun }
    await this.#transcript.reaches(turn, ['completed'])
    return times
  }
}

/** An approval, leg by leg: raised, shown, decided, the agent goes on; against the owner's decision at the host itself. */
export const approvalsBench: Bench = async ({ rounds, say }) => {
  const [shown, receipt, on]: [Rounds, Rounds, Rounds] = [[], [], []]
  const world = await World.start()
  try {
    const device = await world.device('alice')
    const person = new Person(device, await device.newSession('main'))
    const control = await connectControl(socketPath(world.hearth.home))
    const remotely = (id: string) => device.link.decide(id, 'allow-once')
    const locally = (request: string) => control.call('decide', { request, allow: true })
    for (let round = 0; round < rounds + WARM_UP; round++) {
      if (round >= WARM_UP) say(`  request ${round - WARM_UP + 1}`)
      const trip = await person.roundTrip()
      const remote = await person.asked(remotely)
      const local = await person.asked(locally)
      if (round < WARM_UP) continue
      shown.push({ ours: Math.max(1, remote.shown), baseline: trip })
      receipt.push({ ours: remote.receipt, baseline: trip })
      on.push({ ours: remote.on, baseline: local.on })
    }
    control.close()
  } finally {
    await world.end()
  }
  return [
    lower(
      'Request raised to on the device',
      'time / one call’s round trip on the same channel',
      null,
      'ms',
      shown,
    ),
    lower(
      'Decision pressed to receipt',
      'offer, signature, checks, record / one call’s round trip',
      null,
      'ms',
      receipt,
    ),
    lower(
      'Decision pressed to the agent going on',
      'from a device / by the owner at the host',
      1.5,
      'ms',
      on,
    ),
  ]
}
