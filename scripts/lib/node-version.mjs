import { Problem } from './say.mjs'

const LOWEST = [20, 19]

/** True if a version such as "v20.19.0" is new enough. */
export function isNodeNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  return major > LOWEST[0] || (major === LOWEST[0] && minor >= LOWEST[1])
}

/** Refuses an old Node with a sentence, before anything else can fail in a less readable way. */
export function requireNode(version = process.version) {
  if (isNodeNewEnough(version)) return
  throw new Problem(
    `this is Node ${version}, and Hearth needs Node ${LOWEST.join('.')} or newer (22 or 24 are best). Nothing was changed. ` +
      'Install a newer Node (your package manager, nvm, fnm or volta can), then run the same command again.',
  )
}
