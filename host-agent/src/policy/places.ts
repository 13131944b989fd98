import { resolve } from 'node:path'
import type { RuleWhat } from '@hearth/shared/session'
import { fitsGlob, hasWildcard } from './glob.ts'
import { isWithin, placeOf } from './ground.ts'
import { type Hit, most } from './hit.ts'
import type { Seen } from './seen.ts'

export type PlacesWhat = Extract<RuleWhat, { type: 'edit' | 'access' }>

/** A glob as a whole path's; relative ones begin at the worktree. Null where this path is not in the worktree. */
const fitsFrom = (glob: string, place: string, root: string): boolean => {
  if (glob.startsWith('/')) return fitsGlob(glob, place)
  if (!isWithin(place, root)) return false
  return fitsGlob(glob, place.slice(root.length).replace(/^\//, ''))
}

/** Does an allowing rule say that this real path may be used? */
export const allowsPlace = (what: PlacesWhat, place: string, { matter, ground }: Seen): boolean => {
  const { worktree } = matter
  const asked = hasWildcard(place) ? wholeFolder(place) : place
  return what.paths.some((glob) => {
    const exact = !hasWildcard(glob) && fitsFrom(glob, asked, worktree)
    if (exact || isKept(asked, worktree, ground.own)) return exact
    return fitsFrom(glob, asked, worktree) && (asked === place || glob.endsWith('**'))
  })
}

/** Paths that only a rule with their very name may allow: git's own files, and Hearth's. */
const isKept = (place: string, worktree: string, own: readonly string[]): boolean =>
  /(^|\/)\.git(\/|$)/i.test(place) ||
  (!isWithin(place, worktree) && own.some((folder) => isWithin(place, folder)))

/** Agents ask for a whole folder as `folder/*`: any name in it stands for all, if the glob ends with all below. */
const wholeFolder = (place: string): string => {
  const segments = place.split('/')
  const literal = segments.slice(0, segments.findIndex(hasWildcard))
  return [...literal, ANY_NAME].join('/')
}
/** No file is called that, and no glob names it. */
const ANY_NAME = '\u{1}'

/** Could a request touch what a denying or asking rule speaks of? Case and links are looked through. */
export const touchesPlaces = (what: PlacesWhat, seen: Seen): Hit => {
  const { matter, line } = seen
  const { action } = matter.facts
  if (action.type === 'command') return line === null ? 'no' : touchesWords(what, seen)
  if (action.type !== what.type) return 'no'
  const named = action.type === 'edit' ? action.files.map(({ path }) => path) : action.paths
  return most(
    ...named.map((path, index): Hit => {
      const place = matter.places[index] ?? null
      const cwd = matter.facts.cwd.path
      // By where it leads, as it was when it was asked and as it is now, and by the name that it was asked under.
      const hit = most(
        ...[place, placeOf(path, cwd, seen.ground), resolve(cwd, path)].map((one) =>
          one === null ? 'no' : fitsLoosely(what, one, seen),
        ),
      )
      return place === null ? most(hit, 'maybe') : hit
    }),
  )
}

/** What a command's redirections write is edited, what they read is used; any other word may be a path or not. */
const touchesWords = (what: PlacesWhat, seen: Seen): Hit => {
  const { writes, reads, words, doubt } = seen.wordPlaces()
  const files = [...writes, ...(what.type === 'access' ? reads : [])]
  const hits = files.map((place) => fitsLoosely(what, place, seen))
  const likely = doubt || [...words].some((place) => fitsLoosely(what, place, seen) === 'yes')
  return most(...hits, likely ? 'maybe' : 'no')
}

const fitsLoosely = (what: PlacesWhat, place: string, { matter }: Seen): Hit => {
  const path = place.toLowerCase()
  const root = matter.worktree.toLowerCase()
  const whole = hasWildcard(path) ? path.slice(0, path.search(/[*?]/)) : null
  const globs = what.paths.map((glob) => glob.toLowerCase())
  if (globs.some((glob) => fitsFrom(glob, path, root))) return 'yes'
  // A folder that is asked for whole may hold what the rule is about.
  return whole !== null && globs.some((glob) => mayLieBelow(glob, whole, root)) ? 'maybe' : 'no'
}

const mayLieBelow = (glob: string, folder: string, root: string): boolean => {
  const full = glob.startsWith('/') ? glob : `${root}/${glob}`
  const literal = full.slice(0, hasWildcard(full) ? full.search(/[*?]/) : undefined)
  return literal.startsWith(folder) || folder.startsWith(literal)
}
