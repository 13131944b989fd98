import * as v from 'valibot'
import { Answers, RequestId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Answers a question request, or rejects it with null. */
export const Answer = v.strictObject({
  t: v.literal('answer'),
  call: CallId,
  request: RequestId,
  answers: v.nullable(Answers),
})
export type Answer = v.InferOutput<typeof Answer>
