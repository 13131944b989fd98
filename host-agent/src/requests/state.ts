import type { ErrorCode } from '@hearth/shared/protocol'

/**
 * - `pending`: waits for a person
 * - `deciding`: one decision is being checked; no other gets in
 * - `applying`: the decision is recorded and on its way to the agent
 * - `settled`: over
 */
export type RequestState = 'pending' | 'deciding' | 'applying' | 'settled'

/**
 * - `claim`: a decision or answer wants it
 * - `fail`: that one did not check out, or could not be recorded or delivered
 * - `apply`: it was recorded
 * - `done`: the agent took the reply, or had gone
 * - `withdraw`: the agent no longer waits
 */
export type RequestEvent = 'claim' | 'fail' | 'apply' | 'done' | 'withdraw'

/** A step, a refusal with its code, or nothing at all. */
export type Step = { to: RequestState } | { refuse: ErrorCode } | 'ignore'

const to = (state: RequestState): Step => ({ to: state })
const refuse = (code: ErrorCode): Step => ({ refuse: code })

/**
 * What happens to a request, without a missing case. While a reply is on its way a withdrawal waits for what
 * the agent says: only it knows which came first.
 */
export const REQUEST_TABLE: Readonly<Record<RequestState, Readonly<Record<RequestEvent, Step>>>> = {
  pending: {
    claim: to('deciding'),
    fail: 'ignore',
    apply: refuse('decision.agent_gone'),
    done: 'ignore',
    withdraw: to('settled'),
  },
  deciding: {
    claim: refuse('request.deciding'),
    fail: to('pending'),
    apply: to('applying'),
    done: 'ignore',
    withdraw: to('settled'),
  },
  applying: {
    claim: refuse('request.deciding'),
    fail: to('pending'),
    apply: refuse('request.deciding'),
    done: to('settled'),
    withdraw: 'ignore',
  },
  settled: {
    claim: refuse('request.settled'),
    fail: 'ignore',
    apply: refuse('decision.agent_gone'),
    done: 'ignore',
    withdraw: 'ignore',
  },
}
