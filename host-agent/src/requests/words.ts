/** What the host itself tells agents with a denial. */

/** An agent asks more often than a person can read, or its session is held already. */
export const ASKED_TOO_OFTEN =
  'Denied: this session asks more than a person can read, or is held. Nobody was asked. Stop, and wait for the person.'

/** Everything was stopped. */
export const PANIC = 'Denied: the person has stopped everything.'

/** A rule denies it. */
export const deniedByRule = ({ rule, why }: { rule: string | null; why: string }): string =>
  `Denied by rule ${rule ?? 'of this host'}: ${why}. Nobody was asked. Do not try the same in another way.`
