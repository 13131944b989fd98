import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { quoted } from '../quoted.ts'
import { commandOf, partsOf } from './content.ts'
import { mintMessageId, partId } from './ids.ts'

const key = mintMessageId()
let root: string
let directory: string
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-content-')))
  directory = join(root, 'repo')
  for (const folder of [directory, join(root, 'repo-next')]) mkdirSync(folder)
  for (const file of ['repo/in.txt', 'repo/a b.png', 'secret.txt', 'repo-next/x.txt'])
    writeFileSync(join(root, file), 'x')
  symlinkSync(join(root, 'secret.txt'), join(directory, 'link.txt'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const parts = (content: Parameters<typeof partsOf>[0]) => partsOf(content, { key, directory })
const link = (uri: string) => parts([{ type: 'resource_link', uri, name: 'a name' }])

describe('a prompt as opencode’s parts', () => {
  it('has texts, images and resources in their order, each with an id that follows from the prompt’s', async () => {
    const resource = { uri: 'https://example.com/a', text: 'see ``` here' }
    const content = [
      { type: 'text' as const, text: 'look' },
      { type: 'image' as const, mimeType: 'image/png' as const, data: 'aGk=' },
      { type: 'resource' as const, resource },
    ]
    expect(await parts(content)).toEqual([
      { id: partId(key, 0), type: 'text', text: 'look' },
      {
        id: partId(key, 1),
        type: 'file',
        mime: 'image/png',
        filename: 'image.png',
        url: 'data:image/png;base64,aGk=',
      },
      { id: partId(key, 2), type: 'text', text: quoted(resource.uri, resource.text) },
    ])
  })

  it('hands over a file of the worktree', async () => {
    const path = join(directory, 'a b.png')
    expect(await link(pathToFileURL(path).href)).toEqual([
      {
        id: partId(key, 0),
        type: 'file',
        mime: 'image/png',
        filename: 'a b.png',
        url: pathToFileURL(path).href,
      },
    ])
    expect(await link(pathToFileURL(join(directory, 'in.txt')).href)).toMatchObject([{ mime: 'text/plain' }])
  })

  it.each([
    ['a file outside', 'secret.txt'],
    ['a symlink to the outside', 'repo/link.txt'],
    ['a way up', 'repo/../secret.txt'],
    ['a folder of a similar name', 'repo-next/x.txt'],
    ['the worktree itself', 'repo'],
    ['what is not there', 'repo/none.txt'],
  ])('only names %s', async (_, path) => {
    const uri = `file://${root}/${path}`
    expect(await link(uri)).toEqual([{ id: partId(key, 0), type: 'text', text: `a name: ${uri}` }])
  })

  it('only names an address that is not a file’s', async () => {
    expect(await link('https://example.com/in.txt')).toMatchObject([
      { text: 'a name: https://example.com/in.txt' },
    ])
  })
})

describe('a slash command', () => {
  const known = new Set(['greet', 'a/b'])
  const text = (words: string) => ({ id: '1', type: 'text' as const, text: words })

  it('is one that opencode has, at the very beginning', () => {
    expect(commandOf([text('/greet you  two')], known)).toEqual({ command: 'greet', arguments: 'you  two' })
    expect(commandOf([text('/a/b')], known)).toEqual({ command: 'a/b', arguments: '' })
    expect(commandOf([text('/greet x'), text('more')], known)).toEqual({
      command: 'greet',
      arguments: 'x\nmore',
    })
    for (const words of ['/none x', ' /greet', 'say /greet', '/', '/greetings'])
      expect(commandOf([text(words)], known)).toBeNull()
  })

  it('is not what follows an image', () => {
    const image = { id: '0', type: 'file' as const, mime: 'image/png', filename: 'i', url: 'data:' }
    expect(commandOf([image, text('/greet')], known)).toBeNull()
  })
})
