import { HearthError } from '@hearth/shared/protocol'
import { historyPage, type SessionState } from '@hearth/shared/session'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { aMessage, aState, aTool, aTurn } from '../../../testing/build.ts'
import { type FakeHost, fakeHost, type Script } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'

layOutRows()

const turns = [
  aTurn({ n: 1, prompt: 'Where is the café?', blocks: [aMessage('In the first turn.')] }),
  aTurn({
    n: 2,
    prompt: 'And then?',
    blocks: [aMessage('Past the CAFÉ.'), aTool({ n: 1, title: 'Read cafe.ts' })],
  }),
  aTurn({ n: 3, prompt: 'Good.', blocks: [aMessage('Nothing here.')] }),
]

const open = async (host: FakeHost): Promise<HTMLInputElement> => {
  showSession(host)
  await screen.findByRole('log')
  fireEvent.keyDown(document.body, { key: 'f', ctrlKey: true })
  return screen.findByRole<HTMLInputElement>('searchbox', { name: 'Find in this session' })
}
const type = (field: HTMLInputElement, text: string): void =>
  void fireEvent.input(field, { target: { value: text } })
const bar = () => document.querySelector('search')
const count = (words: string) => waitFor(() => expect(bar()?.textContent).toContain(words))
const pointed = (): string | null =>
  document.querySelector('[data-pointed]')?.getAttribute('data-key') ?? null

describe('finding in a session', () => {
  it('begins at the newest find, goes to older ones and round, and opens what folds them away', async () => {
    const field = await open(fakeHost({ states: { [SESSION]: aState({ settled: turns }) } }))
    expect(document.activeElement).toBe(field)
    type(field, 'cafe')
    await count('3 of 3')
    await waitFor(() => expect(pointed()).toBe('b:2:1'))
    expect(document.querySelector('details[open]')?.textContent).toContain('cafe.ts')
    fireEvent.keyDown(field, { key: 'Enter' })
    await count('2 of 3')
    fireEvent.click(screen.getByRole('button', { name: /^Older/ }))
    await count('1 of 3')
    fireEvent.keyDown(field, { key: 'Enter' })
    await count('3 of 3')
    fireEvent.keyDown(field, { key: 'Enter', shiftKey: true })
    await count('1 of 3')
  })

  it('says when there is none, and leaves to the transcript', async () => {
    const field = await open(fakeHost({ states: { [SESSION]: aState({ settled: turns }) } }))
    type(field, 'nowhere')
    await count('None')
    fireEvent.keyDown(field, { key: 'Escape' })
    expect(bar()).toBeNull()
    expect(document.activeElement).toBe(screen.getByRole('log'))
  })

  it('leaves a second Ctrl+F to the browser', async () => {
    const field = await open(fakeHost({ states: { [SESSION]: aState({ settled: turns }) } }))
    expect(fireEvent.keyDown(field, { key: 'f', ctrlKey: true })).toBe(true)
    screen.getByRole('log').focus()
    expect(fireEvent.keyDown(screen.getByRole('log'), { key: 'f', ctrlKey: true })).toBe(false)
    expect(document.activeElement).toBe(field)
  })

  it('shows the part of a long text that was found', async () => {
    const long = `${'line\n'.repeat(60)}the needle`
    const field = await open(
      fakeHost({ states: { [SESSION]: aState({ settled: [aTurn({ n: 1, prompt: long, blocks: [] })] }) } }),
    )
    const row = screen.getByRole('article')
    expect(row.textContent).not.toContain('the needle')
    type(field, 'needle')
    await waitFor(() => expect(row.textContent).toContain('the needle'))
  })

  const whole: SessionState = aState({ settled: turns })
  const partly = { ...whole, earlier: 2, settled: whole.settled.slice(2) }
  const hits = [2, 1].map((turn) => ({
    session: SESSION,
    turn,
    block: 0,
    by: 'agent',
    at: 1,
    text: 'café',
    from: 0,
    to: 4,
  }))
  const script = (over: Partial<Script> = {}): Script => ({
    call: (name, args) => {
      if (name === 'history') return historyPage(whole, Number(args.before), Number(args.limit))
      return name === 'search' ? { hits, more: true } : undefined
    },
    ...over,
  })

  it('has the host search what is not loaded, and fetches it to show it', async () => {
    const host = fakeHost({ states: { [SESSION]: partly }, script: script() })
    const field = await open(host)
    type(field, 'cafe')
    await count('2+')
    expect(host.askedTo('call').filter(({ name }) => name === 'search')).toMatchObject([
      { args: { session: SESSION, query: 'cafe' } },
    ])
    fireEvent.keyDown(field, { key: 'Enter' })
    await waitFor(() => expect(host.askedTo('call').some(({ name }) => name === 'history')).toBe(true))
    // Now it is found here.
    await count('of 3')
  })

  it('says what was not searched while the host is away', async () => {
    const call = (): never => {
      throw new HearthError('link.offline')
    }
    const field = await open(fakeHost({ states: { [SESSION]: partly }, script: { call } }))
    type(field, 'nothing here')
    await count('1 of 1')
    await count('Only what is loaded here')
  })
})
