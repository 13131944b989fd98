import { HearthError } from '@hearth/shared/protocol'
import { MAX_PROMPT_TEXT } from '@hearth/shared/session'
import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { describe, expect, it } from 'vitest'
import { draftKey } from '../../../state/drafts.ts'
import { watchRefusals } from '../../../state/refusals.ts'
import { anId, aState, aTurn } from '../../../testing/build.ts'
import { type FakeHostOptions, fakeHost } from '../../../testing/fake-host.ts'
import { fakeServices } from '../../../testing/fake-services.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'

layOutRows()

const running = aState({ current: aTurn({ n: 2, state: 'running', settledAt: null }) })
const hostWith = (state = aState(), more: FakeHostOptions = {}) =>
  fakeHost({ states: { [SESSION]: state }, ...more })
const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Prompt' })
const type = async (text: string) => {
  const element = await field()
  fireEvent.input(element, { target: { value: text } })
  return element
}

describe('sending', () => {
  it('clears the text only when the prompt is kept', async () => {
    const host = hostWith()
    const services = showSession(host)
    const element = await type('hello')
    fireEvent.click(screen.getByRole('button', { name: 'Send' }))
    await waitFor(() => expect(element.value).toBe(''))
    expect(host.askedTo('prompt')).toMatchObject([{ session: SESSION, text: 'hello' }])
    expect(await services.drafts.read(draftKey(host.id, SESSION))).toMatchObject({ text: '' })
  })

  it('keeps the text, and says why, when the prompt can’t be kept', async () => {
    const host = hostWith(aState(), {
      script: {
        prompt: () => {
          throw new HearthError('outbox.full')
        },
      },
    })
    const services = showSession(host)
    const element = await type('precious')
    fireEvent.keyDown(element, { key: 'Enter' })
    expect((await screen.findByText(/your text is still here/)).textContent).toContain('Too many prompts')
    expect(element.value).toBe('precious')
    expect(await services.drafts.read(draftKey(host.id, SESSION))).toMatchObject({ text: 'precious' })
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(false)
  })

  it('refuses what is too long, with its size, before it is sent', async () => {
    const host = hostWith()
    showSession(host)
    const element = await type('a'.repeat(MAX_PROMPT_TEXT + 1))
    fireEvent.keyDown(element, { key: 'Enter' })
    expect(screen.getByText(/262,145 characters/)).toBeTruthy()
    expect(host.askedTo('prompt')).toEqual([])
  })

  it('brings back the draft of this session, and lets what is typed meanwhile win', async () => {
    const host = hostWith()
    showSession(host, { [draftKey(host.id, SESSION)]: 'half a thought' })
    const element = await field()
    await waitFor(() => expect(element.value).toBe('half a thought'))
  })

  it('leaves Shift+Enter and input methods alone', async () => {
    const host = hostWith()
    showSession(host)
    const element = await type('日本')
    fireEvent.keyDown(element, { key: 'Enter', isComposing: true })
    fireEvent.keyDown(element, { key: 'Enter', shiftKey: true })
    expect(host.askedTo('prompt')).toEqual([])
    expect(element.value).toBe('日本')
  })

  it('is not there on a device that may only read', async () => {
    const host = hostWith()
    const { device } = host.overview()
    if (device) host.setOverview({ device: { ...device, rights: ['read'] } })
    showSession(host)
    expect(await screen.findByText(/may read here, not send/)).toBeTruthy()
    expect(screen.queryByRole('textbox')).toBeNull()
  })
})

