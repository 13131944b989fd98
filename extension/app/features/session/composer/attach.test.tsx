import { HearthError } from '@hearth/shared/protocol'
import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Attachment } from '../../../state/attachment.ts'
import { draftKey } from '../../../state/drafts.ts'
import type { Typed } from '../../../state/typed.ts'
import { anAgent, aState } from '../../../testing/build.ts'
import { type FakeHostOptions, fakeHost } from '../../../testing/fake-host.ts'
import { SESSION, showSession } from '../testing/show.tsx'
import { layOutRows } from '../testing/viewport.ts'
import '../../attach/PreviewSheet.tsx'
import '../../attach/take.ts'

// A page that draws nothing: what it would make of a picture is given.
vi.mock('../../attach/image.ts', () => ({
  shrink: async (file: File, room: number) => {
    if (file.name.startsWith('broken')) throw new Error('no picture')
    return room < 4 || file.name.startsWith('huge') ? null : { mimeType: 'image/png', data: 'AAAA' }
  },
}))

layOutRows()
afterEach(() => vi.restoreAllMocks())

const text = (id: string, words = 'some words'): Attachment => ({ id, kind: 'text', name: id, text: words })
const hostWith = (more: FakeHostOptions = {}) => fakeHost({ states: { [SESSION]: aState() }, ...more })
const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Prompt' })
const show = (typed: Typed, more: FakeHostOptions = {}) => {
  const host = hostWith(more)
  const services = showSession(host, { [draftKey(host.id, SESSION)]: typed })
  return { host, services, kept: () => services.drafts.read(draftKey(host.id, SESSION)) }
}
const attached = () => within(screen.getByRole('list', { name: 'Attached' }))
const chips = () => screen.queryAllByRole('button', { name: /^Look at / }).map((one) => one.textContent)
const paste = (element: HTMLElement, data: { text?: string; files?: File[] }) =>
  fireEvent.paste(element, {
    clipboardData: { files: data.files ?? [], getData: () => data.text ?? '', types: [] },
  })
const png = (name: string) => new File([new Uint8Array([1])], name, { type: 'image/png' })
const send = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Send' })

