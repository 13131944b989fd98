import { HearthError } from '@hearth/shared/protocol'
import type { EventBody, PromptContent, Turn } from '@hearth/shared/session'
import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { anId, aState, aTurn } from '../../../testing/build.ts'
import { type FakeHostOptions, fakeHost } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'
import { editableText, moved, withText } from './queue.ts'

layOutRows()

const waiting = (n: number, prompt: string, over: Partial<Omit<Turn, 'prompt'>> = {}): Turn =>
  aTurn({ n, prompt, state: 'queued', startedAt: null, settledAt: null, blocks: [], ...over })
const running = aTurn({ n: 2, state: 'running', settledAt: null })
const queued = [waiting(3, 'first'), waiting(4, 'second'), waiting(5, 'third')]
const show = (queue: Turn[] = queued, more: FakeHostOptions = {}) => {
  const host = fakeHost({ states: { [SESSION]: aState({ current: running, queued: queue }) }, ...more })
  showSession(host)
  return host
}
const chips = async () =>
  within(await screen.findByRole('list', { name: 'Queued' })).findAllByRole('listitem')
const chip = async (text: string) => {
  const found = (await chips()).find((one) => one.textContent?.includes(text))
  if (found === undefined) throw new Error(`no chip says ${text}`)
  return within(found)
}
const calls = (host: ReturnType<typeof show>) =>
  host.askedTo('call').map(({ name, args }) => ({ name, args }))
const edited = (turn: number, text: string): EventBody => ({
  type: 'prompt.edited',
  turn,
  content: [{ type: 'text', text }],
  by: anId(2),
  at: 1,
})
const startEdit = async (text: string) => {
  fireEvent.click((await chip(text)).getByRole('button', { name: 'Edit' }))
  return screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Queued prompt' })
}