describe('while a turn goes on', () => {
  it('queues, and stops the turn that runs', async () => {
    const host = hostWith(running)
    showSession(host)
    await type('next')
    fireEvent.click(await screen.findByRole('button', { name: 'Queue' }))
    await waitFor(() => expect(host.askedTo('prompt')).toHaveLength(1))
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
    await waitFor(() => expect(host.askedTo('call')).toHaveLength(1))
    expect(host.askedTo('call')).toMatchObject([{ name: 'stop', args: { session: SESSION, turn: 2 } }])
    host.append(SESSION, { type: 'turn.settled', turn: 2, outcome: 'cancelled', at: 1 })
    await waitFor(() => expect(screen.queryByRole('button', { name: /Stop/ })).toBeNull())
    expect(screen.getByRole('button', { name: 'Send' })).toBeTruthy()
  })

  it('says why stopping failed, and lets it be tried again', async () => {
    const host = hostWith(running, {
      script: {
        call: () => {
          throw new HearthError('link.offline')
        },
      },
    })
    showSession(host)
    fireEvent.click(await screen.findByRole('button', { name: 'Stop' }))
    expect(await screen.findByText(/could not be stopped: Not connected/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Stop' })).toBeTruthy()
  })

  it('tells how far a stop has come, and a press more goes further', async () => {
    const host = hostWith(running)
    showSession(host)
    fireEvent.click(await screen.findByRole('button', { name: 'Stop' }))
    const { id } = host.paired.device
    host.append(SESSION, { type: 'turn.stopping', turn: 2, step: 'asked', by: id, at: 1 })
    const again = await screen.findByRole('button', { name: 'Stop now' })
    expect(screen.getByText(/was asked to stop. Stop now asks it again/)).toBeTruthy()
    fireEvent.click(again)
    await waitFor(() => expect(host.askedTo('call')).toHaveLength(2))
    host.append(SESSION, { type: 'turn.stopping', turn: 2, step: 'interrupted', by: id, at: 2 })
    expect(await screen.findByText(/Stop now ends its process/)).toBeTruthy()
    host.append(SESSION, { type: 'turn.stopping', turn: 2, step: 'killed', by: id, at: 3 })
    expect(await screen.findByRole('button', { name: 'Stopping…' })).toBeTruthy()
    host.append(SESSION, { type: 'turn.settled', turn: 2, outcome: 'cancelled', at: 4 })
    await waitFor(() => expect(screen.queryByRole('button', { name: /Stop/ })).toBeNull())
  })
})

describe('prompts that the host has not admitted', () => {
  const entry = {
    id: anId(9),
    session: SESSION,
    content: [{ type: 'text' as const, text: 'for later' }],
    createdAt: 1,
  }

  it('stand in the transcript and can be taken back while the host is away', async () => {
    const host = hostWith(aState(), { outbox: [entry], status: { connection: 'waiting' } })
    showSession(host)
    expect(await screen.findByText('Will be sent when the host is back')).toBeTruthy()
    fireEvent.click(await screen.findByRole('button', { name: 'Don’t send' }))
    const element = await field()
    await waitFor(() => expect(element.value).toBe('for later'))
    expect(host.askedTo('cancelPrompt')).toMatchObject([{ id: entry.id }])
    expect(screen.queryByText('Will be sent when the host is back')).toBeNull()
  })

  it('are not promised to be sent by a device that was revoked', async () => {
    showSession(hostWith(aState(), { outbox: [entry], status: { connection: 'revoked' } }))
    expect(await screen.findByText('Kept here, not sent')).toBeTruthy()
    expect(screen.queryByText('Will be sent when the host is back')).toBeNull()
  })

  it('are not said to be taken back when they may be on their way', async () => {
    const host = hostWith(aState(), {
      outbox: [entry],
      status: { connection: 'waiting' },
      script: { cancelPrompt: () => false },
    })
    showSession(host)
    const transcript = within(await screen.findByRole('log'))
    fireEvent.click(await transcript.findByRole('button', { name: 'Don’t send' }))
    expect(await transcript.findByText(/may have reached the host/)).toBeTruthy()
    expect((await field()).value).toBe('')
  })

  it('come back with the reason when the host refuses them', async () => {
    const host = hostWith(aState(), { outbox: [entry] })
    showSession(host)
    await field()
    host.settlePrompt(entry.id, { state: 'refused', error: new HearthError('host.queue_full') })
    expect(await screen.findByText(/Too many prompts wait in this session/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Edit again' }))
    expect((await field()).value).toBe('for later')
    expect(screen.queryByText(/Too many prompts/)).toBeNull()
  })

  it('go into the draft, with a word about it, when they are refused while nobody looks', async () => {
    const host = hostWith(aState(), { outbox: [entry] })
    const services = fakeServices({ drafts: { [draftKey(host.id, SESSION)]: 'half' } })
    watchRefusals(host, services.drafts)
    host.settlePrompt(entry.id, { state: 'refused', error: new HearthError('host.queue_full') })
    await waitFor(async () =>
      expect(await services.drafts.read(draftKey(host.id, SESSION))).toMatchObject({
        text: 'half\n\nfor later',
      }),
    )
    showSession(host, { [draftKey(host.id, SESSION)]: 'half\n\nfor later' })
    expect(await screen.findByText('Its text is in the field below.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByText(/Too many prompts/)).toBeNull()
    await waitFor(async () => expect((await field()).value).toBe('half\n\nfor later'))
  })

  it('all go into the draft when several are refused at once while nobody looks', async () => {
    const other = { ...entry, id: anId(10), content: [{ type: 'text' as const, text: 'and this' }] }
    const host = hostWith(aState(), { outbox: [entry, other] })
    const services = fakeServices({ drafts: { [draftKey(host.id, SESSION)]: 'half' } })
    watchRefusals(host, services.drafts)
    for (const { id } of [entry, other])
      host.settlePrompt(id, { state: 'refused', error: new HearthError('host.queue_full') })
    await waitFor(async () =>
      expect(await services.drafts.read(draftKey(host.id, SESSION))).toMatchObject({
        text: 'half\n\nfor later\n\nand this',
      }),
    )
  })

  it('keep their text when the screen is left without a choice', async () => {
    const host = hostWith(aState(), { outbox: [entry] })
    const services = showSession(host)
    await field()
    host.settlePrompt(entry.id, { state: 'refused', error: new HearthError('host.queue_full') })
    await screen.findByText(/Too many prompts/)
    services.router.go({ screen: 'home' })
    await waitFor(async () =>
      expect(await services.drafts.read(draftKey(host.id, SESSION))).toMatchObject({ text: 'for later' }),
    )
  })
})
