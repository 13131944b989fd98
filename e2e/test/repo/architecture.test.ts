import { describe, expect, it } from 'vitest'
import { deadLinks, namedRooms, roomGaps } from './rules/architecture.ts'
import { readRepository, type Source } from './rules/sources.ts'

const repository = readRepository()
const at = (path: string, text = ''): Source => ({ path, text })
const page = (...rows: string[]) =>
  at(
    'docs/architecture.md',
    ['## Top', '## Rooms', ...rows.map((row) => `| ${row} | x |`), '## After'].join('\n'),
  )

describe('the table of rooms', () => {
  it('has the folders that there are', () => {
    expect(namedRooms(repository.find(({ path }) => path === 'docs/architecture.md')?.text ?? '')).toContain(
      'shared/crypto',
    )
    expect(roomGaps(repository)).toEqual([])
  })

  it('is missed by a new folder, and by one that is gone', () => {
    const tree = [at('relay/src/a/x.ts'), at('shared/src/b/x.ts'), at('shared/src/x.ts')]
    expect(roomGaps([page('`relay`', '`shared/b`'), ...tree])).toEqual([])
    expect(roomGaps([page('`relay`', '`shared/b`, `c`'), ...tree])).toEqual([
      'docs/architecture.md names shared/c, which is not there',
    ])
    expect(roomGaps([page('`shared/b`'), ...tree])).toEqual([
      'docs/architecture.md does not name relay',
      'docs/architecture.md does not name relay/a',
    ])
    expect(roomGaps([page('`relay`', '`shared/b`'), ...tree, at('shared/src/c/x.ts')])).toEqual([
      'docs/architecture.md does not name shared/c',
    ])
  })
})

describe('links between pages', () => {
  it('lead somewhere', () => expect(deadLinks(repository)).toEqual([]))

  it('are followed from where they stand', () => {
    const pages = [at('docs/a.md', '[b](b.md#top) [c](../c.md) [out](https://x.test)'), at('docs/b.md')]
    expect(deadLinks(pages)).toEqual(['docs/a.md links to ../c.md, which is not there'])
    expect(deadLinks([...pages, at('c.md')])).toEqual([])
  })
})
