import type { SessionSummary } from '@hearth/shared/protocol'
import type { RuleScope } from '@hearth/shared/session'
import { EXPIRY, SCOPE } from './words.ts'

export type Expiry = keyof typeof EXPIRY

const HOUR = 3_600_000
const MONTH = 30 * 24 * HOUR

/** When a rule made now ends. `now`: device clock; `skew`: host clock less device clock, ms: rules end by the host's. */
export const expiryOf = (expiry: Expiry, now: number, skew: number): number | null => {
  switch (expiry) {
    case 'hour':
      return now + skew + HOUR
    case 'today':
      return new Date(now).setHours(24, 0, 0, 0) + skew
    case 'month':
      return now + skew + MONTH
    case 'never':
      return null
  }
}

export const EXPIRIES = (Object.keys(EXPIRY) as Expiry[]).map((value) => ({ value, label: EXPIRY[value] }))

/** Where a rule made from a request can hold, the narrowest first; what is not known of its session is left out. */
export const scopesOf = (
  request: { readonly session: string; readonly turn: number },
  session: SessionSummary | undefined,
): RuleScope[] => [
  { type: 'turn', session: request.session, turn: request.turn },
  { type: 'session', session: request.session },
  ...(session === undefined
    ? []
    : ([
        { type: 'worktree', path: session.place.path },
        { type: 'project', project: session.project },
      ] as const)),
  { type: 'everywhere' },
]

export const scopeLabel = ({ type }: RuleScope): string => SCOPE[type]
