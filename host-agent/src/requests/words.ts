/** What the host itself tells agents with a denial. */

/** An agent asks more often than a person can read, or its session is held already. */
export const ASKED_TOO_OFTEN =
  'Denied: this session asks more than a person can read, or is held. Nobody was asked. Stop, and wait for the person.'

/** Everything was stopped. */
export const PANIC = 'Denied: the person has stopped everything.'

/** A rule denies it. */
export const deniedByRule = ({ rule, why }: { rule: string | null; why: string }): string =>
  `Denied by rule ${rule ?? 'of this host'}: ${why}. Nobody was asked. Do not try the same in another way.`

/** A person's reason for a denial, where the agent can hear it only as a prompt. */
export const aboutDenied = (title: string, reason: string): string => `I denied “${title}”. ${reason}`

/** The changes that a person wants to a plan, where the agent can hear them only as a prompt. */
export const aboutPlan = (changes: string): string =>
  `I did not approve the plan. Changes that I want: ${changes}`
