import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { say } from '../../src/browser/person.ts'
import { until } from '../../src/world/wait.ts'
import { newestSession, turnsOf } from './host-log.ts'
import { onPhone } from './people.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()

/** The first turn starts the agent. */
const PATIENCE_MS = 60_000

/** More than a screen, so that there is somewhere to go. */
const LONG = Array.from({ length: 30 }, (_, n) => `Paragraph ${n} of what was found.`).join('\n\n')

it('what was said is found again: in the session, in all of them, by a link, and in a copy on the device', async () => {
  const { world, browser } = scene()
  const bob = await onPhone({ world, browser })
  const { page } = bob
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await bob.newSession()
  const said = [`The Café is closed.\n\n${LONG}`, `Past the CAFÉ.\n\n${LONG}`, `Good.\n\n${LONG}`]
  for (const [n, answer] of said.entries()) await bob.prompt(`Question ${n + 1} ${say(answer)}`)
  const session = await newestSession(world)
  const ended = async (): Promise<boolean> => (await turnsOf(world, session)).length === said.length
  await until('all turns to end', ended, { ms: PATIENCE_MS, every: 300 })
  const pointed = page.locator('[data-pointed]')
  const expectAtTop = async (text: string): Promise<void> => {
    await until(`${text} at the top`, async () => {
      const [row, log] = await Promise.all([
        page
          .locator('[data-pointed]', { hasText: text })
          .boundingBox({ timeout: 1_000 })
          .catch(() => null),
        bob.transcript.boundingBox(),
      ])
      return row !== null && log !== null && Math.abs(row.y - log.y) < 40
    })
  }

  await bob.transcript.focus()
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Alt+ArrowUp')
  await expectAtTop('Question 2')
  await bob.button(/^Next prompt/).click()
  await expectAtTop('Question 3')

  await page.keyboard.press('Control+f')
  await page.keyboard.type('cafe closed')
  const bar = page.locator('search')
  await bar.getByText('2 of 2', { exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await bar.getByText('1 of 2', { exact: true }).waitFor()
  const marked = await until('marks', () =>
    page.evaluate(() => {
      const here = (CSS.highlights.get('hearth-found-here') ?? new Set<AbstractRange>()) as Iterable<Range>
      const words = [...here].map((range) => range.toString())
      return words.length > 0 && words
    }),
  )
  expect(marked).toContain('Café')
  await page.keyboard.press('Escape')

  await page.getByRole('article').first().getByRole('button', { name: 'More about this prompt' }).click()
  await page.getByRole('menuitem', { name: 'Copy link to this turn' }).click()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(/#\/s\/[0-9a-f]{32}\/[0-9a-f]{32}\/1$/)
  await bob.openHome()
  await page.goto(link)
  await expectAtTop('Question 1')
  await page.reload()
  await expectAtTop('Question 1')

  await bob.button('More about this session').click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), bob.button('Save the file').click()])
  const copy = readFileSync(await download.path(), 'utf8')
  expect(download.suggestedFilename()).toMatch(/^hearth-question-1.*\.md$/)
  expect(copy.match(/^## Turn \d$/gm)).toEqual(['## Turn 1', '## Turn 2', '## Turn 3'])
  expect(copy).toContain('The Café is closed.')

  await bob.openHome()
  await bob.button('More').click()
  await page.getByRole('menuitem', { name: 'Search all sessions' }).click()
  await page.getByRole('searchbox', { name: 'Search in all sessions' }).fill('past cafe')
  await page.getByRole('button', { name: /Past the CAFÉ.*Answered · turn 2/ }).click()
  await bob.composer.waitFor()
  await bar.getByText(/ of 2$/).waitFor()
  await expectAtTop('Past the CAFÉ')
  await pointed.waitFor()

  const hits = await world.hearth.ok(['search', 'past', 'cafe'])
  expect(hits).toMatchObject([
    { turn: 2, by: 'person' },
    { turn: 2, by: 'agent', text: 'Past the CAFÉ.' },
  ])
})
