import { resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCommand } from './command.ts'
import { assessAccess, assessCommand, type RiskContext } from './risk.ts'

const root = '/home/alice/repo'
const context: RiskContext = {
  where(path) {
    const full = resolve(root, path)
    if (full !== root && !full.startsWith(root + sep)) return 'outside'
    return full.slice(root.length).split(sep).includes('.git') ? 'git' : 'inside'
  },
}
const PLAIN = ['Runs a command']

/** All reasons for a command, beside the one that each has. */
const why = (command: string) =>
  assessCommand(readCommand(command), context).reasons.filter((reason) => !PLAIN.includes(reason))

const READS = 'Only reads, inside the worktree'
const CODE = 'Runs code that the host can’t judge'
const OTHER = 'Makes it run another program'
const GIT_RUNS = 'Makes git run another program'
const DISCARDS = 'Throws away work that is not committed'
const HISTORY = 'Rewrites or drops history'
const PUBLISHES = 'Publishes, or changes what is published'
const SETS = 'Sets what other programs run or load'
const NETWORK = 'Uses the network'
const OUTSIDE = 'Reaches outside the worktree'
const DELETES = 'Changes or deletes outside the worktree'
const UNKNOWN = 'What is changed or deleted is known to the shell only'
const UNTOLD = 'The host can’t tell what this command does'
const SECRETS = 'Touches a file that usually holds credentials'
const HOST = 'Reaches what belongs to Hearth itself'

describe('git: what is grave about it, and only that', () => {
  it.each<[string, string[]]>([
    ['git status', [READS]],
    ['git push', []],
    ['git push origin main', []],
    ['git push -f', ['Overwrites or deletes history elsewhere']],
    ['git push --delete origin x', ['Overwrites or deletes history elsewhere']],
    ['git fetch -f', []],
    ['git log --format=%d', [READS]],
    ['git reset', []],
    ['git reset $X', []],
    ['git ls-remote --heads x', []],
    ['git grep -W x', []],
    ['git reset --soft HEAD~1', []],
    ['git reset --hard', [DISCARDS]],
    ['git log --help', [READS]],
    ['git diff -- .', [READS]],
    ['git checkout main', []],
    ['git checkout -f main', [DISCARDS]],
    ['git checkout :/', [DISCARDS]],
    ['git fetch --force', []],
    ['git switch main', []],
    ['git switch --discard-changes main', [DISCARDS]],
    ['git restore --staged a', []],
    ['git restore -S a', []],
    ['git restore a', [DISCARDS]],
    ['git restore --staged --worktree a', [DISCARDS]],
    ['git restore -S -W a', [DISCARDS]],
    ['git log -W', [READS]],
    ['git clean -n', ['Deletes files that git does not track']],
    ['git filter-branch x', [HISTORY]],
    ['git filter-repo', [HISTORY]],
    ['git replace a b', [HISTORY]],
    ['git update-ref a b', [HISTORY]],
    ['git reflog expire', [HISTORY]],
    ['git gc', [HISTORY]],
    ['git prune', [HISTORY]],
    ['git branch', []],
    ['git branch x', []],
    ['git branch -D x', ['Deletes or moves a branch']],
    ['git branch -M x', ['Deletes or moves a branch']],
    ['git branch --delete x', ['Deletes or moves a branch']],
    ['git diff -M', [READS]],
    ['git diff --delta', [READS]],
    ['git tag v1', []],
    ['git tag -d v1', ['Deletes or moves a tag']],
    ['git tag --force v1', ['Deletes or moves a tag']],
    ['git log -d', [READS]],
    ['git stash', []],
    ['git stash drop', ['Deletes stashed work']],
    ['git stash clear', ['Deletes stashed work']],
    ['git add drop', []],
    ['git worktree list', []],
    ['git worktree remove x', ['Deletes a worktree']],
    ['git remote remove x', []],
    ['git config --list', ['Changes git’s settings or reads its credentials']],
    ['git credential fill', ['Changes git’s settings or reads its credentials']],
    ['git rebase main', []],
    ['git rebase -x make main', [GIT_RUNS]],
    ['git rebase -ix make main', [GIT_RUNS]],
    ['git cherry-pick -x a', []],
    ['git difftool', []],
    ['git mergetool -x a', [GIT_RUNS]],
    ['git log -xa', [READS]],
    ['git clone a b', []],
    ['git clone -u ./x a', [GIT_RUNS]],
    ['git add -u', []],
    ['git grep x', []],
    ['git grep -O x', [GIT_RUNS]],
    ['git add -Ox', []],
    ['git bisect start', []],
    ['git bisect run make', [GIT_RUNS]],
    ['git add run', []],
    ['git submodule update', []],
    ['git submodule foreach make', [GIT_RUNS]],
    ['git add foreach', []],
    ['git fetch --upload-pack x', [GIT_RUNS]],
    ['git -c user.name=x commit', []],
    ['git -c core.pager=./x log', [GIT_RUNS]],
    ['git -c $X log', [GIT_RUNS]],
    ['git -c', [GIT_RUNS]],
    ['git $X -c core.pager=./x', []],
    ['git', []],
    ['git -p', []],
  ])('%s', (command, reasons) => expect(why(command)).toEqual(reasons))
})

