import { anyOf, oneOf, some, type Test, type Words, when } from './risk-words.ts'

const isForce = (word: string): boolean =>
  /^-[a-zA-Z]*[fd]/.test(word) ||
  /^--(fo|de|mi|prun)/.test(word) ||
  word.startsWith('+') ||
  word.startsWith(':')

/** Settings that neither run nor load anything. */
const HARMLESS =
  /^(user|color|advice|column|log|status|i18n)\.|^(commit|tag)\.gpgsign=false$|^core\.(quotepath|autocrlf)=|^core\.pager=(cat)?$|^init\.defaultbranch=|^push\.default=|^pull\.(rebase|ff)=/i

/** Words before the subcommand, where `-c` sets something for this one run. */
const sets = (words: Words): boolean => {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === null || word === undefined) return false
    if (/^--(config-env|exec-path=)/.test(word)) return true
    if (word === '-c') {
      const setting = words[at + 1]
      if (setting === null || setting === undefined || !HARMLESS.test(setting)) return true
      at += 1
    } else if (word === '-C' || word === '--git-dir' || word === '--work-tree') at += 1
    else if (!word.startsWith('-')) return false
  }
  return false
}

const runs = (words: Words): boolean =>
  sets(words) ||
  some(words, (word) => /^--(upload-p|receive-p|extc|open-f|ex(e(c)?)?(=|$))|^ext::/.test(word)) ||
  (oneOf('rebase')(words) && some(words, (word) => /^-[a-z]*x/.test(word))) ||
  (oneOf('difftool', 'mergetool')(words) && some(words, (word) => /^-x/.test(word))) ||
  (oneOf('clone')(words) && some(words, (word) => /^-u/.test(word))) ||
  (oneOf('grep')(words) && some(words, (word) => word.startsWith('-O'))) ||
  (oneOf('bisect')(words) && oneOf('run')(words)) ||
  (oneOf('submodule')(words) && oneOf('foreach')(words))

const discards = (words: Words): boolean =>
  (oneOf('reset')(words) && some(words, (word) => word.startsWith('--h'))) ||
  (oneOf('checkout')(words) && some(words, (word) => /^(--|\.|-[a-z]*f[a-z]*|--fo.*|:\/)$/.test(word))) ||
  (oneOf('switch')(words) && some(words, (word) => /^(-[a-z]*f|--fo|--disc)/.test(word))) ||
  (oneOf('restore')(words) && !oneOf('--staged', '-S')(words)) ||
  (oneOf('restore')(words) && oneOf('--worktree', '-W')(words))

/** What makes a git command destructive, or one that runs something else. */
export const git: Test = anyOf(
  when((words) => oneOf('push')(words) && some(words, isForce), 'Overwrites or deletes history elsewhere'),
  when(discards, 'Throws away work that is not committed'),
  when(oneOf('clean'), 'Deletes files that git does not track'),
  when(
    oneOf('filter-branch', 'filter-repo', 'replace', 'update-ref', 'reflog', 'gc', 'prune'),
    'Rewrites or drops history',
  ),
  when(
    (words) =>
      oneOf('branch')(words) &&
      (oneOf('-D', '-M')(words) || some(words, (word) => /^--(del|forc)/.test(word))),
    'Deletes or moves a branch',
  ),
  when(
    (words) => oneOf('tag')(words) && some(words, (word) => /^(-[a-z]*[df]|--(del|forc))/.test(word)),
    'Deletes or moves a tag',
  ),
  when((words) => oneOf('stash')(words) && oneOf('drop', 'clear')(words), 'Deletes stashed work'),
  when((words) => oneOf('worktree')(words) && oneOf('remove', 'prune')(words), 'Deletes a worktree'),
  when(oneOf('config', 'credential'), 'Changes git’s settings or reads its credentials'),
  when(runs, 'Makes git run another program'),
)
