/**
 * Does one sequence fit a pattern in which some items stand for any number of items? Only the last of those ever has to
 * be tried again, so this takes at most pattern × text steps: patterns come from devices and must not hold the host up.
 */
const fits = (
  pattern: readonly string[],
  text: readonly string[],
  isAny: (item: string) => boolean,
  fitsOne: (item: string, part: string) => boolean,
): boolean => {
  let at = 0
  let retry: { pattern: number; text: number } | null = null
  for (let done = 0; done < text.length; ) {
    const item = pattern[at]
    const part = text[done]
    if (item !== undefined && isAny(item)) {
      at += 1
      retry = { pattern: at, text: done }
    } else if (item !== undefined && part !== undefined && fitsOne(item, part)) {
      at += 1
      done += 1
    } else if (retry !== null) {
      retry.text += 1
      at = retry.pattern
      done = retry.text
    } else return false
  }
  return pattern.slice(at).every(isAny)
}

const fitsName = (pattern: string, name: string): boolean =>
  fits(
    [...pattern],
    [...name],
    (char) => char === '*',
    (char, part) => char === '?' || char === part,
  )

/**
 * Does a path fit a glob? `**` alone between slashes stands for any number of folders, `*` for any characters of one
 * name, `?` for one; all else, brackets and braces too, stands for itself. Names that begin with a dot are no exception.
 */
export const fitsGlob = (glob: string, path: string): boolean =>
  fits(glob.split('/'), path.split('/'), (segment) => segment === '**', fitsName)

/** Has this text a character that a glob gives a meaning? */
export const hasWildcard = (text: string): boolean => /[*?]/.test(text)

/** Why a text can't be a rule's glob; null where it can. */
export const globFault = (glob: string): string | null => {
  const segments = glob.split('/')
  if (glob.startsWith('~')) return 'Write the whole path instead of ~'
  if (segments.includes('..') || segments.includes('.')) return 'Write the path without . and ..'
  if (segments.slice(1, -1).includes('')) return 'Two slashes in a row'
  if (segments.length > 1 && segments.at(-1) === '') return 'End a folder with /**'
  return segments.some((segment) => segment !== '**' && segment.includes('**'))
    ? '** stands alone between slashes'
    : null
}
