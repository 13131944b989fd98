import { PushBody } from '@hearth/shared/protocol'
import * as v from 'valibot'

/**
 * A request's one place among notifications:
 * - `asks`: waits for the person
 * - `sending`: the person has chosen, the host has not answered yet
 * - `failed`: it was not applied, or that isn't known; may be tried again
 * - `review`: nothing can be decided here; the card can
 * - `done`: the host's receipt is here
 * - `over`: answered elsewhere, or no longer needed
 */
export const SLOT_STATES = ['asks', 'sending', 'failed', 'review', 'done', 'over'] as const
export type SlotState = (typeof SLOT_STATES)[number]

/**
 * - `ask`: the host asks (again)
 * - `gone`: the host says that it no longer waits
 * - `press`: Allow or Deny
 * - `applied`, `elsewhere`, `fail`, `bar`: how the decision ended; `bar`: it may not be made here
 */
export const SLOT_EVENTS = ['ask', 'gone', 'press', 'applied', 'elsewhere', 'fail', 'bar'] as const
export type SlotEvent = (typeof SLOT_EVENTS)[number]

const WAITS = { ask: 'asks', gone: 'over', press: 'sending' } as const
const ENDS = { applied: null, elsewhere: null, fail: null, bar: null } as const

/** Every state by every event: the next state, or null where the event changes nothing. */
const TABLE: Readonly<Record<SlotState, Readonly<Record<SlotEvent, SlotState | null>>>> = {
  asks: { ...ENDS, ...WAITS },
  // While it is being decided nothing but the decision's own end counts: the receipt tells more than a push.
  sending: {
    ...{ ask: null, gone: null, press: null },
    ...{ applied: 'done', elsewhere: 'over', fail: 'failed', bar: 'review' },
  },
  failed: { ...ENDS, ...WAITS },
  review: { ...ENDS, ask: 'asks', gone: 'over', press: null },
  // Asked once more after an end: the host knows better than what is shown here.
  done: { ...ENDS, ask: 'asks', gone: null, press: null },
  over: { ...ENDS, ask: 'asks', gone: null, press: null },
}

/** The next state; the same one where the event changes nothing. */
export const nextSlotState = (state: SlotState, event: SlotEvent): SlotState => TABLE[state][event] ?? state

/** Does the person still have something to do about it? */
export const isOpen = (state: SlotState): boolean => TABLE[state].gone === 'over'

type RequestBody = Extract<PushBody, { kind: 'request' }>
const isRequest = (body: PushBody): body is RequestBody => body.kind === 'request'

/** What is kept with a notification, and read back from it when it is pressed. */
export const Slot = v.strictObject({
  v: v.literal(1),
  state: v.picklist(SLOT_STATES),
  /** What was pushed. */
  body: v.pipe(
    PushBody,
    v.check(isRequest),
    v.transform((body) => body as RequestBody),
  ),
  choice: v.nullable(v.picklist(['allow', 'deny'])),
  /** Why, or through whom. */
  note: v.nullable(v.string()),
  /** When it came into this state, device clock. */
  at: v.number(),
})
export type Slot = v.InferOutput<typeof Slot>
export type SlotChoice = NonNullable<Slot['choice']>

/** A slot as it was kept; null for what is none. */
export const readSlot = (kept: unknown): Slot | null => {
  const read = v.safeParse(Slot, kept)
  return read.success ? read.output : null
}

/** One slot for each request of each host. */
export const slotTag = (host: string, request: string): string => `request ${host} ${request}`
