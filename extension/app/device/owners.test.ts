// @vitest-environment node
import { beforeEach, expect, it } from 'vitest'
import { lockOwners } from './owners.ts'

/** Web Locks of one browser profile, as far as windows use them; `end` is what happens when a window dies. */
class Locks {
  readonly held = new Map<string, Promise<unknown>>()

  request = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    while (this.held.has(name)) await this.held.get(name)
    const running = work()
    this.held.set(name, running)
    try {
      return await running
    } finally {
      this.held.delete(name)
    }
  }
  query = async () => ({ held: [...this.held.keys()].map((name) => ({ name })), pending: [] })
  end(me: string): void {
    for (const name of this.held.keys()) if (name.endsWith(me)) this.held.delete(name)
  }
}

let locks: Locks
const open = (me: string) => lockOwners(locks as unknown as LockManager, me)
beforeEach(() => {
  locks = new Locks()
})

it('knows the windows that live', async () => {
  const first = await open('first')
  await open('second')
  expect(await first.exclusively(async (alive) => [...alive].sort())).toEqual(['first', 'second'])
  locks.end('second')
  expect(await first.exclusively(async (alive) => [...alive])).toEqual(['first'])
})

it('lets one work at a time', async () => {
  const [first, second] = [await open('first'), await open('second')]
  const steps: string[] = []
  const work = (name: string) => async (): Promise<void> => {
    steps.push(`${name} begins`)
    await Promise.resolve()
    steps.push(`${name} ends`)
  }
  await Promise.all([first.exclusively(work('first')), second.exclusively(work('second'))])
  expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})
