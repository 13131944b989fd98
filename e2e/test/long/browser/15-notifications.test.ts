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
    title: 'Run git',
    exact: exactText(facts.action),
    risk: facts.risk,
    reasons: facts.reasons,
    hash: toHex(provider.sha512(bytes)),
    again: 0,
  }
}

it('allowed from the notification: the worker decides over a channel of its own, and the slot says so', async () => {
  const body = await asked('Look. [[bash cmd="git status --short"]] [[text say="looked."]]')
  const { notices, host } = await away()
  const outcomeOf = ({ request }: Asking) => host.link.requests.value.get(request)?.outcome
  await notices.push(body)
  const shown = await notices.sees(/^Run git$/)
  expect(shown.body).toContain(body.exact)
  expect(shown.body).toContain('project · OpenCode')
  expect(shown.body).toContain('Risk 1 of 4')
  expect(shown.actions).toEqual(['allow', 'deny'])
  await notices.press(shown, 'allow')
  const done = await notices.sees(/^Allowed$/)
  expect(done).toMatchObject({ tag: shown.tag, silent: true, actions: [] })
  expect(await until('the outcome', () => outcomeOf(body))).toBe('allowed')
})

it('what has changed since it was pushed is not decided, and its card opens at a press', async () => {
  const body = await asked('Look. [[bash cmd="git log --oneline"]] [[text say="late."]]')
  const { bob, notices } = await away()
  await notices.push({ ...body, hash: 'ab'.repeat(64) })
  await notices.press(await notices.sees(/^Run git$/), 'allow')
  const barred = await notices.sees(/^Nothing was decided: it has changed/)
  expect(barred.actions).toEqual(['review'])
  await notices.press(barred, 'review')
  await bob.button('Allow once').waitFor()
  expect(bob.page.url()).toContain(`#/r/${body.host}/${body.request}`)
  await bob.deny()
})

it('denied from the notification, then gone: the slot goes away', async () => {
  const body = await asked('Look. [[bash cmd="git diff --stat"]] [[text say="so be it."]]')
  const { notices } = await away()
  await notices.push(body)
  await notices.press(await notices.sees(/^Run git$/), 'deny')
  const { tag } = await notices.sees(/^Denied$/)
  await until('the slot to go', async () => (await notices.shown()).every((one) => one.tag !== tag))
})

it('answered elsewhere: the slot says so without a sound and goes', async () => {
  const body = await asked('Write. [[write path="elsewhere.txt"]] [[text say="there."]]')
  const { host, notices } = await away()
  await notices.push(body)
  await notices.sees(/^Run git$/)
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
  expect((await notices.shown()).filter(({ title }) => title === body.title)).toEqual([])
  await bob.deny()
})

it('what can’t be read says so, and decides nothing', async () => {
  const { notices } = await away()
  await notices.push('{"kind":"request"}')
  expect((await notices.sees(/^Something needs you$/)).actions).toEqual([])
})
