import type { ContentBlock, PromptContent, Turn } from '@hearth/shared/session'
import { createEffect, createMemo, createSignal, on } from 'solid-js'
import { createStore } from 'solid-js/store'
import type { HostView } from '../../../state/host-view.ts'
import { sayError } from '../../../ui/say-error.ts'
import type { TranscriptModel } from '../transcript/model.ts'
import { codeOf } from '../words.ts'
import { Q } from './words.ts'

/** The text of a prompt that a person can edit; what else it holds stays as it is. */
export const editableText = (content: PromptContent): string =>
  content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n')

/** A prompt with another text: where its first text was, else in front. */
export const withText = (content: PromptContent, text: string): PromptContent => {
  const at = content.findIndex(({ type }) => type === 'text')
  const rest = (blocks: PromptContent): ContentBlock[] => blocks.filter(({ type }) => type !== 'text')
  const before = rest(content.slice(0, Math.max(0, at)))
  return [...before, { type: 'text', text }, ...rest(content.slice(at + 1))]
}

/** A queued prompt that is being changed. */
export interface Edit {
  readonly turn: number
  readonly text: string
  /** The count of changes that this one rests on. */
  readonly edits: number
  /** How the prompt read when the change began. */
  readonly before: string
}

/** What can be done with prompts that wait. Nothing shows as done before the host's events say so. */
export interface Queue {
  busy(turn: number): boolean
  /** Why something did not happen. */
  told(turn: number): string | null
  edit(turn: number): Edit | null
  open(turn: number): void
  write(text: string): void
  close(): void
  save(): Promise<void>
  withdraw(turn: number): Promise<void>
  steer(turn: number): Promise<void>
  /** Among those in sight. @returns whether it has another place now */
  move(turn: number, by: -1 | 1): Promise<boolean>
}

export interface QueueParts {
  readonly host: HostView
  readonly session: string
  readonly model: TranscriptModel
  /** A changed text that can't be saved any more: its prompt has begun. */
  lost(text: string): void
}

const waits = (turn: Pick<Turn, 'state'> | undefined): boolean => turn?.state === 'queued'

/** The order after one of `shown` has moved, of all that wait; null where it can't move. */
export const moved = (
  all: readonly Turn[],
  shown: readonly Turn[],
  n: number,
  by: -1 | 1,
): number[] | null => {
  const movable = shown.filter(waits)
  const other = movable[movable.findIndex((turn) => turn.n === n) + by]
  if (other === undefined || !movable.some((turn) => turn.n === n)) return null
  const swap = (each: number): number => (each === n ? other.n : each === other.n ? n : each)
  return all.filter(waits).map((turn) => swap(turn.n))
}

export const createQueue = ({ host, session, model, lost }: QueueParts): Queue => {
  const [busy, setBusy] = createStore<Record<number, boolean>>({})
  const [told, setTold] = createStore<Record<number, string | null>>({})
  const [edit, setEdit] = createSignal<Edit | null>(null)
  const turnOf = (n: number): Turn | undefined => model.queue().find((turn) => turn.n === n)

  const doing = async (n: number, work: () => Promise<unknown>): Promise<unknown> => {
    if (busy[n]) return undefined
    setBusy(n, true)
    setTold(n, null)
    let failure: unknown
    try {
      await work()
    } catch (error) {
      failure = error
      setTold(n, codeOf(error) === 'host.prompt_changed' ? Q.changedElsewhere : sayError(error))
    }
    setBusy(n, false)
    return failure
  }

  const editable = createMemo(() => {
    const now = edit()
    return now === null || waits(turnOf(now.turn))
  })
  createEffect(
    on(editable, (is) => {
      const now = edit()
      if (is || now === null) return
      setEdit(null)
      if (now.text !== now.before && now.text.trim() !== '') lost(now.text)
    }),
  )

  return {
    busy: (n) => busy[n] ?? false,
    told: (n) => told[n] ?? null,
    edit: (n) => (edit()?.turn === n ? edit() : null),
    open(n) {
      const turn = turnOf(n)
      if (turn === undefined || !waits(turn)) return
      const text = editableText(turn.prompt.content)
      setTold(n, null)
      setEdit({ turn: n, text, edits: turn.prompt.edits, before: text })
    },
    write(text) {
      const now = edit()
      if (now !== null) setEdit({ ...now, text })
    },
    close: () => void setEdit(null),
    async save() {
      const now = edit()
      const turn = now === null ? undefined : turnOf(now.turn)
      if (now === null || turn === undefined || now.text.trim() === '') return
      if (now.text === now.before && now.edits === turn.prompt.edits) return void setEdit(null)
      const content = withText(turn.prompt.content, now.text)
      const failure = await doing(now.turn, () =>
        host.actions.call('edit-prompt', { session, turn: now.turn, content, edits: now.edits }),
      )
      const still = edit()
      if (still?.turn !== now.turn) return
      if (failure === undefined) return void setEdit(null)
      // What it says now is shown beside; saving again is meant to replace that.
      if (codeOf(failure) === 'host.prompt_changed')
        setEdit({ ...still, edits: turnOf(now.turn)?.prompt.edits ?? still.edits })
    },
    async withdraw(n) {
      await doing(n, () => host.actions.call('withdraw', { session, turn: n }))
    },
    async steer(n) {
      await doing(n, () => host.actions.call('steer', { session, turn: n }))
    },
    async move(n, by) {
      const turns = moved(model.queue(), model.waiting().queued, n, by)
      if (turns === null) return false
      return (await doing(n, () => host.actions.call('order-queue', { session, turns }))) === undefined
    },
  }
}
