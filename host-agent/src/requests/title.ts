import { type PermissionFacts, visible } from '@hearth/shared/session'
import { MAX_TITLE } from './limits.ts'

const describe = ({ action, tool }: PermissionFacts): string => {
  switch (action.type) {
    case 'command':
      return `Run ${action.command}`
    case 'edit':
      return `Edit ${action.files.map(({ path }) => path).join(', ')}`
    case 'access':
      return `Use ${action.paths.join(', ')}`
    case 'fetch':
      return `Fetch ${action.url}`
    case 'mcp':
      return `Use ${action.tool} of ${action.server}`
    case 'mode':
      return `Go into the mode ${action.to}`
    case 'other':
      return `Use ${tool.name}`
  }
}

/** At most MAX_TITLE characters, visible all of them. */
export const shorten = (text: string): string => {
  const shown = visible(text)
  return shown.length > MAX_TITLE ? `${shown.slice(0, MAX_TITLE - 1)}…` : shown
}

/** A short line for lists and transcripts, from the facts; characters that can't be seen are escaped. */
export const titleOf = (facts: PermissionFacts): string => shorten(describe(facts))
