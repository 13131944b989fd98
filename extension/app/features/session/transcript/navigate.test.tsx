import { historyPage } from '@hearth/shared/session'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aMessage, aState, aTool, aTurn, HOST } from '../../../testing/build.ts'
import { fakeHost } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'

layOutRows()

const turns = Array.from({ length: 56 }, (_, i) =>
  aTurn({ n: i + 1, prompt: `Prompt ${i + 1}`, blocks: [aMessage(`Answer ${i + 1}`)] }),
)
const whole = aState({ settled: turns })
const last = { ...whole, earlier: 53, settled: turns.slice(53) }
const host = () =>
  fakeHost({
    states: { [SESSION]: last },
    script: {
      call: (name, args) =>
        name === 'history' ? historyPage(whole, Number(args.before), Number(args.limit)) : undefined,
    },
  })
const pointed = (): string | null =>
  document.querySelector('[data-pointed]')?.getAttribute('data-key') ?? null
const goTo = (services: ReturnType<typeof showSession>, turn: number): void =>
  services.router.go({ screen: 'session', host: HOST, session: SESSION, turn })

describe('a link to a turn', () => {
  it('shows it, and again when it is followed again', async () => {
    const services = showSession(host())
    await screen.findByText('Prompt 56')
    goTo(services, 55)
    await waitFor(() => expect(pointed()).toBe(`p:${turns[54]?.prompt.id}`))
    goTo(services, 54)
    await waitFor(() => expect(pointed()).toBe(`p:${turns[53]?.prompt.id}`))
    goTo(services, 55)
    await waitFor(() => expect(pointed()).toBe(`p:${turns[54]?.prompt.id}`))
  })

  it('fetches what lies before, as far as that takes', async () => {
    const fake = host()
    const services = showSession(fake)
    await screen.findByText('Prompt 56')
    goTo(services, 3)
    const pages = () => fake.askedTo('call').filter(({ name }) => name === 'history')
    await waitFor(() => expect(pages()).toHaveLength(2))
    expect(screen.queryByText(/further back/)).toBeNull()
  })

  it('says when there is no such turn', async () => {
    const services = showSession(host())
    await screen.findByText('Prompt 56')
    goTo(services, 99)
    expect(await screen.findByText(/further back than this device holds/)).toBeTruthy()
  })
})

describe('the menu of a turn', () => {
  const copied: string[] = []
  beforeEach(() => {
    copied.length = 0
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text))
  })
  it('copies a link, the prompt, and the answer without what led to it', async () => {
    const blocks = [aMessage('First', 0), aTool({ n: 1 }), aMessage('Second', 2)]
    showSession(
      fakeHost({ states: { [SESSION]: aState({ settled: [aTurn({ n: 7, prompt: 'Why?', blocks })] }) } }),
    )
    await screen.findByText('Why?')
    for (const name of [/Copy link/, /Copy the prompt/, /Copy the answer/])
      fireEvent.click(screen.getByText(name))
    await waitFor(() =>
      expect(copied).toEqual([`https://relay.example/#/s/${HOST}/${SESSION}/7`, 'Why?', 'First\n\nSecond']),
    )
  })
})

it('goes from prompt to prompt by keys, not while something is typed', async () => {
  showSession(host())
  const field = await screen.findByRole('textbox', { name: 'Prompt' })
  await screen.findByText('Prompt 56')
  expect(fireEvent.keyDown(field, { key: 'ArrowUp', altKey: true })).toBe(true)
  fireEvent.keyDown(document.body, { key: 'ArrowDown', altKey: true })
  await waitFor(() => expect(pointed()).toMatch(/^p:/))
  expect(screen.getByRole('button', { name: /^Previous prompt/ })).toBeTruthy()
})

it('opens a call that fails while one looks on', async () => {
  const running = aTool({ n: 0, kind: 'execute', title: 'Build it', status: 'in_progress' })
  const current = aTurn({ n: 1, state: 'running', settledAt: null, blocks: [], open: [running] })
  const fake = fakeHost({ states: { [SESSION]: aState({ settled: [], current }) } })
  showSession(fake)
  await screen.findByText('Running')
  expect(document.querySelector('[role="log"] details[open]')).toBeNull()
  const { type, content, ...rest } = running
  fake.append(SESSION, {
    ...{ type: 'tool', turn: 1, block: 0, call: rest.call, title: rest.title, kind: 'execute' },
    ...{ status: 'failed', at: 5, content: [{ type: 'text', text: 'no rule' }] },
  })
  await waitFor(() =>
    expect(document.querySelector('[role="log"] details[open]')?.textContent).toContain('no rule'),
  )
})
