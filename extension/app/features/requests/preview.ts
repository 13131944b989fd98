import type { RequestContent } from '@hearth/shared/link'
import { type PermissionFacts, visible } from '@hearth/shared/session'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { asked, question, unreadable, verbOf } from './words.ts'

/** Below the working directory a path's end is what tells files apart; the card shows it whole. */
const near = (path: string, cwd: string): string =>
  path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path

const exactOf = ({ action, cwd }: PermissionFacts): string => {
  switch (action.type) {
    case 'command':
      return action.command
    case 'edit':
      return action.files.map(({ path }) => near(path, cwd.path)).join(', ')
    case 'access':
      return action.paths.map((path) => near(path, cwd.path)).join(', ')
    case 'fetch':
      return action.url
    case 'mcp':
      return `${action.server}: ${action.tool} ${action.input}`
    case 'mode':
      return action.to
    case 'other':
      return action.detail
  }
}

const cut = (text: string): string => {
  const shown = visible(text.slice(0, REQUEST_CARD_LIMITS.previewChars.value))
  return text.length > REQUEST_CARD_LIMITS.previewChars.value ? `${shown}…` : shown
}

/** A request in a row: what it is and how it begins. A preview that opens the card; nothing is decided by it. */
export const previewOf = (content: RequestContent): { readonly verb: string; readonly text: string } => {
  if (content.kind === 'unreadable') return { verb: unreadable.title, text: '' }
  if (content.kind === 'question') {
    return { verb: question.title(content.questions.length), text: cut(content.questions[0]?.question ?? '') }
  }
  if (content.kind === 'plan') return { verb: asked.plan, text: cut(content.plan) }
  if (content.kind === 'form') return { verb: asked.form, text: cut(content.message) }
  if (content.kind === 'unknown') return { verb: asked.unknown, text: cut(content.detail) }
  return { verb: verbOf(content.facts), text: cut(exactOf(content.facts)) }
}
