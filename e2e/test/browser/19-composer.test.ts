import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { RELAY_WITH_FACES } from '../../src/browser/faces.ts'
import { AskedLog } from '../../src/world/asked.ts'
import { until } from '../../src/world/wait.ts'
import { World } from '../../src/world/world.ts'
import { newestSession, turnsOf } from './host-log.ts'
import { atPanel } from './people.ts'
import { useBrowser } from './use-browser.ts'

const asked = new AskedLog()
const scene = useBrowser({ make: () => World.start({ onAsk: asked.onAsk }, RELAY_WITH_FACES) })

/** Larger than any model takes, and full of colours. */
const SIDE = 2_400
const LONGEST = 1_568

it('a pasted picture and a file found by a few letters go out with the prompt, and the agent reads both; a drawing with a script does not (L2)', async () => {
  const { world } = scene()
  mkdirSync(join(world.repository, 'src/deep'), { recursive: true })
  writeFileSync(join(world.repository, 'src/deep/a wheel.ts'), 'export const spokes = 32\n')
  const alice = await atPanel(scene())
  await alice.newSession()
  await alice.composer.click()
  await alice.page.evaluate(async (side) => {
    const canvas = new OffscreenCanvas(side, side / 2)
    const context = canvas.getContext('2d')
    for (let at = 0; context !== null && at < side; at += 4) {
      context.fillStyle = `hsl(${at % 360} 80% 50%)`
      context.fillRect(at, 0, 4, side)
    }
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([await canvas.convertToBlob()], 'colours.png', { type: 'image/png' }))
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, SIDE)
  await alice.button('Remove colours.png').waitFor()

  // Not drawn, since what it draws it decides itself.
  await alice.page.evaluate(() => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([svg], 'drawing.svg', { type: 'image/svg+xml' }))
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  })
  await alice.sees(/drawing\.svg can’t be read as a picture here/)

  await alice.composer.pressSequentially('How many spokes has @whl')
  await alice.page.getByRole('option', { name: /a wheel\.ts/ }).waitFor()
  await alice.composer.press('Enter')
  await alice.button('Remove a wheel.ts').waitFor()
  await alice.composer.pressSequentially('? [[text say="Thirty-two."]]')
  await alice.composer.press('Enter')
  await alice.readsOf(/(?<!say=")Thirty-two\./)
  expect(await alice.page.getByRole('list', { name: 'Attached' }).count()).toBe(0)

  const session = await newestSession(world)
  const [turn] = await until('the turn to settle', async () => {
    const all = await turnsOf(world, session)
    return all[0]?.state === 'completed' && all
  })
  const [words, image, file] = turn?.prompt.content ?? []
  expect(words).toMatchObject({ text: expect.stringContaining('How many spokes has @src/deep/a wheel.ts ?') })
  expect(file).toMatchObject({ type: 'resource_link', name: 'src/deep/a wheel.ts' })
  const size = await alice.page.evaluate(async (block) => {
    const { data } = block as { data: string }
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))]))
    return [bitmap.width, bitmap.height]
  }, image)
  expect(size).toEqual([LONGEST, LONGEST / 2])
  const { items } = asked.last('How many spokes')
  expect(items.map(({ text }) => text).join('\n')).toContain('export const spokes = 32')

  // The prompt is one key away, and nothing of it is a draft.
  await alice.composer.press('ArrowUp')
  expect(await alice.composer.inputValue()).toContain('How many spokes')
  await alice.composer.press('ArrowDown')
  expect(await alice.composer.inputValue()).toBe('')
})
