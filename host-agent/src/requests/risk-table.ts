import type { Risk } from '@hearth/shared/session'

/** One finding about what would be done: a class and, in the host's own words, why. */
export interface Finding {
  risk: Risk
  reason: string
}

type Words = readonly (string | null)[]
/** What makes a command destructive: its words after the name; null stands for a word only the shell will know. */
type Test = (words: Words) => string | null

const always =
  (reason: string): Test =>
  () =>
    reason
const some = (words: Words, test: (word: string) => boolean): boolean =>
  words.some((word) => word !== null && test(word))
const has = (...wanted: string[]): ((words: Words) => boolean) => {
  return (words) => some(words, (word) => wanted.includes(word))
}
const when =
  (test: (words: Words) => boolean, reason: string): Test =>
  (words) =>
    test(words) ? reason : null
const anyOf =
  (...tests: Test[]): Test =>
  (words) => {
    for (const test of tests) {
      const reason = test(words)
      if (reason !== null) return reason
    }
    return null
  }

const privilege = always('Runs with other privileges')
const machine = always('Changes the state of this machine')
const disk = always('Writes to disks or file systems directly')
const remote = always('Acts on systems elsewhere with your credentials')
const hidden = always('Runs text that can’t be seen from here')
const publishes = when(
  has('publish', 'unpublish', 'deprecate', 'dist-tag', 'yank', 'upload', 'push', 'login', 'adduser', 'token'),
  'Publishes, or changes what is published',
)

const isForce = (word: string): boolean =>
  /^-[a-zA-Z]*[fd]/.test(word) ||
  /^--(fo|de|mi|prun)/.test(word) ||
  word.startsWith('+') ||
  word.startsWith(':')

const git = anyOf(
  when((words) => has('push')(words) && some(words, isForce), 'Overwrites or deletes history elsewhere'),
  when(
    (words) => has('reset')(words) && some(words, (w) => w.startsWith('--h')),
    'Throws away work that is not committed',
  ),
  when(has('clean'), 'Deletes files that git does not track'),
  when(
    has('filter-branch', 'filter-repo', 'replace', 'update-ref', 'reflog', 'gc', 'prune'),
    'Rewrites or drops history',
  ),
  when(
    (words) => has('branch')(words) && has('-D', '-M', '--delete', '--force')(words),
    'Deletes or moves a branch',
  ),
  when((words) => has('stash')(words) && has('drop', 'clear')(words), 'Deletes stashed work'),
  when((words) => has('worktree')(words) && has('remove', 'prune')(words), 'Deletes a worktree'),
  when((words) => has('config', 'credential')(words), 'Changes git’s settings or reads its credentials'),
)

/** Commands that are destructive or irreversible, by name. What is not named here is not judged harmless: it is risk 3. */
export const DESTRUCTIVE: ReadonlyMap<string, Test> = new Map<string, Test>([
  ...['sudo', 'doas', 'su', 'pkexec', 'runas', 'setcap', 'visudo'].map((n) => [n, privilege] as const),
  ...[
    'shutdown',
    'reboot',
    'halt',
    'poweroff',
    'systemctl',
    'launchctl',
    'service',
    'crontab',
    'at',
    'useradd',
    'usermod',
    'userdel',
    'passwd',
    'chsh',
    'killall',
    'pkill',
    'mount',
    'umount',
    'iptables',
    'nft',
    'ufw',
  ].map((n) => [n, machine] as const),
  ...['dd', 'fdisk', 'parted', 'wipefs', 'mkswap', 'shred', 'blkdiscard', 'diskutil', 'cryptsetup'].map(
    (n) => [n, disk] as const,
  ),
  ...[
    'aws',
    'gcloud',
    'az',
    'terraform',
    'tofu',
    'pulumi',
    'kubectl',
    'helm',
    'ssh',
    'scp',
    'sftp',
    'rsync',
    'gh',
    'glab',
    'heroku',
    'flyctl',
    'vercel',
    'netlify',
    'wrangler',
    'psql',
    'mysql',
    'mongosh',
    'redis-cli',
  ].map((n) => [n, remote] as const),
  ...['eval', 'exec', 'trap', 'alias'].map((n) => [n, hidden] as const),
  ...[
    'npm',
    'pnpm',
    'yarn',
    'bun',
    'cargo',
    'gem',
    'twine',
    'poetry',
    'uv',
    'docker',
    'podman',
    'mvn',
    'gradle',
    'dotnet',
    'nuget',
    'jsr',
    'deno',
  ].map((n) => [n, publishes] as const),
  ['git', git],
  ['kill', when(has('-1', '0'), 'Ends every process')],
  [
    'find',
    when(
      has('-delete', '-exec', '-execdir', '-ok', '-okdir'),
      'Deletes or runs something for each file found',
    ),
  ],
  ['security', always('Reads or changes the keychain')],
  ['secret-tool', always('Reads or changes the keychain')],
  ['gpg', always('Uses your private keys')],
])

