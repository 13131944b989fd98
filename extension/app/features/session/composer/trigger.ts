/** What is being typed that a list could finish. `from` and `to`: where it stands in the text. */
export interface Trigger {
  readonly kind: 'command' | 'mention'
  readonly query: string
  readonly from: number
  readonly to: number
}

/** Longest name that is looked for: past it, what follows an @ is no name of anything. */
const MENTION = /(?:^|[\s([{"'])@([^\s@]{0,200})$/u

/** A slash at the very start, or an @ where a word begins, up to the caret; null where neither is being typed. */
export const triggerOf = (text: string, caret: number): Trigger | null => {
  const before = text.slice(0, caret)
  const command = /^\/(\S*)$/u.exec(before)
  // Words after the caret would be arguments: the name is not being typed any more.
  if (command !== null && /^\S*$/u.test(text))
    return { kind: 'command', query: text.slice(1), from: 0, to: text.length }
  const mention = MENTION.exec(before)
  if (mention === null) return null
  const query = mention[1] ?? ''
  return { kind: 'mention', query, from: caret - query.length - 1, to: caret }
}
