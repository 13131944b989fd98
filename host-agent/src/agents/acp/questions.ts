import type { Answers, Question } from '@hearth/shared/session'
import * as v from 'valibot'
import { FORM_CHOICES, FORM_FIELDS, FORM_TEXT_LENGTH } from '../limits.ts'
import { read, type ToolCall } from './wire.ts'

const text = v.pipe(v.string(), v.maxLength(FORM_TEXT_LENGTH))
const Asked = v.pipe(
  v.array(
    v.object({
      question: v.pipe(text, v.nonEmpty()),
      header: v.fallback(text, ''),
      options: v.pipe(
        v.array(v.object({ label: v.pipe(text, v.nonEmpty()), description: v.fallback(text, '') })),
        v.maxLength(FORM_CHOICES),
      ),
      multiSelect: v.fallback(v.boolean(), false),
    }),
  ),
  v.nonEmpty(),
  v.maxLength(FORM_FIELDS),
)

/**
 * The questions of a permission request that stands for some; null for any other, and for what can't be asked as
 * questions. `field` of the call's `_meta` has them (recordings/qwen/question).
 */
export function questionsIn({ _meta }: ToolCall, field: string): Question[] | null {
  const asked = read(Asked, _meta?.[field])
  if (asked === null) return null
  return asked.map(({ question, header, options, multiSelect }) => ({
    header,
    question,
    options,
    multiple: multiSelect,
    custom: true,
  }))
}

/** Answers by the numbers of their questions; several to one are told as a list in words. */
export function answersByNumber(answers: Answers): Record<string, string> {
  return Object.fromEntries(
    answers.flatMap((given, number) => (given.length === 0 ? [] : [[String(number), given.join(', ')]])),
  )
}
