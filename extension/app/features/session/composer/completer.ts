import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import { type Choice, choiceKey, type Group } from './choice.ts'
import { type Trigger, triggerOf } from './trigger.ts'

/** The list that opens with a slash or an @. */
export interface Completer {
  readonly trigger: Typing['trigger']
  readonly groups: Accessor<readonly Group[]>
  readonly choices: Accessor<readonly Choice[]>
  /** Is there something to see? */
  readonly open: Accessor<boolean>
  /** The one that would be taken, among `choices`; −1 where there is none. */
  readonly at: Accessor<number>
  pick(choice: Choice): void
  /** @returns whether the press was one for the list */
  press(event: KeyboardEvent): boolean
}

/** What is being typed that a list could finish, until the person closes it. */
export interface Typing {
  /** Null where nothing could be finished, or the person closed the list. */
  readonly trigger: Accessor<Trigger | null>
  /** Nothing more is offered until another word begins. */
  close(): void
}

export interface CompleterParts {
  readonly typing: Typing
  /** What could be meant. */
  groups(trigger: Trigger): readonly Group[]
  onPick(choice: Choice, trigger: Trigger): void
}

const NONE: readonly never[] = []
const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 }

const sameTrigger = (a: Trigger | null, b: Trigger | null): boolean =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.query === b.query && a.from === b.from)

const place = (trigger: Trigger | null): string | null =>
  trigger === null ? null : `${trigger.kind} ${trigger.from}`

/** Watches what is typed. `caret`: where it stands in the field. */
export const createTyping = (text: Accessor<string>, caret: Accessor<number>): Typing => {
  const [closedAt, setClosedAt] = createSignal<string | null>(null)
  const typed = createMemo(() => triggerOf(text(), caret()), null, { equals: sameTrigger })
  createEffect(on(typed, (now) => now === null && setClosedAt(null)))
  return {
    trigger: createMemo(() => (place(typed()) === closedAt() ? null : typed())),
    close: () => void setClosedAt(place(typed())),
  }
}

export const createCompleter = ({ typing, groups, onPick }: CompleterParts): Completer => {
  const { trigger } = typing
  /** The line that the person went to; null: the first. */
  const [wanted, setWanted] = createSignal<string | null>(null)
  createEffect(
    on(
      () => trigger()?.query,
      () => void setWanted(null),
    ),
  )
  const found = createMemo(() => {
    const now = trigger()
    return now === null ? NONE : groups(now)
  })
  const choices = createMemo(() => found().flatMap((group) => group.choices))
  const at = createMemo(() => {
    const index = choices().findIndex((choice) => choiceKey(choice) === wanted())
    return Math.max(index, choices().length === 0 ? -1 : 0)
  })
  const pick = (choice: Choice): void => {
    const now = trigger()
    if (now !== null) onPick(choice, now)
  }
  const move = (step: 1 | -1): void => {
    const next = choices()[(at() + step + choices().length) % choices().length]
    setWanted(next === undefined ? null : choiceKey(next))
  }
  return {
    trigger,
    groups: found,
    choices,
    at,
    open: () => found().some((group) => group.choices.length > 0 || group.note !== null),
    pick,
    press(event) {
      if (trigger() === null || event.isComposing || event.altKey || event.ctrlKey || event.metaKey)
        return false
      const here = choices()[at()]
      const step = STEPS[event.key]
      if (event.key === 'Escape' && found().length > 0) typing.close()
      else if (here === undefined) return false
      else if (step !== undefined) move(step)
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) pick(here)
      else return false
      event.preventDefault()
      return true
    },
  }
}
