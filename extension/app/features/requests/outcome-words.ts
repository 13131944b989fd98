import { type RequestOutcome, visible } from '@hearth/shared/session'
import { clockTime } from './time.ts'

/** How a request ended. `by`: `you` for this device, else a device's name, or null when unknown; `at`: device clock, ms. */
export interface RequestEnd {
  readonly kind: 'permission' | 'question' | 'plan' | 'form' | 'unknown'
  readonly outcome: RequestOutcome
  readonly by: 'you' | { readonly name: string | null } | null
  readonly at?: number | null
}

const WORDS: Readonly<Record<RequestOutcome, string>> = {
  allowed: 'Allowed',
  denied: 'Turned down',
  answered: 'Answered',
  withdrawn: 'No longer needed',
  unknown: 'Answered; whether the agent heard it is not known',
}

const VERB: Readonly<Record<RequestEnd['kind'], Readonly<Record<RequestOutcome, string>>>> = {
  permission: {
    allowed: 'Allowed',
    denied: 'Denied',
    answered: 'Answered',
    withdrawn: 'No longer needed',
    unknown: 'Decided; whether the agent heard it is not known',
  },
  question: {
    allowed: 'Answered',
    denied: 'Skipped',
    answered: 'Answered',
    withdrawn: 'No longer needed',
    unknown: 'Answered; whether the agent heard it is not known',
  },
  plan: { ...WORDS, answered: 'Answered' },
  form: { ...WORDS, answered: 'Filled in' },
  unknown: WORDS,
}

const byWhom = (by: RequestEnd['by']): string => {
  if (by === null) return ''
  if (by === 'you') return ' by you'
  return by.name === null ? ' by another device' : ` by ${visible(by.name)}`
}

/** The end of a request as one line: "Allowed by you, 12:03". For receipts and transcripts. */
export const requestOutcomeWords = ({ kind, outcome, by, at }: RequestEnd): string => {
  const what = VERB[kind][outcome]
  const who = outcome === 'withdrawn' ? '' : byWhom(by)
  return at == null ? `${what}${who}` : `${what}${who}, ${clockTime(at)}`
}