describe('what is attached', () => {
  it('comes back with the draft, goes out with the prompt, and is gone then', async () => {
    const { host, kept } = show({ text: '', attachments: [text('log')] })
    const element = await field()
    await waitFor(() => expect(chips()).toEqual([expect.stringContaining('log')]))
    expect(chips()[0]).toContain('~3 tokens')
    fireEvent.input(element, { target: { value: 'read this' } })
    fireEvent.click(send())
    await waitFor(() => expect(chips()).toEqual([]))
    expect(host.outbox()[0]?.content).toEqual([
      { type: 'text', text: 'read this' },
      { type: 'resource', resource: { uri: 'attachment:log', text: 'some words' } },
    ])
    expect(await kept()).toEqual({ text: '', attachments: [] })
  })

  it('can go without words', async () => {
    const { host } = show({ text: '', attachments: [text('log')] })
    await waitFor(() => expect(send().disabled).toBe(false))
    fireEvent.click(send())
    await waitFor(() => expect(host.askedTo('prompt')).toHaveLength(1))
  })

  it('is given back by a prompt that was taken back, or refused', async () => {
    const { host, kept } = show(
      { text: '', attachments: [text('log')] },
      { status: { connection: 'offline' } },
    )
    await waitFor(() => expect(send().disabled).toBe(false))
    fireEvent.click(send())
    fireEvent.click(await screen.findByRole('button', { name: 'Don’t send' }))
    await waitFor(() => expect(chips()).toHaveLength(1))
    fireEvent.click(send())
    await waitFor(() => expect(host.outbox()).toHaveLength(1))
    host.settlePrompt(host.outbox()[0]?.id ?? '', {
      state: 'refused',
      error: new HearthError('host.queue_full'),
    })
    fireEvent.click(await screen.findByRole('button', { name: 'Edit again' }))
    await waitFor(() => expect(chips()).toHaveLength(1))
    expect((await kept()).attachments).toMatchObject([{ kind: 'text', name: 'log', text: 'some words' }])
  })

  it('is taken away by its button, and by Backspace at the start; Undo brings it back', async () => {
    const { kept } = show({ text: 'ab', attachments: [text('one'), text('two')] })
    const element = await field()
    await waitFor(() => expect(chips()).toHaveLength(2))
    fireEvent.click(attached().getByRole('button', { name: 'Remove one' }))
    expect(chips()).toEqual([expect.stringContaining('two')])
    element.setSelectionRange(2, 2)
    fireEvent.keyDown(element, { key: 'Backspace' })
    expect(chips()).toHaveLength(1)
    element.setSelectionRange(0, 0)
    fireEvent.keyDown(element, { key: 'Backspace', repeat: true })
    expect(chips()).toHaveLength(1)
    fireEvent.keyDown(element, { key: 'Backspace' })
    expect(chips()).toEqual([])
    fireEvent.click(screen.getAllByRole('button', { name: 'Undo' }).at(-1) as HTMLElement)
    expect(chips()).toEqual([expect.stringContaining('two')])
    expect(await kept()).toMatchObject({ text: 'ab', attachments: [{ id: 'two' }] })
  })

  it('is looked at as it is, and a text can stand among the words again', async () => {
    show({ text: 'Why?', attachments: [text('log', 'line \u202e one')] })
    await waitFor(() => expect(chips()).toHaveLength(1))
    fireEvent.click(screen.getByRole('button', { name: /^Look at log/ }))
    const sheet = within(await screen.findByRole('dialog', { name: 'log' }))
    expect(sheet.getByText(/line \\u\{202e\} one/)).toBeTruthy()
    fireEvent.click(sheet.getByRole('button', { name: 'Turn into text' }))
    expect((await field()).value).toBe('Why?\n\nline \u202e one')
    expect(chips()).toEqual([])
  })
})

describe('a page', () => {
  it('is trimmed before it is sent, and its host is seen', async () => {
    const page: Attachment = {
      ...{ id: 'p', kind: 'page', extent: 'page', title: 'Streams', url: 'https://docs.example/a?token=1' },
      ...{ markdown: 'keep this, not that', quote: null },
    }
    const { host } = show({ text: 'Why?', attachments: [page] })
    await waitFor(() => expect(chips()).toEqual([expect.stringMatching(/Streams.*docs\.example ~5 tokens/)]))
    fireEvent.click(screen.getByRole('button', { name: /^Look at Streams/ }))
    const sheet = within(await screen.findByRole('dialog', { name: 'Streams' }))
    const content = sheet.getByRole<HTMLTextAreaElement>('textbox', { name: 'What the agent gets' })
    fireEvent.input(content, { target: { value: 'keep this' } })
    expect(sheet.getByRole('textbox', { name: 'What the agent gets' })).toBe(content)
    fireEvent.click(sheet.getByRole('button', { name: 'Close' }))
    fireEvent.click(send())
    await waitFor(() => expect(host.outbox()).toHaveLength(1))
    expect(host.outbox()[0]?.content[1]).toMatchObject({ resource: { uri: page.url, text: 'keep this' } })
  })
})

