import type { AgentCommand } from '@hearth/shared/session'
import type { PageTab } from '../../../state/pages.ts'

/** Something that Hearth itself does at a slash. */
export interface OwnCommand {
  readonly name: string
  readonly note: string
  run(): void
}

/** A session that can be named. */
export interface NamedSession {
  readonly id: string
  readonly title: string
  readonly project: string
}

/** One line of the list that a slash or an @ opens. */
export type Choice =
  | { readonly kind: 'command'; readonly command: AgentCommand }
  | { readonly kind: 'own'; readonly own: OwnCommand }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'tab'; readonly tab: PageTab }
  | { readonly kind: 'tabs' }
  | { readonly kind: 'session'; readonly session: NamedSession }

/** Lines of one sort. `note`: what is to be said of them, such as that they are being looked for. */
export interface Group {
  readonly label: string | null
  readonly choices: readonly Choice[]
  readonly note: string | null
}

/** Tells two lines apart, and finds the same again in a newer list. */
export const choiceKey = (choice: Choice): string => {
  switch (choice.kind) {
    case 'command':
      return `/${choice.command.name}`
    case 'own':
      return `own ${choice.own.name}`
    case 'file':
      return `file ${choice.path}`
    case 'tab':
      return `tab ${choice.tab.id}`
    case 'tabs':
      return 'tabs'
    case 'session':
      return `session ${choice.session.id}`
  }
}
