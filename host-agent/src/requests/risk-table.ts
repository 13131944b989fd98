import type { Risk } from '@hearth/shared/session'
import { git } from './risk-git.ts'
import { RUNS_OTHERS } from './risk-runs.ts'
import { always, anyOf, oneOf, some, type Test, when } from './risk-words.ts'

/** One finding about what would be done: a class and, in the host's own words, why. */
export interface Finding {
  risk: Risk
  reason: string
}

const privilege = always('Runs with other privileges')
const machine = always('Changes the state of this machine')
const disk = always('Writes to disks or file systems directly')
const remote = always('Acts on systems elsewhere with your credentials')
const hidden = always('Runs text that can’t be seen from here')
const publishes = when(
  oneOf(
    'publish',
    'unpublish',
    'deprecate',
    'dist-tag',
    'yank',
    'upload',
    'push',
    'login',
    'adduser',
    'token',
  ),
  'Publishes, or changes what is published',
)

/** Agents and their adapters, by the names of their programs and packages. */
const AGENTS = [
  ...[
    'claude',
    'claude-code',
    'claude-agent-acp',
    'codex',
    'codex-acp',
    'gemini',
    'gemini-cli',
    'qwen',
    'qwen-code',
  ],
  ...[
    'opencode',
    'opencode-ai',
    'goose',
    'amp',
    'amp-acp',
    'pi',
    'pi-acp',
    'aider',
    'crush',
    'cursor-agent',
    'copilot',
  ],
]

/** Commands that are destructive or irreversible, by name. What is not named here is not judged harmless: it is risk 3. */
export const DESTRUCTIVE: ReadonlyMap<string, Test> = new Map<string, Test>([
  ...['sudo', 'doas', 'su', 'pkexec', 'runas', 'runuser', 'sg', 'newgrp', 'setcap', 'visudo'].map(
    (n) => [n, privilege] as const,
  ),
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
    'batch',
    'systemd-run',
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
  ...['eval', 'exec', 'trap', 'alias', 'tmux', 'screen', 'enable', 'complete', 'gdb', 'lldb'].map(
    (n) => [n, hidden] as const,
  ),
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
    ...[
      'lerna',
      'changeset',
      'flit',
      'hatch',
      'pdm',
      'rye',
      'vsce',
      'ovsx',
      'pod',
      'mix',
      'npx',
      'goreleaser',
    ],
  ].map((n) => [n, publishes] as const),
  ...['python', 'python3'].map(
    (n) => [n, when((words) => oneOf('upload')(words), 'Publishes, or changes what is published')] as const,
  ),
  ...['docker', 'podman'].map(
    (n) =>
      [
        n,
        anyOf(
          publishes,
          when(oneOf('prune', '--privileged'), 'Deletes containers’ data or takes over the machine'),
          when(
            (words) => some(words, (w) => /^(-v)?\/:|^--pid=host|source=\/,/.test(w)),
            'Gives the whole disk to a container',
          ),
        ),
      ] as const,
  ),
  ['git', git],
  ...RUNS_OTHERS,
  ['kill', when(oneOf('-1', '0'), 'Ends every process')],
  [
    'find',
    when(
      oneOf('-delete', '-exec', '-execdir', '-ok', '-okdir', '-fprint', '-fprint0', '-fprintf', '-fls'),
      'Deletes, writes or runs something for each file found',
    ),
  ],
  ['hearth', always('Can decide in your stead at this host')],
  ...AGENTS.map((n) => [n, always('Starts another agent, which may ask nobody')] as const),
  ['security', always('Reads or changes the keychain')],
  ['secret-tool', always('Reads or changes the keychain')],
  ['gpg', always('Uses your private keys')],
  ...['pass', 'op', 'bw'].map((n) => [n, always('Reads stored passwords')] as const),
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
  '-',
  'noglob',
  'nocorrect',
  'coproc',
  'caffeinate',
  'eatmydata',
  'faketime',
  'taskset',
  'numactl',
  'prlimit',
  'setpriv',
  'firejail',
  'bwrap',
  'dbus-run-session',
  'valgrind',
  'ltrace',
  'perf',
  'rlwrap',
  'proxychains',
  'proxychains4',
  'torify',
  'torsocks',
  'gtimeout',
  'gnice',
  'hyperfine',
  'concurrently',
  'shx',
  'uvx',
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
  'rimraf',
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

/** Options with which a reader follows links or lists to places that its words do not name, or runs what it is told. */
export const STRAYS: ReadonlyMap<string, RegExp> = new Map([
  ...['grep', 'egrep', 'fgrep'].map((n) => [n, /^(-[a-zA-Z]*[Rf]|--de|--fil)/] as const),
  ['ls', /^(-[a-zA-Z]*[LH]|--de)/],
  ['du', /^(-[a-zA-Z]*[LDHX]|--(de|f|exclude-f))/],
  ['diff', /^(-[a-zA-Z]*[rNP]|--(r|n|fr|to|unid))/],
  ['wc', /^--f/],
  ...['md5sum', 'sha1sum', 'sha256sum', 'sha512sum'].map((n) => [n, /^(-[a-z]*c|--ch)/] as const),
  ['printf', /^-|`|\$[({[]/],
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

/** Files in a home folder that run by themselves, at a login or with a program. */
export const STARTUP =
  /(^|\/)(\.(bash|zsh|ksh|tcsh|csh)?(rc|env|profile|login|logout)|\.bash_(profile|login|logout|aliases)|\.gitconfig|\.vimrc|\.tmux\.conf|\.xprofile|\.config\/(fish|git|autostart|systemd)\/.*|LaunchAgents\/.*|etc\/(cron|profile|systemd|sudoers|rc|ld\.so).*)$/

/** Places that hold credentials. */
export const CREDENTIALS =
  /(^|[/=:@\s])(\.ssh|\.aws|\.gnupg|\.kube|\.docker|\.netrc|\.npmrc|\.pypirc|\.git-credentials|\.password-store|\.env(\.[\w-]+)?|id_(rsa|dsa|ecdsa|ed25519)[\w.]*|credentials(\.json)?|keychain[\w-]*|keys\.json|shadow)(\/|$|[\s"'])/i

/** What belongs to Hearth itself, its socket among it; worktrees are the agents' own ground. */
export const HOST_OWN = /(^|[/=:@\s])\.hearth($|[\s"']|\/(?!worktrees(\/|$)))|\bHEARTH_HOME\b/

/** Settings and plug-ins of agents: one that changes them may let itself off asking. */
export const AGENT_SETTINGS =
  /(^|\/)(\.(claude|codex|opencode|gemini|qwen|pi|cursor|goose|copilot|kiro|amp|crush|zed|roo|kilocode|windsurf|factory|augment|hearth)(\/.*)?|\.aider\.conf\.ya?ml|\.claude\.json|opencode\.jsonc?|\.?mcp\.json|\.goosehints|crush\.json)$/i

/** Files inside a project that editors, shells, containers or git's hooks run without being asked. */
export const AUTORUN =
  /(^|\/)(\.(vscode|idea|husky|githooks|devcontainer)\/.*|\.envrc|\.autoenv|\.lvimrc|\.exrc|\.nvimrc|lefthook\.ya?ml|\.pre-commit-config\.yaml|[^/]+\.code-workspace)$/i