describe('programs that run code: code among their words is grave, a script by name is not', () => {
  it.each<[string, string[]]>([
    ['node a.js', []],
    ['node -e 1', [CODE]],
    ['node --print=1', [CODE]],
    ['python3 a.py', []],
    ['python3 -c 1', [CODE]],
    ['perl a.pl', []],
    ['perl -ne 1', [CODE]],
    ['ruby a.rb', []],
    ['ruby -ne 1', [CODE]],
    ['ruby -We 1', [CODE]],
    ['ruby -W2 a.rb', []],
    ['rbash -e a.sh', []],
    ['php a.php', []],
    ['php -B 1', [CODE]],
    ['lua a.lua', []],
    ['julia -e 1', [CODE]],
    ['Rscript -e 1', [CODE]],
    ['pwsh a.ps1', []],
    ['pwsh -EncodedCommand x', [CODE]],
    ['deno run a.ts', []],
    ['deno eval 1', [CODE]],
    ['deno eval', [CODE]],
    ['csh a', []],
    ['csh -c "rm -rf ~"', [CODE]],
    ['tcsh -fc ls', [CODE]],
    ['nu --commands ls', [CODE]],
    ['xonsh -c ls', [CODE]],
    ['elvish -c ls', [CODE]],
    // Options of one are not those of another.
    ['python3 -e', []],
    ['tclsh -e', []],
    ['node -c a.js', []],
    // What comes in by another way.
    ['node', []],
    ['node < a.js', [CODE]],
    ['node -i < a.js', [CODE]],
    ['node a.js < data', []],
    ['node $X', ['What it runs is known to the shell only']],
    ['cat a | node', ['Runs what another command puts out']],
    ['cat a < b', []],
  ])('%s', (command, reasons) => expect(why(command)).toEqual(reasons))

  it.each<[string, string[]]>([
    ["bash -c -o errexit 'rm ../x'", [DELETES]],
    ["ash -c 'rm ../x'", [DELETES]],
    ["fish -C 'rm x' a", [UNTOLD]],
    ["mksh -c 'sudo x'", ['Runs with other privileges']],
  ])('shells: %s', (command, reasons) => {
    const { risk, reasons: told } = assessCommand(readCommand(command), context)
    expect(risk).toBe(4)
    expect(told).toEqual(expect.arrayContaining(reasons))
  })
})

