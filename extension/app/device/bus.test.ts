// @vitest-environment node
import { newName, until } from '@hearth/shared/testing'
import { expect, it } from 'vitest'
import { broadcastBus, type Word } from './bus.ts'

it('carries words to the other windows, not back, and ignores what is none', async () => {
  const name = newName()
  const [first, second] = [broadcastBus(name), broadcastBus(name)]
  const stranger = new BroadcastChannel(name)
  const heard: Record<'first' | 'second', Word[]> = { first: [], second: [] }
  first.listen((word) => heard.first.push(word))
  second.listen((word) => heard.second.push(word))
  for (const strange of ['hosts', null, { t: 'hosts', and: 'more' }, { t: 'outbox' }]) {
    stranger.postMessage(strange)
  }
  first.post({ t: 'outbox', host: 'a' })
  first.post({ t: 'hosts' })
  await until(() => heard.second.length === 2, 'the words')
  expect(heard).toEqual({ first: [], second: [{ t: 'outbox', host: 'a' }, { t: 'hosts' }] })
  for (const each of [first, second, stranger]) each.close()
})
