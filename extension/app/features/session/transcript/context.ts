import { createContext, createSignal, type Signal, useContext } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import type { Typed } from '../../../state/typed.ts'
import type { ChosenAgent } from '../agents/chosen.ts'
import type { Queue } from '../composer/queue.ts'
import type { TranscriptModel } from './model.ts'

/** What the rows of a transcript share. */
export interface TranscriptContextValue {
  readonly host: HostView
  readonly session: string
  readonly model: TranscriptModel
  /** Prompts that wait, and what can be done with them. */
  readonly queue: Queue
  /** Who does the next prompt. */
  readonly chosen: ChosenAgent
  /** The folder in which the session works. */
  root(): string
  /** What a fold was opened or closed to, kept while its row is out of sight and not drawn. */
  readonly folds: Map<string, boolean>
  /** Gives words, or all that was typed and attached, back to the composer, below what stands there. */
  restore(back: string | Typed): void
}

export const TranscriptContext = createContext<TranscriptContextValue>()

/** The transcript around this row. @throws when there is none: a mistake of ours */
export const useTranscript = (): TranscriptContextValue => {
  const context = useContext(TranscriptContext)
  if (context === undefined) throw new Error('no transcript above this row')
  return context
}

/** Whether the fold `key` of a row is open: as the person left it, else as `initially` says. */
export const useFold = (key: string, initially = false): Signal<boolean> => {
  const { folds } = useTranscript()
  const [open, setOpen] = createSignal(folds.get(key) ?? initially)
  const set = ((value: boolean) => {
    folds.set(key, value)
    return setOpen(value)
  }) as Signal<boolean>[1]
  return [open, set]
}
