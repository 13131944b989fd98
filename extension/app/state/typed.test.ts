import { type PromptContent, promptText } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { type Attachment, fileUri, sizeOf, toContent, tokensOf } from './attachment.ts'
import { fromContent, joinTyped, words } from './typed.ts'

const URL = 'https://docs.example/streams?a=b#c'
const page: Attachment = {
  ...{ id: 'p', kind: 'page', extent: 'page', title: 'docs.example', url: URL },
  ...{ markdown: '# Streams', quote: null },
}
const image: Attachment = {
  ...{ id: 'i', kind: 'image', name: '', mimeType: 'image/png', data: 'AAAA', url: null, note: null },
}
const text: Attachment = { id: 't', kind: 'text', name: 'a 100% log.txt', text: 'line\nline' }
const file: Attachment = { id: 'f', kind: 'file', path: 'src/a b.ts', uri: 'file:///w/src/a%20b.ts' }
const all = [page, image, text, file]
const without = (attachments: readonly Attachment[]) => attachments.map(({ id: _, ...rest }) => rest)

describe('a prompt', () => {
  it('has its words first, and may have none', () => {
    expect(toContent('/explain', [file])).toEqual([
      { type: 'text', text: '/explain' },
      { type: 'resource_link', uri: file.uri, name: file.path },
    ])
    expect(toContent('  ', [file])).toHaveLength(1)
  })

  it('gives back all that it was made of', () => {
    const back = fromContent(toContent('look', all))
    expect(back.text).toBe('look')
    expect(without(back.attachments)).toEqual(without(all))
  })

  it('gives back a picture of a page with what was noted about it, as one', () => {
    const picked: Attachment = { ...image, url: URL, note: 'button.primary' }
    const back = fromContent(toContent('', [picked, page]))
    expect(without(back.attachments)).toEqual(without([picked, page]))
  })

  it.each<[string, PromptContent, string]>([
    [
      'percent signs that mean nothing',
      [{ type: 'resource', resource: { uri: 'attachment:%zz', text: '' } }],
      '%zz',
    ],
    ['no name', [{ type: 'resource', resource: { uri: 'attachment:', text: '' } }], 'attachment:'],
  ])('gives back texts with %s', (_words, content, name) => {
    expect(fromContent(content).attachments).toMatchObject([{ kind: 'text', name }])
  })

  it('is told by the names of what it holds', () => {
    expect(promptText(toContent('look', all))).toBe(`look\n[${URL}]\n[image]\n[a 100% log.txt]\n[src/a b.ts]`)
  })

  it('knows what it holds', () => {
    expect(sizeOf(all)).toEqual({ text: 18, images: 4, blocks: 4 })
    expect(all.map(tokensOf)).toEqual([3, 1500, 3, 0])
  })
})

it('a file’s address is one, whatever it is called', () => {
  const uri = fileUri('/home/alice/a project', 'src/100%/#1 what?.ts')
  expect(uri).toBe('file:///home/alice/a%20project/src/100%25/%231%20what%3F.ts')
})

it('what comes back goes below and beside', () => {
  const typed = { text: 'half ', attachments: [file] }
  expect(joinTyped(typed, words(''))).toEqual(typed)
  expect(joinTyped(typed, { text: 'more', attachments: [text] })).toEqual({
    text: 'half\n\nmore',
    attachments: [file, text],
  })
})
