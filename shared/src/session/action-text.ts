import type { RequestAction } from './request.ts'

/** What would be done, in its exact words and nothing else: the command, the paths, the address. Not escaped. */
export const exactText = (action: RequestAction): string => {
  switch (action.type) {
    case 'command':
      return action.command
    case 'edit':
      return action.files.map(({ path }) => path).join('\n')
    case 'access':
      return action.paths.join('\n')
    case 'fetch':
      return action.url
    case 'mcp':
      return `${action.server}: ${action.tool}\n${action.input}`
    case 'mode':
      return action.from === null ? action.to : `${action.from} → ${action.to}`
    case 'other':
      return action.detail
  }
}

/** Do the exact words tell all that would be done? Those of an edit don't: what it does is its diff. */
export const isToldWhole = (action: RequestAction): boolean => action.type !== 'edit'
