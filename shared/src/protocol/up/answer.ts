import * as v from 'valibot'
import { Answer as AnswerValue, RequestId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Answers a request that is no permission, or turns it down with null. */
export const Answer = v.strictObject({
  t: v.literal('answer'),
  call: CallId,
  request: RequestId,
  answer: v.nullable(AnswerValue),
})
export type Answer = v.InferOutput<typeof Answer>
