import { expect, it } from 'vitest'
import { until } from '../../src/world/wait.ts'
import { onPhone } from './people.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()

it('without a network the web view still opens and says so; with one it goes on by itself', async () => {
  const { browser, world } = scene()
  const bob = await onPhone(scene())
  await bob.newSession()
  await bob.prompt('Kept. [[text n=3]]')
  await bob.readsOf('w2')
  await until('the service worker', () =>
    bob.page.evaluate(() =>
      navigator.serviceWorker.ready.then((ready) => ready.active?.state === 'activated'),
    ),
  )
  browser.watch.expect(/WebSocket|ERR_INTERNET_DISCONNECTED|Failed to load resource/)
  await world.relay.kill()
  await bob.page.context().setOffline(true)
  await bob.page.reload()
  await bob.sees(/No network|has not answered yet/)
  expect(await bob.page.title()).toContain('Hearth')
  await bob.page.context().setOffline(false)
  await world.relay.start()
  await bob.readsOf('w2')
})
