/**
 * Where a pairing stands for the person.
 * - `link`: a link is asked for
 * - `check`: the link is read; whose relay it leads to is shown, and nothing is dialled
 * - `meeting`: on the way to the host
 * - `compare`: the digits are shown; the person at the host has the word
 * - `paired`, `failed`
 */
export type Step = 'link' | 'check' | 'meeting' | 'compare' | 'paired' | 'failed'

/**
 * - `read`: a link was given that can be paired with
 * - `go`: the person wants to pair through this relay
 * - `digits`, `done`, `fail`: told by the pairing itself
 * - `again`: once more with the same link
 * - `restart`: back to the link; ends what is under way
 */
export type StepEvent = 'read' | 'go' | 'digits' | 'done' | 'fail' | 'again' | 'restart'

const stays = (step: Step): Readonly<Record<StepEvent, Step>> => ({
  read: step,
  go: step,
  digits: step,
  done: step,
  fail: step,
  again: step,
  restart: 'link',
})

/** Step × event, no case missing. The same step means that nothing changes. */
export const PAIR_TABLE: Readonly<Record<Step, Readonly<Record<StepEvent, Step>>>> = {
  link: { ...stays('link'), read: 'check' },
  check: { ...stays('check'), read: 'check', go: 'meeting' },
  meeting: { ...stays('meeting'), digits: 'compare', done: 'paired', fail: 'failed' },
  compare: { ...stays('compare'), done: 'paired', fail: 'failed' },
  paired: { ...stays('paired'), restart: 'paired' },
  failed: { ...stays('failed'), read: 'check', again: 'check' },
}

/** May something be cancelled here? */
export const isUnderWay = (step: Step): boolean => step === 'meeting' || step === 'compare'
