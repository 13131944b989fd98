import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { aSessionAgent, aState, aTurn } from '../../../testing/build.ts'
import { type FakeHostOptions, fakeHost } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'

layOutRows()

const running = aTurn({ n: 2, state: 'running', settledAt: null })
const show = (current: typeof running | null = running, more: FakeHostOptions = {}) => {
  const host = fakeHost({ states: { [SESSION]: aState({ current }) }, ...more })
  showSession(host)
  return host
}
const type = async (text: string) => {
  const element = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Prompt' })
  fireEvent.input(element, { target: { value: text } })
  return element
}

describe('steering', () => {
  it.each([
    ['joins', 'Goes into the running turn at its next step', /Alt\+Enter steers: goes into/],
    ['interrupts', 'Stops the running turn, then sends', /Alt\+Enter steers: stops the running/],
  ] as const)('says beforehand that it %s', async (steering, title, hint) => {
    const host = show(running, { sessionAgents: { [SESSION]: [aSessionAgent({ steering })] } })
    await type('also this')
    const button = await screen.findByRole('button', { name: 'Steer' })
    await waitFor(() => expect(button.title).toBe(title))
    expect(screen.getByText(hint)).toBeTruthy()
    fireEvent.click(button)
    await waitFor(() => expect(host.askedTo('prompt')).toMatchObject([{ manner: { delivery: 'steer' } }]))
  })

  it('is what Alt+Enter does, and Enter queues', async () => {
    const host = show()
    const element = await type('one')
    fireEvent.keyDown(element, { key: 'Enter', altKey: true })
    await waitFor(() => expect(element.value).toBe(''))
    await type('two')
    fireEvent.keyDown(element, { key: 'Enter' })
    await waitFor(() => expect(host.askedTo('prompt')).toHaveLength(2))
    expect(host.askedTo('prompt').map(({ manner }) => manner.delivery)).toEqual(['steer', undefined])
  })

  it('is not offered while nothing runs', async () => {
    const host = show(null)
    const element = await type('hello')
    expect(screen.queryByRole('button', { name: 'Steer' })).toBeNull()
    fireEvent.keyDown(element, { key: 'Enter', altKey: true })
    expect(host.askedTo('prompt')).toEqual([])
  })

  it('stops the turn of another agent, whatever that could take in', async () => {
    const agents = [aSessionAgent({ agent: 'codex' }), aSessionAgent()]
    show({ ...running, agent: 'codex' }, { sessionAgents: { [SESSION]: agents } })
    await type('now you')
    const button = await screen.findByRole('button', { name: 'Steer' })
    expect(button.title).toBe('Stops the running turn, then sends')
  })
})
