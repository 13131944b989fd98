import type { RuleWhat } from '@hearth/shared/session'
import { allowsCommand } from './command-allow.ts'
import { touchesLine } from './command-touch.ts'
import { allowsFetch, touchesFetch } from './fetching.ts'
import type { Hit } from './hit.ts'
import { allowsPlace, touchesPlaces } from './places.ts'
import type { Seen } from './seen.ts'

/** How many parts of a request have to be allowed, each by some rule; 0 where no rule can speak of it. */
export const partsOf = ({ matter, commands }: Seen): number => {
  switch (matter.facts.action.type) {
    case 'command':
      return commands.length
    case 'edit':
    case 'access':
      return matter.places.length
    case 'fetch':
    case 'mcp':
    case 'other':
      return 1
    case 'mode':
      return 0
  }
}

/** Does a rule with this `what`, if it allows, say so of part `index`? Exact; what is in doubt is not said. */
export const allows = (what: RuleWhat, seen: Seen, index: number): boolean => {
  const { action, tool } = seen.matter.facts
  switch (what.type) {
    case 'command': {
      const command = seen.commands[index]
      return command !== undefined && allowsCommand(what, command, seen)
    }
    case 'edit':
    case 'access': {
      const place = seen.matter.places[index] ?? null
      return action.type === what.type && place !== null && allowsPlace(what, place, seen)
    }
    case 'fetch':
      return action.type === 'fetch' && allowsFetch(what, action.url)
    case 'mcp':
      return action.type === 'mcp' && action.server === what.server && [action.tool, '*'].includes(what.tool)
    case 'tool':
      // Of what the host can read itself, the name of the tool says less.
      return action.type === 'other' && tool.name === what.name
  }
}

const same = (one: string, other: string): boolean =>
  one.normalize('NFKC').toLowerCase() === other.normalize('NFKC').toLowerCase()

/** Does a rule with this `what`, if it denies or asks, speak of the request? Generous; doubt is `maybe`. */
export const touches = (what: RuleWhat, seen: Seen): Hit => {
  const { action, tool } = seen.matter.facts
  switch (what.type) {
    case 'command':
      return touchesLine(what, seen)
    case 'edit':
    case 'access':
      return touchesPlaces(what, seen)
    case 'fetch':
      return action.type === 'fetch' ? touchesFetch(what, action.url) : 'no'
    case 'mcp':
      return action.type === 'mcp' &&
        same(action.server, what.server) &&
        (what.tool === '*' || same(action.tool, what.tool))
        ? 'yes'
        : 'no'
    case 'tool':
      return same(tool.name, what.name) ? 'yes' : 'no'
  }
}
