import { afterAll, beforeAll, beforeEach, onTestFailed } from 'vitest'
import { World } from '../src/world/world.ts'

/** One world for all stories of a file: started before the first, ended after the last, its logs shown on failure. */
export const useWorld = (make: () => Promise<World> = World.start): (() => World) => {
  let world: World | undefined
  beforeAll(async () => {
    world = await make()
  })
  beforeEach(() => {
    onTestFailed(() => {
      process.stderr.write(`${world?.tail() ?? 'no world'}\n`)
    })
  })
  afterAll(async () => {
    await world?.end()
  })
  return () => {
    if (world === undefined) throw new Error('the world did not start')
    return world
  }
}
