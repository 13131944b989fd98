import type { Turn } from '@hearth/shared/session'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import type { TranscriptModel } from '../transcript/model.ts'
import { editableText } from './queue.ts'

/** The words of what was asked in a session, the newest first, each once. */
export const promptsOf = (
  model: Pick<TranscriptModel, 'settled' | 'current' | 'queue'>,
): readonly string[] => {
  const turns: readonly Pick<Turn, 'prompt'>[] = [
    ...model.settled(),
    ...[model.current() ?? []].flat(),
    ...model.queue(),
  ]
  const said = turns.map(({ prompt }) => editableText(prompt.content).trim()).filter((text) => text !== '')
  return [...new Set(said.reverse())].slice(0, SESSION_SCREEN_LIMITS.history.value)
}
