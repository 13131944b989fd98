import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toHex } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import type { PushBody } from '@hearth/shared/protocol'
import { exactText } from '@hearth/shared/session'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { Notices } from '../../../src/browser/notices.ts'
import { Person } from '../../../src/browser/person.ts'
import type { Device } from '../../../src/world/device.ts'
import { until } from '../../../src/world/wait.ts'
import { useBrowser } from '../../browser/use-browser.ts'

type Asking = Extract<PushBody, { kind: 'request' }>

const provider = createNodeProvider()
/** A cold agent on a machine that is busy. */
const AGENT_START_MS = 60_000
const scene = useBrowser()
let met: Promise<{ bob: Person; notices: Notices; host: Device }> | undefined

/** Bob at the web view in a tab, with notifications switched on; `host` reads what the host asks. */
const away = () => {
  met ??= (async () => {
    const { browser, world } = scene()
    await browser.context.grantPermissions(['notifications'], { origin: world.origin })
    const page: Page = await browser.context.newPage()
    await page.goto(world.origin)
    const bob = new Person(page, 'bob')
    await bob.pair(world.hearth, (link) => bob.openLink(link))
    await bob.button('More').click()
    await page.getByRole('menuitem', { name: 'Notifications' }).click()
    await page.getByRole('switch', { name: 'Notifications on this device' }).click()
    await page.getByRole('switch', { name: 'Requests that wait for me' }).waitFor()
    return { bob, notices: await Notices.of(page), host: await world.device('charlie') }
  })()
  return met
}

/** Starts a turn that asks, leaves for a screen without requests, and gives what the host would push. */
const asked = async (prompt: string): Promise<Asking> => {
  const { bob, host } = await away()
  await bob.openHome()
  await bob.newSession()
  await bob.prompt(prompt)
  const view = await until(
    'the request',
    () => [...host.link.requests.value.values()].find(({ state }) => state === 'pending'),
    { ms: AGENT_START_MS },
  )
  await bob.openHome()
  if (view.content.kind !== 'permission') throw new Error('not what was asked for')
  const { facts, bytes } = view.content
  return {
    kind: 'request',
    host: facts.hostId,
    request: view.id,
    session: view.session,
    where: 'project · OpenCode',
    title: 'Edit 1 file',
    exact: exactText(facts.action),
    risk: facts.risk,
    reasons: facts.reasons,
    hash: toHex(provider.sha512(bytes)),
    again: 0,
  }
}

const file = (name: string): string => join(scene().world.repository, name)

it('allowed from the notification: the worker decides over a channel of its own, and the slot says so', async () => {
  const body = await asked('Write. [[write path="from-notice.txt"]] [[text say="written."]]')
  const { notices } = await away()
  await notices.push(body)
  const shown = await notices.sees(/^Edit 1 file$/)
  expect(shown.body).toContain(body.exact)
  expect(shown.body).toContain('project · OpenCode')
  expect(shown.body).toContain('Risk 2 of 4')
  expect(shown.actions).toEqual(['allow', 'deny'])
  expect(existsSync(file('from-notice.txt')), 'before anybody allowed it').toBe(false)
  await notices.press(shown, 'allow')
  const done = await notices.sees(/^Allowed$/)
  expect(done).toMatchObject({ tag: shown.tag, silent: true, actions: [] })
  await until('the file', () => existsSync(file('from-notice.txt')))
})

it('what has changed since it was pushed is not decided, and its card opens at a press', async () => {
  const body = await asked('Write. [[write path="changed.txt"]] [[text say="late."]]')
  const { bob, notices } = await away()
  await notices.push({ ...body, hash: 'ab'.repeat(64) })
  await notices.press(await notices.sees(/^Edit 1 file$/), 'allow')
  const barred = await notices.sees(/^Nothing was decided: it has changed/)
  expect(barred.actions).toEqual(['review'])
  expect(existsSync(file('changed.txt'))).toBe(false)
  await notices.press(barred, 'review')
  await bob.button('Allow once').waitFor()
  expect(bob.page.url()).toContain(`#/r/${body.host}/${body.request}`)
  await bob.deny()
})

it('denied from the notification, then gone: the slot goes away', async () => {
  const body = await asked('Write. [[write path="denied.txt"]] [[text say="so be it."]]')
  const { notices } = await away()
  await notices.push(body)
  await notices.press(await notices.sees(/^Edit 1 file$/), 'deny')
  const { tag } = await notices.sees(/^Denied$/)
  await until('the slot to go', async () => (await notices.shown()).every((one) => one.tag !== tag))
  expect(existsSync(file('denied.txt'))).toBe(false)
})

it('answered elsewhere: the slot says so without a sound and goes', async () => {
  const body = await asked('Write. [[write path="elsewhere.txt"]] [[text say="there."]]')
  const { host, notices } = await away()
  await notices.push(body)
  await notices.sees(/^Edit 1 file$/)
  await host.link.decide(body.request, 'deny')
  await notices.push({ kind: 'gone', host: body.host, request: body.request, how: 'Denied on charlie' })
  const over = await notices.sees(/^Denied on charlie$/)
  expect(over.silent).toBe(true)
  await until('the slot to go', async () => (await notices.shown()).every((one) => one.tag !== over.tag))
})

it('nothing is shown while the request is on a focused screen', async () => {
  const body = await asked('Write. [[write path="seen.txt"]] [[text say="seen."]]')
  const { bob, notices } = await away()
  await bob.page.bringToFront()
  await bob.openNeed('Edit 1 file')
  await bob.button('Deny').waitFor()
  await notices.push(body)
  await notices.push({
    kind: 'turn',
    host: body.host,
    session: body.session,
    title: 'A turn',
    outcome: 'Done',
  })
  await notices.sees(/^A turn$/)
  expect((await notices.shown()).filter(({ title }) => title === 'Edit 1 file')).toEqual([])
  await bob.deny()
})

it('what can’t be read says so, and decides nothing', async () => {
  const { notices } = await away()
  await notices.push('{"kind":"request"}')
  expect((await notices.sees(/^Something needs you$/)).actions).toEqual([])
})
