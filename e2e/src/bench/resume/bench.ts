import { World } from '../../world/world.ts'
import type { Bench } from '../bench.ts'
import type { Row } from '../row.ts'

/** Each direction is held so long, ms: a mobile network across a continent. */
const HALF_TRIP_MS = 50

/** From a cut socket to the next event of the running turn, in round trips. */
export const resumeBench: Bench = async ({ rounds, say }) => {
  const cuts: Row['rounds'][number][] = []
  const world = await World.start()
  try {
    const alice = await world.device('alice')
    world.proxy.slow(HALF_TRIP_MS)
    await alice.connect()
    const session = await alice.newSession('main')
    let heard: () => void = () => undefined
    alice.link.follow(session, (update) => {
      if (update.type === 'events') heard()
    })
    const next = () =>
      new Promise<void>((resolve) => {
        heard = resolve
      })
    const turn = await alice.prompt(session, `[[slow n=${rounds * 200} delay=20]]`)
    for (let round = 1; round <= rounds; round++) {
      say(`  cut ${round}`)
      for (let n = 0; n < 20; n++) await next()
      world.cutDevices()
      const start = performance.now()
      await next()
      cuts.push({ ours: performance.now() - start, baseline: 2 * HALF_TRIP_MS })
    }
    await alice.link.call('stop', { session, turn })
  } finally {
    await world.end()
  }
  return [
    {
      metric: `Cut to resumed stream, ${2 * HALF_TRIP_MS} ms round trip`,
      ratio: 'time / one round trip, TCP and the wait of 50 ms included; lower is better',
      better: 'lower',
      goal: 6,
      unit: 'ms',
      rounds: cuts,
    },
  ]
}
