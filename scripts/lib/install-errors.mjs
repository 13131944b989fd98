const TAIL_LINES = 8
/** Stack frames and the like: they push the line that matters out of sight. */
const NOISE = /npm warn Unknown|npm error\s+(?:at |[{}]?\s*$)|^Progress:/i

/** Known ways for an installation to fail, each with what a person can do. First match wins. */
const CAUSES = [
  {
    sign: /ENOSPC|no space left/i,
    says: 'the disk is full. Free about 600 MB (packages and their cache), then run the same command again.',
  },
  {
    sign: /EACCES|EPERM|EROFS/,
    says: 'a file could not be written. Check who owns this folder, its node_modules and your npm cache.',
  },
  {
    sign: /OUTDATED_LOCKFILE|frozen-lockfile/,
    says: 'pnpm-lock.yaml does not match the package.json files. Run `npx -y pnpm@10.34.9 install` and commit the lock file.',
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|META_FETCH_FAIL|FETCH_\d+|network|socket hang up/i,
    says:
      'the npm registry could not be reached. Check the connection, the proxy settings, and `npm config get registry`; ' +
      'then run the same command again (what was fetched is kept).',
  },
  {
    sign: /spawn npx ENOENT/,
    says: 'npx was not found. It comes with npm, which comes with Node: install Node with its npm, then try again.',
  },
]

/**
 * One message for a failed installation: the cause in words where it is a known one, then the end of what
 * the installer printed.
 * @param {number} code exit code @param {string} output all it printed
 */
export function explainInstallFailure(code, output) {
  const cause = CAUSES.find(({ sign }) => sign.test(output))
  const lines = output
    .split('\n')
    .filter((line) => line.trim() !== '' && !NOISE.test(line))
    .slice(-TAIL_LINES)
  const what = cause ? cause.says : `the installer ended with code ${code}.`
  return [`packages could not be installed: ${what}`, ...lines.map((line) => `  ${line}`)].join('\n')
}
