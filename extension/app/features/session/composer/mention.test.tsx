import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { describe, expect, it } from 'vitest'
import type { Pages, PageTab } from '../../../state/pages.ts'
import { aMessage, anId, aSession, aState, aTurn } from '../../../testing/build.ts'
import { fakeHost } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'
import './Completions.tsx'
import { triggerOf } from './trigger.ts'

layOutRows()

const FILES = ['src/app.ts', 'src/apple pie.ts', 'docs/app.md']
const place = { kind: 'worktree', path: '/w/a b', branch: 'hearth/a' } as const
const show = (pages?: Pages) => {
  const queries: string[] = []
  const host = fakeHost({
    states: { [SESSION]: aState({ place }) },
    sessions: [
      aSession({ id: SESSION, title: 'This one' }),
      aSession({ id: anId(7), title: 'Application cache' }),
      aSession({ id: anId(8), title: 'App of old', archived: true }),
    ],
    script: {
      call: (name, args) => {
        if (name === 'history')
          return { turns: [aTurn({ n: 1, blocks: [aMessage('It was the cache.')] })], earlier: 0 }
        if (name !== 'find-files') return undefined
        const query = String(args.query)
        queries.push(query)
        return { files: FILES.filter((file) => file.includes(query)), more: false }
      },
    },
  })
  const services = showSession(host, {}, pages)
  return { host, services, queries }
}
const type = async (value: string) => {
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Prompt' })
  field.value = value
  field.setSelectionRange(value.length, value.length)
  fireEvent.input(field)
  return field
}
const names = () => screen.queryAllByRole('option').map((option) => option.textContent)
const chips = () => screen.queryAllByRole('button', { name: /^Look at / }).map((one) => one.textContent)

describe('after an @', () => {
  it('files of the worktree are found, and go along as links with their names in the words', async () => {
    const { host } = show()
    const field = await type('look at @app')
    await waitFor(() => expect(names()).toHaveLength(4))
    expect(screen.getByRole('group', { name: 'Files' })).toBeTruthy()
    fireEvent.keyDown(field, { key: 'ArrowDown' })
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(field.value).toBe('look at @src/apple pie.ts ')
    expect(chips()).toEqual([expect.stringContaining('apple pie.ts')])
    fireEvent.click(screen.getByRole('button', { name: 'Send' }))
    await waitFor(() => expect(host.outbox()).toHaveLength(1))
    expect(host.outbox()[0]?.content).toEqual([
      { type: 'text', text: 'look at @src/apple pie.ts ' },
      { type: 'resource_link', uri: 'file:///w/a%20b/src/apple%20pie.ts', name: 'src/apple pie.ts' },
    ])
  })

  it('the host is asked for the last letters, not for each', async () => {
    const { queries } = show()
    for (const letters of ['@', '@s', '@sr', '@src']) await type(letters)
    await waitFor(() => expect(names().length).toBeGreaterThan(1))
    expect(queries.at(-1)).toBe('src')
    expect(queries.length).toBeLessThan(3)
  })

  it('another session is quoted: what was asked and answered last', async () => {
    const { host } = show()
    const field = await type('compare @applic')
    await waitFor(() => expect(names()).toEqual([expect.stringContaining('Application cache')]))
    fireEvent.keyDown(field, { key: 'Tab' })
    await waitFor(() =>
      expect(chips()).toEqual([expect.stringContaining('Last answers of Application cache')]),
    )
    expect(field.value).toBe('compare ')
    fireEvent.click(screen.getByRole('button', { name: 'Send' }))
    await waitFor(() => expect(host.outbox()).toHaveLength(1))
    expect(host.outbox()[0]?.content.at(-1)).toMatchObject({
      type: 'resource',
      resource: { text: expect.stringContaining('It was the cache.') },
    })
  })

  it('tabs are shown when the person lets them be, and a tab’s page goes along', async () => {
    const tab: PageTab = { id: 3, title: 'Streams', url: 'https://docs.example/streams', active: true }
    const [tabs, setTabs] = createSignal<readonly PageTab[] | null>(null)
    const asked: unknown[] = []
    const page = { id: 'p', kind: 'page', extent: 'page', title: 'Streams', url: tab.url } as const
    const pages: Pages = {
      ...{ trouble: () => null, settle: () => undefined, cancel: () => undefined },
      ...{ waiting: () => [], take: () => undefined, show: async () => undefined, tabs },
      ...{ isOff: () => false, switchSite: () => undefined },
      allowTabs: async () => setTabs([tab]) !== null,
      capture: async (...what) => {
        asked.push(what)
        return { ok: true, attachment: { ...page, markdown: '# Streams', quote: null } }
      },
    }
    show(pages)
    const field = await type('@')
    fireEvent.click(await screen.findByRole('option', { name: /Show my open tabs/ }))
    fireEvent.click(await screen.findByRole('option', { name: /Streams/ }))
    await waitFor(() => expect(chips()).toEqual([expect.stringContaining('Streams docs.example')]))
    expect(asked).toEqual([['page', 3]])
    expect(field.value).toBe('')
  })

  it('says why no files are found, and the rest stays', async () => {
    const { host } = show()
    host.script.call = () => {
      throw new HearthError('host.files')
    }
    await type('@app')
    expect(await screen.findByText(/Files can’t be found now/)).toBeTruthy()
    expect(names()).toEqual([expect.stringContaining('Application cache')])
  })

  it('Enter sends where nothing is found', async () => {
    const { host } = show()
    const field = await type('mail @nobody')
    await waitFor(() => expect(names()).toEqual([]))
    fireEvent.keyDown(field, { key: 'Enter' })
    await waitFor(() => expect(host.askedTo('prompt')).toMatchObject([{ text: 'mail @nobody' }]))
  })
})

it.each([
  ['/', 1, { kind: 'command', query: '', from: 0, to: 1 }],
  ['/in', 3, { kind: 'command', query: 'in', from: 0, to: 3 }],
  ['/in', 1, { kind: 'command', query: 'in', from: 0, to: 3 }],
  ['/in it', 6, null],
  [' /in', 4, null],
  ['see /in', 7, null],
  ['@', 1, { kind: 'mention', query: '', from: 0, to: 1 }],
  ['see @src/a and', 10, { kind: 'mention', query: 'src/a', from: 4, to: 10 }],
  ['see @src/a and', 8, { kind: 'mention', query: 'src', from: 4, to: 8 }],
  ['(@a', 3, { kind: 'mention', query: 'a', from: 1, to: 3 }],
  ['alice@example', 13, null],
  ['@a b', 4, null],
])('%j with the caret at %d', (text, caret, trigger) => {
  expect(triggerOf(text, caret)).toEqual(trigger)
})
