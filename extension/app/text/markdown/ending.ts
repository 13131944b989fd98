import { type Container, RUN } from './container.ts'
import type { Entry } from './entries.ts'

/** Text that cannot change how what stands before it reads. */
export const PLAIN = /^[\p{L}\p{N} ,'"]+$/u
const PLAIN_END = /[\p{L}\p{N} ,]$/u

/** The innermost entry that the page ends in. */
export const endingEntry = (entries: readonly Entry[], container: Container | null): Entry | undefined => {
  let entry = entries.at(-1) ?? container?.entries.at(-1)
  while (entry?.group) entry = entry.group.entries.at(-1)
  return entry
}

/** The text node that the open rest `tail` ends in, if plain text may simply be appended to it. */
export const endingText = (
  tail: string,
  entry: Entry | undefined,
  container: Container | null,
): Text | null => {
  if (!PLAIN_END.test(tail.slice(-2))) return null
  let node: ChildNode | null = entry?.node ?? null
  while (node?.lastChild) node = node.lastChild
  if (!(node instanceof Text) || !node.data.endsWith(tail.slice(-1))) return null
  const holder = node.parentElement
  return holder?.tagName === 'P' || (holder === entry?.node && container?.same === RUN) ? node : null
}
