import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { aMessage, anId, aState, aTool, aTurn } from '../../testing/build.ts'
import { type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts'
import { SESSION, showSession } from './testing/show.tsx'
import { layOutRows } from './testing/viewport.ts'

layOutRows()

const hostWith = (state = aState(), more: FakeHostOptions = {}) =>
  fakeHost({ states: { [SESSION]: state }, ...more })
const log = () => screen.findByRole('log')

describe('a session’s screen', () => {
  it('says what, who and where in its header', async () => {
    showSession(hostWith(aState({ title: 'Fix\u202ethe form' })))
    const title = await screen.findByRole('heading', { level: 1 })
    await waitFor(() => expect(title.textContent).toContain('Fix\\u{202e}the form'))
    expect(title.textContent).toContain('OpenCode')
    expect(title.textContent).toContain('hearth/login')
  })

  it('asks something of an empty session only when Send is pressed', async () => {
    const host = hostWith(aState({ settled: [] }))
    showSession(host)
    expect(await screen.findByRole('heading', { name: 'Ask OpenCode about garden' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: /Explain how/ }))
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toContain('Explain how')
    expect(host.askedTo('prompt')).toEqual([])
  })

  it('says that the host has no such session, and leads home', async () => {
    const services = showSession(fakeHost())
    expect(await screen.findByRole('heading', { name: 'The host has no such session' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'All sessions' }))
    expect(services.router.route()).toEqual({ screen: 'home' })
  })

  it('says why a session can’t be followed any more', async () => {
    const host = hostWith()
    showSession(host)
    await log()
    host.endFollows(SESSION, new HearthError('link.protocol'))
    expect(await screen.findByText(/no place for/)).toBeTruthy()
  })

  it('says after a while that it shows what this device has', async () => {
    showSession(hostWith(aState(), { status: { connection: 'waiting' } }))
    await log()
    expect(await screen.findByText(/Showing what this device has/)).toBeTruthy()
  })

  it.each([
    ['revoked', 'link.revoked', 'Revoked'],
    ['refused', 'link.version', 'Update needed'],
    ['refused', 'link.handshake', 'Not the paired host'],
  ] as const)(
    'does not promise to reconnect when the connection is %s by %s',
    async (connection, code, short) => {
      showSession(hostWith(aState(), { status: { connection, error: new HearthError(code) } }))
      await log()
      expect(await screen.findByText(/Showing what this device has/)).toBeTruthy()
      expect(screen.getByRole('button', { name: /^Connection to / }).textContent).toContain(short)
      expect(screen.queryByText(/reconnecting/i)).toBeNull()
    },
  )

  it('renames, and keeps the sheet with the text when the host refuses', async () => {
    let refuse = true
    const host = hostWith(aState(), {
      script: {
        call: () => {
          if (refuse) throw new HearthError('link.offline')
          return {}
        },
      },
    })
    showSession(host)
    fireEvent.click(await screen.findByText('Rename'))
    const name = await screen.findByLabelText('Name')
    fireEvent.input(name, { target: { value: 'Better' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText(/nothing was sent/)).toBeTruthy()
    refuse = false
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(screen.queryByLabelText('Name')).toBeNull())
    expect(host.askedTo('call').at(-1)).toMatchObject({
      name: 'update-session',
      args: { session: SESSION, title: 'Better' },
    })
  })

  it('archives, and takes it back', async () => {
    const host = hostWith()
    showSession(host)
    fireEvent.click(await screen.findByText('Archive'))
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(host.askedTo('call').map(({ args }) => args.archived)).toEqual([true, false]))
  })
})

describe('a transcript', () => {
  it('shows prompts with who sent them, and finds them by their headings', async () => {
    const other = aTurn({ n: 2, prompt: 'from elsewhere' })
    showSession(
      hostWith(aState({ settled: [aTurn(), { ...other, prompt: { ...other.prompt, by: anId(77) } }] })),
    )
    await log()
    expect(await screen.findByRole('heading', { level: 2, name: /^You ?: Why does/ })).toBeTruthy()
    expect(screen.getByRole('heading', { level: 2, name: /^Another device ?: from elsewhere/ })).toBeTruthy()
  })

  it('folds what is long and what was read, leaves failures open, drops nothing it has no word for', async () => {
    const blocks = [
      aTool({ n: 0, locations: [{ path: 'a' }] }),
      aTool({ n: 1, locations: [{ path: 'b' }] }),
      aTool({
        n: 2,
        kind: 'execute',
        status: 'failed',
        input: '{"command":"make all"}',
        content: [{ type: 'text', text: 'no rule' }],
      }),
      { type: 'raw' as const, n: 3, source: 'opencode mystery', detail: '{"odd":true}' },
      aTool({ n: 4, kind: 'execute', status: 'unfinished', input: '{"command":"deploy"}' }),
    ]
    showSession(hostWith(aState({ settled: [aTurn({ blocks })] })))
    const transcript = within(await log())
    expect(await transcript.findByText('Read 2 files')).toBeTruthy()
    expect(transcript.getByText('no rule')).toBeTruthy()
    const unknown = transcript.getByText('Something this version has no word for').closest('details')
    if (unknown === null) throw new Error('it does not fold')
    unknown.open = true
    fireEvent(unknown, new Event('toggle'))
    expect(await transcript.findByText('{"odd":true}')).toBeTruthy()
    expect(transcript.getByText('Began to run')).toBeTruthy()
  })

  it('lets a person decide about a turn whose end is not known', async () => {
    const lost = aTurn({ state: 'unknown', stopReason: null })
    const host = hostWith(aState({ settled: [lost] }))
    showSession(host)
    const transcript = within(await log())
    fireEvent.click(await transcript.findByRole('button', { name: 'Abandon' }))
    await waitFor(() =>
      expect(host.askedTo('call')).toMatchObject([
        { name: 'resolve', args: { session: SESSION, turn: 1, choice: 'abandon' } },
      ]),
    )
    host.append(SESSION, { type: 'turn.resolved', turn: 1, choice: 'abandon', by: anId(2), at: 1 })
    expect(await transcript.findByText('Abandoned; left as it is')).toBeTruthy()
    expect(transcript.queryByRole('button', { name: 'Retry' })).toBeNull()
  })

  it('says when a turn starts and ends, and never reads out what streams', async () => {
    const host = hostWith(aState({ queued: [aTurn({ n: 2, state: 'queued', startedAt: null, blocks: [] })] }))
    showSession(host)
    expect((await log()).getAttribute('aria-live')).toBe('off')
    host.append(SESSION, { type: 'turn.moved', turn: 2, to: 'starting', at: 1 })
    expect(await screen.findByText('The agent has started.')).toBeTruthy()
    expect((await log()).getAttribute('aria-busy')).toBe('true')
    host.append(SESSION, { type: 'turn.moved', turn: 2, to: 'running', at: 2 })
    host.append(SESSION, { type: 'turn.moved', turn: 2, to: 'waiting', at: 3 })
    host.append(SESSION, { type: 'turn.settled', turn: 2, outcome: 'completed', at: 4 })
    expect(await screen.findByText('The agent has finished.')).toBeTruthy()
  })

  it('touches only the open block when text arrives', async () => {
    const current = aTurn({
      n: 2,
      state: 'running',
      settledAt: null,
      startedAt: null,
      blocks: [aMessage('done', 0)],
      open: [aTool({ n: 1, kind: 'execute', status: 'in_progress' }), aMessage('begins', 2)],
    })
    const host = hostWith(aState({ current }))
    showSession(host)
    const transcript = await log()
    await within(transcript).findByText('begins')
    const open = [...transcript.querySelectorAll('[data-row="block"]')].at(-1)
    const touched: Node[] = []
    const observer = new MutationObserver((changes) => touched.push(...changes.map(({ target }) => target)))
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    })
    for (let i = 0; i < 10; i += 1) {
      host.append(SESSION, { type: 'text', turn: 2, block: 2, kind: 'message', text: ` word${i}` })
      await Promise.resolve()
    }
    await waitFor(() => expect(open?.textContent).toContain('word9'))
    observer.disconnect()
    expect(touched.length).toBeGreaterThan(0)
    expect(touched.filter((node) => !open?.contains(node))).toEqual([])
  })
})
