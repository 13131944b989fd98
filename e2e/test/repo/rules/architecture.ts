import { posix } from 'node:path'
import type { Source } from './sources.ts'

/** The rooms named in the table of docs/architecture.md: `host-agent/control`, `cli` stands for two of one package. */
export function namedRooms(page: string): string[] {
  const table = page.split('\n## Rooms\n')[1]?.split('\n## ')[0] ?? ''
  return table.split('\n').flatMap((line) => {
    const names = [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    const pack = names[0]?.split('/')[0] ?? ''
    return names.map((name, n) => (n === 0 || name.includes('/') ? name : `${pack}/${name}`))
  })
}

/** Rooms that are named and do not exist, and folders of src that the table does not name. */
export function roomGaps(sources: readonly Source[]): string[] {
  const page = sources.find(({ path }) => path === 'docs/architecture.md')?.text ?? ''
  const named = namedRooms(page)
  const real = new Set(
    sources.flatMap(({ path }) => {
      const [pack = '', src, room, file] = path.split('/')
      if (src === 'src' && file !== undefined) return [pack, `${pack}/${room}`]
      return src === 'package.json' ? [pack] : []
    }),
  )
  return [
    ...named
      .filter((room) => !real.has(room))
      .map((room) => `docs/architecture.md names ${room}, which is not there`),
    ...[...real]
      .filter((room) => !named.includes(room) && !named.includes(room.split('/')[0] ?? ''))
      .filter((room) => room.includes('/') || !named.some((name) => name.startsWith(`${room}/`)))
      .map((room) => `docs/architecture.md does not name ${room}`),
  ]
}

/** Links between the repository's pages that lead nowhere. */
export function deadLinks(sources: readonly Source[]): string[] {
  const paths = new Set(
    sources.flatMap(({ path }) => {
      const parts = path.split('/')
      return parts.map((_, n) => parts.slice(0, n + 1).join('/'))
    }),
  )
  return sources
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
        .map(([, to = '']) => to)
        .filter((to) => !/^[a-z]+:/.test(to))
        .filter((to) => !paths.has(posix.join(posix.dirname(path), to).replace(/\/$/, '')))
        .map((to) => `${path} links to ${to}, which is not there`),
    )
}