/** Prefixes of other commands: the rest of their words is looked at as a command of its own. */
export const WRAPPERS: ReadonlySet<string> = new Set([
  'env',
  'xargs',
  'nice',
  'nohup',
  'time',
  'timeout',
  'stdbuf',
  'setsid',
  'command',
  'builtin',
  'watch',
  'parallel',
  'ionice',
  'chrt',
  'flock',
  'script',
  'npx',
  'pnpx',
  'bunx',
  'busybox',
  'strace',
  'unshare',
  'chroot',
  'nsenter',
  'entr',
])

/** Commands that delete or overwrite their operands. */
export const DELETERS: ReadonlySet<string> = new Set([
  'rm',
  'rmdir',
  'unlink',
  'truncate',
  'mv',
  'chmod',
  'chown',
  'chgrp',
  'ln',
  'tee',
  'cp',
  'install',
])

/** Programs that run what they are given on standard input. */
export const STDIN_RUNNERS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'ksh',
  'fish',
  'python',
  'python3',
  'node',
  'perl',
  'ruby',
  'php',
  'deno',
  'bun',
  'lua',
])

/** Commands that speak to the network. */
export const NETWORK: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'nc',
  'ncat',
  'socat',
  'telnet',
  'ftp',
  'ping',
  'dig',
  'nslookup',
  'http',
  'https',
  'xh',
  'pip',
  'pip3',
  'pipx',
  'brew',
  'apt',
  'apt-get',
  'dnf',
  'yum',
  'pacman',
  'apk',
  'go',
  ...['npm', 'pnpm', 'yarn', 'bun', 'cargo', 'gem', 'docker', 'podman', 'npx'],
])

/** Commands that only read what they name, whatever their options are. */
export const READERS: ReadonlySet<string> = new Set([
  'ls',
  'cat',
  'head',
  'tail',
  'wc',
  'pwd',
  'echo',
  'grep',
  'egrep',
  'fgrep',
  'stat',
  'du',
  'basename',
  'dirname',
  'realpath',
  'readlink',
  'cmp',
  'diff',
  'cut',
  'nl',
  'true',
  'false',
  'whoami',
  'id',
  'uname',
  'printf',
  'md5sum',
  'sha1sum',
  'sha256sum',
  'sha512sum',
])

/** Git's subcommands that only read, when no option follows that names a program or file to write. */
export const GIT_READERS: ReadonlySet<string> = new Set([
  'status',
  'log',
  'show',
  'diff',
  'blame',
  'ls-files',
  'rev-parse',
  'describe',
])
/** Options of git (and their GNU abbreviations) that run programs, write files or look elsewhere. */
export const GIT_UNSAFE = /^(-c|-C|-O|--o(?!neline$)|--ex|--te|--no-i|--gi|--w|--pag|--co|--up|--open|--ne)/

/** Places that hold credentials. */
export const CREDENTIALS =
  /(^|[/=:@\s])(\.ssh|\.aws|\.gnupg|\.kube|\.docker|\.netrc|\.npmrc|\.pypirc|\.git-credentials|\.password-store|\.env(\.[\w-]+)?|id_(rsa|dsa|ecdsa|ed25519)[\w.]*|credentials(\.json)?|keychain[\w-]*|keys\.json|shadow)(\/|$|[\s"'])/i
