/** Does a rule that holds back speak of a request? `maybe`: it can't be told, so a person is asked. */
export type Hit = 'no' | 'maybe' | 'yes'

/** The strongest of some hits. */
export const most = (...hits: readonly Hit[]): Hit => {
  if (hits.includes('yes')) return 'yes'
  return hits.includes('maybe') ? 'maybe' : 'no'
}
