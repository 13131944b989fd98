import type { Finder } from '@hearth/shared/session'
import { type Accessor, createContext, createMemo, useContext } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import type { Typed } from '../../../state/typed.ts'
import type { ChosenAgent } from '../agents/chosen.ts'
import type { Queue } from '../composer/queue.ts'
import type { Folds } from './folds.ts'
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
  readonly folds: Folds
  /** The row that was just jumped to: it stands out for a moment. */
  readonly pointed: Accessor<string | null>
  point(key: string | null): void
  /** What is being looked for in the session; null for nothing. */
  readonly finder: Accessor<Finder | null>
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

/** Whether the fold `key` of a row is open: as the person left it, else as `initially` says; and what changes it. */
export const useFold = (
  key: string,
  initially: Accessor<boolean> = () => false,
): readonly [Accessor<boolean>, (open: boolean) => void] => {
  const { folds } = useTranscript()
  const open = createMemo(() => folds.get(key) ?? initially())
  return [open, (value) => folds.set(key, value)]
}
