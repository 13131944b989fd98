import { HearthError } from '@hearth/shared/protocol'
import { historyPage } from '@hearth/shared/session'
import { fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aMessage, aState, aThought, aTool, aTurn } from '../../../testing/build.ts'
import { type FakeHost, fakeHost, type Script } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'

layOutRows()

/** The sheet is loaded when it is asked for. */
const PATIENCE = { timeout: 10_000 }
const KEY = `ghp_${'a'.repeat(36)}`
const turns = Array.from({ length: 120 }, (_, i) =>
  aTurn({
    n: i + 1,
    prompt: `Prompt ${i + 1}`,
    blocks: [
      aThought('Hm.', 0),
      aTool({ n: 1, title: 'Read .env', content: [{ type: 'text', text: i === 0 ? `TOKEN=${KEY}` : 'x' }] }),
      aMessage(`Answer ${i + 1}\u202e`, 2),
    ],
  }),
)
const whole = aState({ title: 'Fix: the Login!', settled: turns })
const last = { ...whole, earlier: 110, settled: turns.slice(110) }
const paged: Script = {
  call: (name, args) =>
    name === 'history' ? historyPage(whole, Number(args.before), Number(args.limit)) : undefined,
}

const saved: File[] = []
beforeEach(() => {
  saved.length = 0
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    saved.push(file as File)
    return 'blob:x'
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
})
afterEach(() => vi.restoreAllMocks())

const open = async (host: FakeHost): Promise<void> => {
  showSession(host)
  await screen.findByText('Prompt 120')
  fireEvent.click(screen.getByText('Export…'))
  await screen.findByText('Export the session', {}, PATIENCE)
}
const save = async (): Promise<string> => {
  fireEvent.click(await screen.findByText('Save the file', {}, PATIENCE))
  await waitFor(() => expect(saved).toHaveLength(1))
  return saved[0]?.text() ?? ''
}

describe('exporting a session', () => {
  it('writes all of it as Markdown: what was asked and answered, and the lines of its tools', async () => {
    await open(fakeHost({ states: { [SESSION]: last }, script: paged }))
    expect(await screen.findByText(/^120 turns, \d+ kB$/, {}, PATIENCE)).toBeTruthy()
    const text = await save()
    expect(saved[0]?.name).toBe('hearth-fix-the-login.md')
    expect(text.match(/^## Turn \d+$/gm)).toHaveLength(120)
    expect(text).toContain(
      '# Fix: the Login!\n\n## Turn 1\n\n> Prompt 1\n\n**Read .env** (completed)\n\nAnswer 1\\u{202e}',
    )
    expect(text).not.toContain(KEY)
    expect(text).not.toContain('Hm.')
  })

  it('writes JSON with outputs and reasoning when asked, and says what looks like a key', async () => {
    await open(fakeHost({ states: { [SESSION]: last }, script: paged }))
    fireEvent.click(screen.getByLabelText('JSON'))
    fireEvent.click(screen.getByLabelText('Inputs and outputs of tools'))
    fireEvent.click(screen.getByLabelText('Reasoning'))
    expect(await screen.findByText(/^One place looks like/, {}, PATIENCE)).toBeTruthy()
    const copy = JSON.parse(await save())
    expect(copy.session).toMatchObject({ id: SESSION, title: 'Fix: the Login!' })
    expect(copy.turns).toEqual(JSON.parse(JSON.stringify(turns)))
  })

  it('says why earlier turns could not be had, and writes what is here if that is wanted', async () => {
    const call = (): never => {
      throw new HearthError('link.offline')
    }
    await open(fakeHost({ states: { [SESSION]: last }, script: { call } }))
    expect((await screen.findByRole('alert', { hidden: true }, PATIENCE)).textContent).toContain('Try again')
    fireEvent.click(screen.getByText('Export what is here'))
    expect(await screen.findByText(/^10 of 120 turns, /, {}, PATIENCE)).toBeTruthy()
  })

  it('asks for nothing more once it is cancelled', async () => {
    const host = fakeHost({
      states: { [SESSION]: last },
      script: { call: (name) => (name === 'history' ? new Promise<object>(() => undefined) : undefined) },
    })
    await open(host)
    fireEvent.click(await screen.findByText('Cancel', {}, PATIENCE))
    expect(screen.queryByText('Fetching turns', { exact: false })).toBeNull()
    expect(host.askedTo('call').filter(({ name }) => name === 'history')).toHaveLength(1)
  })

  it('hands the file to the system where it takes files', async () => {
    const share = vi.fn(async () => undefined)
    Object.assign(navigator, { share, canShare: () => true })
    try {
      await open(fakeHost({ states: { [SESSION]: last }, script: paged }))
      fireEvent.click(await screen.findByText('Share…', {}, PATIENCE))
      await waitFor(() => expect(share).toHaveBeenCalledOnce())
      expect(saved).toEqual([])
    } finally {
      for (const name of ['share', 'canShare']) Reflect.deleteProperty(navigator, name)
    }
  })
})
