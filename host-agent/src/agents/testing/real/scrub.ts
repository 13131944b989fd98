import { RECORDED_ENTRIES, RECORDED_TEXT } from './bounds.ts'
import { REPOSITORY } from './installed.ts'
import type { Line } from './peer.ts'

/** What a machine left in a recording, and what stands for it. */
export type Places = { repo: string; home: string; root: string; modelUrl: string }

const IDS: readonly { sign: RegExp; made(n: number): string }[] = [
  {
    sign: /(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
    made: (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  },
  { sign: /\b(?:msg|item|resp)_[0-9a-f]{8}(?=\b|_\d)|\bchatcmpl-[0-9a-f]{8}\b/g, made: (n) => `id_${n}` },
  { sign: /\b(?:ses|msg|prt|per|evt|que)_[0-9a-f]{12}\w{14}\b/g, made: (n) => `id_${n}` },
]
const MOMENT = /\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?/g
const MILLISECONDS = /\b1[789]\d{11}\b/g

/** Lists that agents make long, and whose first entries say it all. */
const LONG_LISTS = new Set([
  'availableCommands',
  'availableModels',
  'availableSkillDetails',
  'availableSkills',
  'options',
  'sessions',
])

/**
 * A recording as it is kept: no path, id, moment or port of the machine that made it, the same thing always under
 * the same name; long texts and lists cut short.
 */
export function scrub(lines: readonly Line[], places: Places): string {
  const seen = new Map<string, string>()
  const named = (text: string): string => {
    let clean = replaceAll(text, [
      [places.repo, '/repo'],
      [places.home, '/home/alice'],
      [places.root, '/tmp/alice'],
      // Some agents keep folders named after the path.
      [places.repo.replace(/[^A-Za-z0-9]/g, '-'), '-repo'],
      [REPOSITORY, '/hearth'],
      [places.modelUrl.replace('http://', ''), '127.0.0.1:1'],
    ])
    for (const { sign, made } of IDS) {
      clean = clean.replace(sign, (id) => {
        const name = seen.get(id) ?? made(seen.size + 1)
        seen.set(id, name)
        return name
      })
    }
    return clean.replace(MOMENT, '2026-01-01T00:00:00.000Z').replace(MILLISECONDS, '1767225600000')
  }
  return lines.map(({ dir, msg }) => `${named(JSON.stringify({ dir, msg: shorten(msg) }))}\n`).join('')
}

function replaceAll(text: string, pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((all, [from, to]) => all.split(from).join(to), text)
}

function shorten(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    return value.length > RECORDED_TEXT ? `${value.slice(0, RECORDED_TEXT)}…` : value
  }
  if (Array.isArray(value)) {
    const kept = LONG_LISTS.has(key) ? value.slice(0, keep(key)) : value
    return kept.map((entry) => shorten(entry))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, shorten(entry, name)]))
}

/** A permission request has few options, and each of them counts. */
function keep(key: string): number {
  return key === 'options' ? RECORDED_ENTRIES * 2 : RECORDED_ENTRIES
}