describe('pasting', () => {
  it('a long text attaches it, a short one does not, and with Shift none does', async () => {
    show({ text: '', attachments: [] })
    const element = await field()
    const long = 'x'.repeat(4_001)
    expect(paste(element, { text: 'x'.repeat(4_000) })).toBe(true)
    expect(paste(element, { text: long })).toBe(false)
    expect(paste(element, { text: 'x\n'.repeat(61) })).toBe(false)
    fireEvent.keyDown(element, { key: 'v', ctrlKey: true, shiftKey: true })
    expect(paste(element, { text: long })).toBe(true)
    expect(chips()).toEqual([
      expect.stringContaining('Pasted text 1 line'),
      expect.stringContaining('Pasted text 2 62 lines'),
    ])
  })

  it('pictures attaches them, unless they stand beside the same as text', async () => {
    const { kept } = show({ text: '', attachments: [] })
    const element = await field()
    expect(paste(element, { text: 'cells', files: [png('cells.png')] })).toBe(true)
    expect(paste(element, { files: [png('shot.png')] })).toBe(false)
    await waitFor(() => expect(chips()).toEqual([expect.stringContaining('shot.png')]))
    expect((await kept()).attachments).toMatchObject([{ kind: 'image', data: 'AAAA' }])
  })
})

describe('files', () => {
  const drop = (element: HTMLElement, files: unknown[]) =>
    fireEvent.drop(element, { dataTransfer: { types: ['Files'], files } })

  it('that are dropped go along: pictures, and whatever is text', async () => {
    show({ text: '', attachments: [] })
    drop(await field(), [new File(['let a = 1'], 'a.ts'), png('shot.png')])
    await waitFor(() =>
      expect(chips()).toEqual([expect.stringContaining('a.ts'), expect.stringContaining('shot.png')]),
    )
  })

  it.each([
    ['neither', new File([new Uint8Array([0, 159, 146, 150])], 'tool.exe'), /neither text nor a picture/],
    ['text with a NUL', new File(['a\0b'], 'dump'), /neither text nor a picture/],
    ['a broken picture', png('broken.png'), /can’t be read as a picture/],
    ['a picture for which there is no room', png('huge.png'), /no room left for huge.png/],
    ['a text that is too large', new File(['x'.repeat(1024 * 1024 + 1)], 'big.log'), /big.log is too large/],
  ])('that are %s are refused with what to do (L2)', async (_words, file, words) => {
    show({ text: '', attachments: [] })
    drop(await field(), [file])
    expect((await screen.findByText(words)).getAttribute('role')).toBe('alert')
    expect(chips()).toEqual([])
  })

  it('are chosen by the button, of a name that can’t lie', async () => {
    show({ text: '', attachments: [] })
    await field()
    fireEvent.click(screen.getByRole('button', { name: 'Attach' }))
    expect(screen.getByRole('menuitem', { name: 'Pictures…' })).toBeTruthy()
    const input = document.querySelectorAll<HTMLInputElement>('input[type="file"]')[2]
    if (input === undefined) throw new Error('no input')
    Object.defineProperty(input, 'files', { value: [new File(['x'], 'gnp\u202e.txt')], configurable: true })
    fireEvent.change(input)
    await waitFor(() => expect(chips()).toEqual([expect.stringContaining('gnp\\u{202e}.txt')]))
  })
})

describe('too much', () => {
  const image = (id: string, data = 'AAAA'): Attachment => ({
    ...{ id, kind: 'image', name: id, mimeType: 'image/png', data, url: null, note: null },
  })

  it('is said before it is sent', async () => {
    show({ text: '', attachments: [image('a', 'A'.repeat(600_000)), image('b', 'A'.repeat(600_000))] })
    expect(await screen.findByText(/too large together: 1,172 KB where 1,024 fit/)).toBeTruthy()
    expect(send().disabled).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: 'Remove b' }))
    expect(send().disabled).toBe(false)
  })

  it('nearly is said, too', async () => {
    show({ text: '', attachments: [text('log', 'x'.repeat(230_000))] })
    expect(await screen.findByText('88 % of what a prompt holds')).toBeTruthy()
    expect(send().disabled).toBe(false)
  })

  it('are pictures for an agent that takes none', async () => {
    const can = { resume: true, images: false, list: true, steering: 'joins' } as const
    show({ text: 'look', attachments: [image('a')] }, { agents: [anAgent({ label: 'Blind', can })] })
    expect(await screen.findByText(/Blind takes no pictures/)).toBeTruthy()
    expect(send().disabled).toBe(true)
  })
})
