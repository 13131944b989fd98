/** A command's words after its name; null stands for a word that only the shell will know. */
export type Words = readonly (string | null)[]
/** What makes a command dangerous, from its words: the host's reason, or null. */
export type Test = (words: Words) => string | null

export const always =
  (reason: string): Test =>
  () =>
    reason

export const some = (words: Words, test: (word: string) => boolean): boolean =>
  words.some((word) => word !== null && test(word))

export const oneOf = (...wanted: string[]): ((words: Words) => boolean) => {
  return (words) => some(words, (word) => wanted.includes(word))
}

export const when =
  (test: (words: Words) => boolean, reason: string): Test =>
  (words) =>
    test(words) ? reason : null

export const anyOf =
  (...tests: Test[]): Test =>
  (words) => {
    for (const test of tests) {
      const reason = test(words)
      if (reason !== null) return reason
    }
    return null
  }
