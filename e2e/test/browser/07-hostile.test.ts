import { afterAll, beforeAll, expect, it } from 'vitest'
import { HOSTILE_NAME, hostileMarkdown, MARK, NEVER } from '../../src/browser/hostile.ts'
import { type Person, say } from '../../src/browser/person.ts'
import { type Site, startSite } from '../../src/browser/site.ts'
import { atPanel, onPhone } from './people.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()
let site: Site
let people: Person[]
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site?.close())

/** Nothing of a screen has become more than text. What pages asked for, said and opened is Watch's business. */
const expectInert = async ({ page, name }: Person): Promise<void> => {
  expect(await page.evaluate((mark) => mark in globalThis, MARK), `${name}: a script ran`).toBe(false)
  expect(site.asked, 'what mallory’s site was asked for').toEqual([])
  expect(page.url()).not.toContain(site.origin)
  // The app's own icons are SVG; what carries pictures, frames or handlers is never made from text.
  expect(await page.locator('main').locator(NEVER).count(), `${name}: elements made of text`).toBe(0)
  expect(await page.locator('a[href]').count(), 'links that a browser could follow by itself').toBe(0)
}

it('W5 W6: hostile Markdown in an answer is inert, while it streams and when it is settled', async () => {
  people = [await atPanel(scene()), await onPhone(scene())]
  const [alice, bob] = people as [Person, Person]
  await alice.newSession()
  const pieces = hostileMarkdown(site.origin)
  const text = pieces.map((piece, n) => `\n\nPiece ${n}\n\n${piece}`).join('')
  await alice.prompt(`Mallory. ${say(`${text}\n\nThe end of it.`, 'delay=5')}`)
  await bob.openSession(/^Mallory/)
  for (const person of people) {
    await person.readsOf(/The end of it\.(?!")/)
    await expectInert(person)
  }
})

it('W5: tool output, file names, commands and diffs are inert, in cards and in the transcript', async () => {
  const [alice] = people as [Person]
  const bad = hostileMarkdown(site.origin).slice(0, 5).join('\n')
  const quoted = (text: string) => text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')
  await alice.prompt(
    `[[write path="${quoted(HOSTILE_NAME)}" content="${quoted(bad)}"]] [[read path="${quoted(HOSTILE_NAME)}"]] [[bash cmd="cat *.js; printf '\\\\033[31m<img src=x onerror=alert(1)>'"]] ${say('Files done.')}`,
  )
  for (const shown of [/Edit 1 file/, /cat \*\.js/]) {
    for (const person of people) {
      await person.sees(shown)
      await person.button('Deny').waitFor()
      await expectInert(person)
      expect(
        await person.page.getByText('\u202E').count(),
        'a direction mark that is not shown as such',
      ).toBe(0)
    }
    await alice.allow()
  }
  for (const person of people) {
    await person.readsOf(/Files done\.(?!")/)
    await person.transcript.locator('details').evaluateAll((all) => {
      for (const fold of all) (fold as HTMLDetailsElement).open = true
    })
    await expectInert(person)
  }
})