describe('options by which a harmless program runs another', () => {
  it.each<[string, string[]]>([
    ['tar -I zstd -xf a', []],
    ['tar -I ./x -xf a', [OTHER]],
    ['tar --use-compress-program zstd -xf a', []],
    ['tar --use-compress-program ./x -xf a', [OTHER]],
    ['tar --use-compress-program=zstd -xf a', []],
    ['tar --use-compress-program=x -xf a', [OTHER]],
    ['tar --use=x -xf a', [OTHER]],
    ['tar -xf $X', []],
    ['tar -I', [OTHER]],
    ['sed -n 1p a', []],
    ['sed 1e a', [OTHER]],
    ['sort a', []],
    ['docker ps', [NETWORK]],
    ['docker system prune', ['Deletes containers’ data or takes over the machine', NETWORK]],
    ['docker run --privileged x', ['Deletes containers’ data or takes over the machine', NETWORK]],
    ['docker run -v /:/x y', ['Gives the whole disk to a container', NETWORK, OUTSIDE]],
    ['podman push x', [PUBLISHES, NETWORK]],
    ['kill 12', []],
    ['kill -1', ['Ends every process']],
    ['kill -9 0', ['Ends every process']],
    ['find . -name x', []],
    ['find . -ok rm x', ['Deletes, writes or runs something for each file found']],
    ['find . -fls x', ['Deletes, writes or runs something for each file found']],
    ['npm test', [NETWORK]],
    ['npm publish', [PUBLISHES, NETWORK]],
    ['npm dist-tag add x', [PUBLISHES, NETWORK]],
    ['cargo yank x', [PUBLISHES, NETWORK]],
    ['gem push x', [PUBLISHES, NETWORK]],
    ['twine check x', []],
    ['twine upload x', [PUBLISHES]],
    ['curl $X', [NETWORK]],
    ['ls -l', [READS]],
  ])('%s', (command, reasons) => expect(why(command)).toEqual(reasons))
})

describe('wrappers', () => {
  it.each<[string, string[]]>([
    ['env ls', []],
    ['env X=1 make', []],
    ['env PATH=. ls', [SETS]],
    ['make PATH=.', []],
    ['export X=1', []],
    ['export PATH=.', [SETS]],
    ['export PATH=$X', [SETS]],
    ['env rm x', []],
    ['X=1', []],
    ['nice grep ping x', []],
    [`${'npx '.repeat(30)}sudo x`, ['Runs with other privileges', NETWORK]],
    ['env rm ../x', [DELETES, OUTSIDE]],
    ['env -C sub rm x', [DELETES]],
    ['env --chdir sub rm x', [DELETES]],
    ['ls -C sub', [READS]],
    ['env -C sub cat x', []],
    ['xargs rm', [UNKNOWN]],
    ['xargs cat', []],
    ['nice rm x', []],
    ['nice $X rm x', []],
    ['nice $X', []],
    ['watch "sudo x"', ['Runs with other privileges']],
    ['watch "ls x"', []],
    ['npx npx npx sudo x', ['Runs with other privileges', NETWORK]],
    ['busybox busybox sh a.sh', []],
    ['PATH=. npx cowsay', [SETS, NETWORK]],
    [`env ${'rm x '.repeat(32)}`, []],
    [`env ${'rm x '.repeat(33)}`, [UNTOLD]],
  ])('%s', (command, reasons) => expect(why(command.trim())).toEqual(reasons))

  it('behind wrappers without end are given up, before they are judged', () => {
    expect(why('npx '.repeat(10_000))).toEqual([UNTOLD, NETWORK])
  })
})

