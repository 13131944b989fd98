import { anyOf, has, some, type Test, type Words, when } from './risk-words.ts'

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
  (has('rebase')(words) && some(words, (word) => /^-[a-z]*x/.test(word))) ||
  (has('difftool', 'mergetool')(words) && some(words, (word) => /^-x/.test(word))) ||
  (has('clone')(words) && some(words, (word) => /^-u/.test(word))) ||
  (has('grep')(words) && some(words, (word) => word.startsWith('-O'))) ||
  (has('bisect')(words) && has('run')(words)) ||
  (has('submodule')(words) && has('foreach')(words))

const discards = (words: Words): boolean =>
  (has('reset')(words) && some(words, (word) => word.startsWith('--h'))) ||
  (has('checkout')(words) && some(words, (word) => /^(--|\.|-[a-z]*f[a-z]*|--fo.*|:\/)$/.test(word))) ||
  (has('switch')(words) && some(words, (word) => /^(-[a-z]*f|--fo|--disc)/.test(word))) ||
  (has('restore')(words) && !has('--staged', '-S')(words)) ||
  (has('restore')(words) && has('--worktree', '-W')(words))

/** What makes a git command destructive, or one that runs something else. */
export const git: Test = anyOf(
  when((words) => has('push')(words) && some(words, isForce), 'Overwrites or deletes history elsewhere'),
  when(discards, 'Throws away work that is not committed'),
  when(has('clean'), 'Deletes files that git does not track'),
  when(
    has('filter-branch', 'filter-repo', 'replace', 'update-ref', 'reflog', 'gc', 'prune'),
    'Rewrites or drops history',
  ),
  when(
    (words) =>
      has('branch')(words) && (has('-D', '-M')(words) || some(words, (word) => /^--(del|forc)/.test(word))),
    'Deletes or moves a branch',
  ),
  when(
    (words) => has('tag')(words) && some(words, (word) => /^(-[a-z]*[df]|--(del|forc))/.test(word)),
    'Deletes or moves a tag',
  ),
  when((words) => has('stash')(words) && has('drop', 'clear')(words), 'Deletes stashed work'),
  when((words) => has('worktree')(words) && has('remove', 'prune')(words), 'Deletes a worktree'),
  when(has('config', 'credential'), 'Changes git’s settings or reads its credentials'),
  when(runs, 'Makes git run another program'),
)
