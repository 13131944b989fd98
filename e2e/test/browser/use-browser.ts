import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFailed } from 'vitest'
import { Browser } from '../../src/browser/browser.ts'
import { RELAY_WITH_FACES } from '../../src/browser/faces.ts'
import { findChromium } from '../../src/browser/program.ts'
import { saveFailure } from '../../src/browser/shots.ts'
import { World } from '../../src/world/world.ts'

/** What all stories of a file share: a world whose relay serves the app, and one Chromium. */
export interface Scene {
  readonly world: World
  readonly browser: Browser
}

/** How a file's scene differs from the usual. */
export interface SceneOptions {
  make?(): Promise<World>
  /** Folders of further extensions for the browser. */
  others?(world: World): string[]
}

const begin = async (program: string, { make = WORLD, others }: SceneOptions): Promise<Scene> => {
  const world = await make()
  try {
    return { world, browser: await Browser.launch(program, world.origin, { others: others?.(world) }) }
  } catch (error) {
    return world.fail(error)
  }
}

const WORLD = () => World.start({}, RELAY_WITH_FACES)

/**
 * A scene for all stories of a file. After each story its pages must have done nothing that Watch forbids. Without a
 * Chromium the stories are left out and say so; where one is required (HEARTH_REQUIRE_CHROMIUM=1) they fail.
 */
export const useBrowser = (options: SceneOptions = {}): (() => Scene) => {
  const found = findChromium()
  let scene: Scene | undefined
  beforeAll(async () => {
    if ('path' in found) scene = await begin(found.path, options)
    else if (found.required) throw new Error(found.missing)
  })
  beforeEach((context) => {
    if ('missing' in found) context.skip(found.missing)
    onTestFailed(async ({ task }) => {
      if (scene === undefined) return
      process.stderr.write(`${await saveFailure(scene.browser, task.name)}\n${scene.world.tail()}\n`)
    })
  })
  afterEach(() => {
    expect(scene?.browser.watch.take() ?? [], 'what pages did that they must not').toEqual([])
  })
  afterAll(async () => {
    await scene?.browser.close()
    await scene?.world.end()
  })
  return () => {
    if (scene === undefined) throw new Error('the scene did not start')
    return scene
  }
}