describe('a queued prompt', () => {
  it('is changed where it stands, on the count that was seen', async () => {
    const host = show()
    const field = await startEdit('second')
    expect(field.value).toBe('second')
    fireEvent.input(field, { target: { value: 'second, but better' } })
    fireEvent.keyDown(field, { key: 'Enter' })
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Queued prompt' })).toBeNull())
    expect(calls(host)).toEqual([
      {
        name: 'edit-prompt',
        args: {
          session: SESSION,
          turn: 4,
          content: [{ type: 'text', text: 'second, but better' }],
          edits: 0,
        },
      },
    ])
    host.append(SESSION, edited(4, 'second, but better'))
    expect((await chip('second, but better')).getByText(/changed/)).toBeTruthy()
  })

  it('stays as it was when Esc is pressed', async () => {
    const host = show()
    const field = await startEdit('second')
    fireEvent.input(field, { target: { value: 'other' } })
    fireEvent.keyDown(field, { key: 'Escape' })
    expect(await chip('second')).toBeTruthy()
    expect(calls(host)).toEqual([])
  })

  it('that somebody else changed keeps the text that is typed, and can be saved over', async () => {
    let refuse = true
    const host = show(queued, {
      script: {
        call: () => {
          if (refuse) throw new HearthError('host.prompt_changed')
          return {}
        },
      },
    })
    const field = await startEdit('second')
    fireEvent.input(field, { target: { value: 'mine' } })
    host.append(SESSION, edited(4, 'theirs'))
    expect(await screen.findByText(/It says now: theirs/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText(/Somebody else has changed this prompt/)).toBeTruthy()
    expect(field.value).toBe('mine')
    refuse = false
    fireEvent.click(screen.getByRole('button', { name: 'Save over it' }))
    await waitFor(() => expect(calls(host).map(({ args }) => args.edits)).toEqual([0, 1]))
  })

  it('that begins while it is changed leaves the changed text in the composer', async () => {
    const host = show()
    const field = await startEdit('first')
    fireEvent.input(field, { target: { value: 'first, changed' } })
    host.append(
      SESSION,
      { type: 'turn.settled', turn: 2, outcome: 'completed', at: 1 },
      { type: 'turn.moved', turn: 3, to: 'starting', at: 2 },
    )
    await waitFor(() =>
      expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Prompt' }).value).toBe(
        'first, changed',
      ),
    )
    expect(screen.getByText(/That prompt has begun/)).toBeTruthy()
  })

  it('is moved by its menu and by Alt with an arrow key', async () => {
    const host = show()
    fireEvent.click((await chip('second')).getByText('Move up'))
    await waitFor(() => expect(calls(host)).toHaveLength(1))
    expect(calls(host)[0]).toEqual({ name: 'order-queue', args: { session: SESSION, turns: [4, 3, 5] } })
    host.append(SESSION, { type: 'queue.ordered', turns: [4, 3, 5], by: anId(2), at: 1 })
    await waitFor(async () => expect((await chips())[0]?.textContent).toContain('second'))
    fireEvent.keyDown((await chip('first')).getByRole('button', { name: 'Edit' }), {
      key: 'ArrowDown',
      altKey: true,
    })
    await waitFor(() => expect(calls(host)).toHaveLength(2))
    expect(calls(host)[1]?.args).toEqual({ session: SESSION, turns: [4, 5, 3] })
    expect(await screen.findByText('Now at place 3 of 3.')).toBeTruthy()
  })

  it('steers when it is told to, and is removed', async () => {
    const host = show()
    fireEvent.click((await chip('third')).getByRole('button', { name: 'Steer now' }))
    fireEvent.click((await chip('second')).getByText('Remove from the queue'))
    await waitFor(() => expect(calls(host)).toHaveLength(2))
    expect(calls(host)).toEqual([
      { name: 'steer', args: { session: SESSION, turn: 5 } },
      { name: 'withdraw', args: { session: SESSION, turn: 4 } },
    ])
  })

  it('says why nothing came of it', async () => {
    show(queued, {
      script: {
        call: () => {
          throw new HearthError('host.turn_state', 'The agent was given this prompt already')
        },
      },
    })
    fireEvent.click((await chip('third')).getByRole('button', { name: 'Steer now' }))
    expect(await (await chip('third')).findByRole('alert')).toBeTruthy()
  })

  it('that steers says so, and offers nothing any more', async () => {
    show([waiting(3, 'first', { state: 'steering' }), waiting(4, 'second', { agent: 'codex' })])
    const steers = await chip('first')
    expect(steers.getByText(/goes in at the next step.*can’t be changed/)).toBeTruthy()
    expect(steers.queryByRole('button')).toBeNull()
    expect((await chip('second')).getByText(/for codex/)).toBeTruthy()
  })
})

describe('the text of a prompt', () => {
  const image = { type: 'image', mimeType: 'image/png', data: 'AAAA' } as const
  const link = { type: 'resource_link', uri: 'file:///a', name: 'a' } as const
  it.each<[string, PromptContent, string, PromptContent]>([
    ['alone', [{ type: 'text', text: 'a' }], 'a', [{ type: 'text', text: 'b' }]],
    ['after an image', [image, { type: 'text', text: 'a' }], 'a', [image, { type: 'text', text: 'b' }]],
    [
      'in pieces',
      [{ type: 'text', text: 'a' }, link, { type: 'text', text: 'c' }],
      'a\nc',
      [{ type: 'text', text: 'b' }, link],
    ],
    ['missing', [image], '', [{ type: 'text', text: 'b' }, image]],
  ])('%s is edited without losing the rest', (_case, content, text, after) => {
    expect(editableText(content)).toBe(text)
    expect(withText(content, 'b')).toEqual(after)
  })
})

describe('moving', () => {
  const steering = waiting(3, 's', { state: 'steering' })
  const all = [steering, waiting(4, 'a'), waiting(5, 'b'), waiting(6, 'c')]
  it.each([
    [5, -1, [5, 4, 6]],
    [6, 1, null],
    [4, -1, null],
    [3, 1, null],
    [4, 1, [5, 4, 6]],
  ] as const)('turn %i by %i', (n, by, order) => {
    expect(moved(all, all, n, by)).toEqual(order)
  })

  it('never goes before a prompt that stands in the transcript', () => {
    expect(moved(all.slice(1), all.slice(2), 5, -1)).toBeNull()
    expect(moved(all.slice(1), all.slice(2), 5, 1)).toEqual([4, 6, 5])
  })
})