describe('places', () => {
  it.each<[string, string[]]>([
    ['rm a b', []],
    ['rm a ../b', [DELETES]],
    ['rm -rf -- /b', [DELETES]],
    ['cp a --target-directory=../b', [DELETES]],
    ['rm -rf --', []],
    ['rm *', [UNKNOWN]],
    ['cat *', []],
    // A scheme in front makes no address of a path.
    ['rm -rf x:/../../..', [DELETES]],
    ['wc x:/../../../etc/hosts | a', [OUTSIDE]],
    ['curl http://x.test/../../..', [NETWORK, OUTSIDE]],
    ['curl https://x.test/a', [NETWORK]],
    ['a ../b', [OUTSIDE]],
    ['a b/../../c', [OUTSIDE]],
    ['a --in=../b', [OUTSIDE]],
    ['a --in=b', []],
    ['a -x', []],
    ['a ../{}', [OUTSIDE]],
    ['cd - && rm -r /home/alice/repo/x', []],
    ['cd - && curl https://x.test', [NETWORK]],
    ['cd - && a b', []],
    ['cd - && rm -r http://x/y', [DELETES]],
    ['sed s/a/b/ ../x', [OUTSIDE]],
    ['sed -i s/a/b/ ../x', [DELETES]],
    ['sed --in-place s/a/b/ ../x', [DELETES]],
    ['sort -i ../x', [OUTSIDE]],
    ['a > ../x', [DELETES]],
    ['a > x', []],
    ['a > $X', ['Writes to a place known to the shell only']],
    ['a < ../x', [OUTSIDE]],
    ['a < $X', []],
    ['cat < x', []],
    ['cat .ssh/id_rsa', [SECRETS]],
    ['a id_rsa', [SECRETS]],
    ['a "$X/.ssh/x"', [SECRETS]],
    ['a .hearth', [HOST]],
    ['a HEARTH_HOME', [HOST]],
    ['a "$X/.hearth/x"', [HOST]],
    ['a ./.git/config', ['Touches git’s own files, which can run programs']],
    ['a ../.bashrc', ['Touches a file that runs programs by itself', OUTSIDE]],
    ['a ./.bashrc', []],
    ['cp x .vscode/tasks.json', ['Changes a file that editors, shells or git may run by themselves']],
    ['a .vscode/tasks.json', []],
    ['cd src && rm x', []],
    ['cd -P src && rm x', []],
    ['cd -P .. && rm x', [DELETES, OUTSIDE]],
    ['cd .. && rm x', [DELETES, OUTSIDE]],
    ['cd .. && rm /home/alice/repo/x', [OUTSIDE]],
    ['cd - && rm x', [DELETES]],
    ['ls .. && rm x', [OUTSIDE]],
  ])('%s', (command, reasons) => expect(why(command)).toEqual(reasons))

  it('are asked for by their real names too', () => {
    const leads: Record<string, string> = {
      docs: '/home/alice/.ssh',
      own: '/home/alice/.hearth/keys',
      set: `${root}/.claude/settings.json`,
      runs: `${root}/.husky/x`,
      rc: '/home/alice/.bashrc',
      notes: '/home/alice/.ssh/config',
      '/tmp/x': '/home/alice/.ssh/config',
      '.claude/x': `${root}/a`,
      'sub/.ssh': `${root}/b`,
      'sub/.hearth': `${root}/c`,
    }
    const linked: RiskContext = {
      where: (path) => context.where(leads[path] ?? path),
      real: (path) => leads[path.replace(/^\.\//, '')] ?? null,
    }
    const risk = (command: string) => assessCommand(readCommand(command), linked).reasons
    expect(risk('a ./docs')).toContain(SECRETS)
    expect(risk('a ./own')).toContain(HOST)
    // A plain word too.
    expect(risk('cat notes')).toEqual([SECRETS, OUTSIDE])
    expect(risk('a --in=notes')).toContain(SECRETS)
    expect(risk('cd .. && a notes')).not.toContain(SECRETS)
    expect(risk('cd .. && a /tmp/x')).toContain(SECRETS)
    // And by the names that are written.
    expect(risk('rm .claude/x')).toContain('Changes an agent’s settings, which can let it act without asking')
    expect(assessAccess(['sub/.ssh'], linked).reasons).toContain(SECRETS)
    expect(assessAccess(['sub/.hearth'], linked).reasons).toContain(HOST)
    expect(risk('rm set')).toContain('Changes an agent’s settings, which can let it act without asking')
    expect(risk('rm runs')).toContain('Changes a file that editors, shells or git may run by themselves')
    expect(risk('rm rc')).toContain('Touches a file that runs programs by itself')
    expect(risk('a ./other')).toEqual(PLAIN)
    // Elsewhere the same words lead to other places.
    expect(risk('cd .. && a ./docs')).not.toContain(SECRETS)
  })
})

describe('what only reads', () => {
  const reads = (command: string) => assessCommand(readCommand(command), context).risk === 1
  it.each<[string, boolean]>([
    ['cat a', true],
    ['cat -n a', true],
    ['cat -n/x a', false],
    ['cat --x=/etc a', false],
    ['cat --x=b a', true],
    ['cat ../a', false],
    ['cat .env', false],
    ['cat a > b', false],
    ['git', false],
    ['git log', true],
    ['git log -p a', true],
    ['git log .git', false],
    ['git log --output=x', false],
    ['git commit', false],
    ['a', false],
    ['X=1', false],
    ['ls (a)', false],
    ['grep -f x y', false],
    ['head -f x', true],
    ['', false],
  ])('%j: %s', (command, expected) => expect(reads(command)).toBe(expected))
})
