import type { PermissionFacts } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import type { Matter } from './api.ts'
import { MAX_ALLOWED_COMMANDS } from './limits.ts'
import { commandOf, commandWhat, draftOf, GROUND, matterOf } from './testing.ts'
import { judge } from './verdict.ts'

/** Everything that these lines are made of, as if people had allowed it all. */
const rules = [
  ...['mytool ***', 'cat ***', 'sort ***', 'wc ***', 'cd ***', 'pushd ***', 'chdir ***', 'f', 'npm test'],
  ...['export ***', 'alias ***', 'set ***', '. ***', 'source x', 'read ***', 'umask ***', 'hash ***'],
  ...['python3 x.py ***', 'node x.js ***', 'bash x.sh ***', 'perl x.pl ***', 'perltidy ***'],
].map((text, index) => ({ ...draftOf('allow', commandWhat(text)), id: `${index}`.padStart(16, '0') }))

/** The host's own judgement of the line is left out: what keeps rules away has to do so by itself. */
const harmless = (command: string, over: Partial<PermissionFacts> = {}): Matter =>
  commandOf(command, { risk: 1, ...over })
const say = (matter: Matter) => judge(rules, matter, GROUND, 1)

describe('a line of allowed commands is allowed', () => {
  it.each([
    'mytool a',
    'mytool a && cat b',
    'cd src && mytool a',
    'chdir src',
    'cat a | sort | wc -l',
    'python3 x.py a',
    'node x.js',
    'bash x.sh',
    'export A',
    'perltidy -e a',
    'mytool 2>&1',
    'cd src && mytool a && cat b',
    'mytool\ta',
    Array.from({ length: MAX_ALLOWED_COMMANDS }, () => 'mytool').join(' && '),
  ])('%j', (command) => expect(say(harmless(command)).effect).toBe('allow'))
})

describe('and not, however little it seems to risk,', () => {
  const unclear = 'The host can’t tell what this command does'
  const unseen = 'It has characters that can’t be seen'
  const shell = 'Words in it are known to the shell only'
  const pipe = 'What it does depends on what another command puts out'
  const other = 'It runs another command'
  const inline = 'It brings its own code along'
  const changes = 'It changes what later commands mean'
  const on = 'It changes the directory on the way'
  const away = 'It runs outside the worktree'
  it.each([
    ["mytool 'open", unclear],
    ['', unclear],
    ['2>&1', unclear],
    ['# mytool', unclear],
    ['mytool a\u200b', unseen],
    ['mytool a\u00a0b', unseen],
    ['mytool \u202ea', unseen],
    ['mytool a\rb', unseen],
    ['mytool \u001b[2J', unseen],
    ['mytool a &', 'It starts something in the background'],
    ['(mytool a)', 'It is more than a list of commands'],
    ['! mytool a', 'It is more than a list of commands'],
    ['f() { mytool a; }', 'It defines a function'],
    ['mytool < a', 'It reads from a file or text of the line'],
    ['mytool <<< a', 'It reads from a file or text of the line'],
    ['mytool <&3', 'It reads from a file or text of the line'],
    ['mytool > a', 'It writes to a file'],
    ['A=1 mytool', 'It sets variables'],
    ['A=1', 'It sets variables'],
    ['mytool && A=1 mytool', 'It sets variables'],
    ['mytool $A', shell],
    ['$A', shell],
    ['mytool *', shell],
    ['mytool ~/a', shell],
    ['mytool && mytool $A', shell],
    ['env mytool', other],
    ['/usr/bin/env mytool', other],
    ['sudo mytool', other],
    ['exec mytool', other],
    ['xargs mytool', other],
    ['screen mytool', other],
    ['mytool && nohup mytool', other],
    ['cat a | env', other],
    ['python3 -c 1', inline],
    ['python3 x.py -c 1', inline],
    ['node -e 1', inline],
    ['perl x.pl -e 1', inline],
    ['cat a | mytool', pipe],
    ['cat a | python3 x.py', pipe],
    ['cat a | sort | mytool', pipe],
    ['cat a | wc --files0-from=-', pipe],
    ['cat a | sort --files0-from=-', pipe],
    ['cat a |& mytool', pipe],
    ['export A && mytool', changes],
    ['mytool && export A', changes],
    ['alias mytool; mytool', changes],
    ['set a && mytool', changes],
    ['. x && mytool', changes],
    ['source x && mytool', changes],
    ['read a && mytool', changes],
    ['umask 0 && mytool', changes],
    ['hash mytool && mytool', changes],
    ['mytool && cd src', on],
    ['cd src; mytool', on],
    ['cd src || mytool', on],
    ['cd src && mytool || cat a', on],
    ['cd src && cd lib', on],
    ['cd src && mytool && cd lib', on],
    ['cd && mytool', on],
    ['cd - && mytool', on],
    ['cd +1 && mytool', on],
    ["cd '' && mytool", on],
    ["cd '~' && mytool", on],
    ['cd src lib && mytool', on],
    ['chdir src && mytool', on],
    ['pushd src && mytool', on],
    ['cat a | cd src && mytool', pipe],
    ['cd .. && mytool', away],
    ['cd out && mytool', away],
    ['cd .git && mytool', away],
    [
      Array.from({ length: MAX_ALLOWED_COMMANDS + 1 }, () => 'mytool').join(' && '),
      'It has more commands than a rule may allow',
    ],
  ])('%s', (command, why) => expect(say(harmless(command))).toEqual({ effect: 'ask', rule: null, why }))

  it.each<[string, Matter, string]>([
    ['at risk 4', harmless('mytool', { risk: 4 }), 'Its risk is 4'],
    ['with a page’s text', harmless('mytool', { provenance: 'web' }), 'The turn has text of others in it'],
    [
      'with the repository’s text',
      harmless('mytool', { provenance: 'repo' }),
      'The turn has text of others in it',
    ],
    [
      'in another environment',
      harmless('mytool', { envDelta: { A: '1' } }),
      'The agent’s environment was changed for it',
    ],
    ['elsewhere', matterOf({ type: 'command', command: 'mytool', cwd: '/tmp' }, { risk: 1 }), away],
    ['in git’s files', matterOf({ type: 'command', command: 'mytool', cwd: '.git' }, { risk: 1 }), away],
    ['through a link', matterOf({ type: 'command', command: 'mytool', cwd: 'out' }, { risk: 1 }), away],
    [
      'from elsewhere',
      matterOf({ type: 'command', command: 'cd /home/alice/repo && mytool', cwd: '/tmp' }, { risk: 1 }),
      away,
    ],
    [
      'another mode',
      matterOf({ type: 'mode', from: null, to: 'yolo', detail: '' }, { risk: 1 }),
      'Modes are never allowed by a rule',
    ],
    [
      'an edit of nothing',
      matterOf({ type: 'edit', files: [] }, { risk: 1 }),
      'It does not say what it would touch',
    ],
    [
      'a use of nothing',
      matterOf({ type: 'access', paths: [] }, { risk: 1 }),
      'It does not say what it would touch',
    ],
    [
      'a use of who knows what',
      { ...matterOf({ type: 'access', paths: ['a'] }, { risk: 1 }), places: [null] },
      'Where one of its paths leads is not known',
    ],
    ['what no rule names', harmless('ls'), 'No rule speaks of it'],
    ['what no rule names, first', harmless('ls && mytool'), 'No rule speaks of it'],
    ['what no rule names, behind', harmless('mytool && ls'), 'No rule speaks of some of it'],
  ])('%s', (_, matter, why) => expect(say(matter)).toEqual({ effect: 'ask', rule: null, why }))
})
