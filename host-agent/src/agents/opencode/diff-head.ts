/** How opencode's edit tools begin a diff, above the `---` and `+++` that say the same again. */
const HEAD = /^Index: [^\n]*\n=+\n(?=--- )/

/** A unified diff as git would begin it: on a phone the lines above are most of a small change. */
export const withoutHead = (diff: string): string => diff.replace(HEAD, '')
