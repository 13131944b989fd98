import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditLine, AuditRecord } from '../../audit/entry.ts'
import { tempFolder } from '../../worktrees/testing.ts'
import { NOTICE_WINDOW_MS, NOTICES_PER_WINDOW } from '../limits.ts'
import { noticeDecisions } from './notices.ts'
import { desktopNotifier, type Notifier } from './notifier.ts'

const PHONE = 'a1'.repeat(16)
let folder: ReturnType<typeof tempFolder>
let now: number
let logged: string[]
let tell: (line: AuditLine) => void
let stop: () => void
const env = { PATH: process.env.PATH, DISPLAY: ':0', SECRET: 'x' }

const watch = (notifier: Notifier) => {
  stop = noticeDecisions({
    audit: {
      onEntry: (listener) => {
        tell = listener
        return () => {
          tell = () => undefined
        }
      },
    },
    ...{ notifier, env, now: () => now, log: (line) => logged.push(line) },
  })
}
/** Writes its arguments and the names of its variables, NUL between them, and a line end. */
const fake = (): Notifier => {
  const program = join(folder.path, 'notifier')
  const script = `#!/bin/sh\n{ printf '%s|' "$@"; [ -z "$SECRET" ] || printf LEAK; printf '\\n'; } >> "${folder.path}/shown"\n`
  writeFileSync(program, script)
  chmodSync(program, 0o700)
  return { program, args: (title, text) => [title, text] }
}
const shown = () =>
  existsSync(`${folder.path}/shown`) ? readFileSync(`${folder.path}/shown`, 'utf8').trimEnd().split('\n') : []

let i = 0
const entry = (record: AuditRecord) => {
  i += 1
  tell({ i, prev: '00'.repeat(64), t: 1, ...record } as AuditLine)
}
const decided = (
  request: string,
  { risk = 3 as 1 | 2 | 3 | 4, title = 'npm publish', choice = 1 as 1 | 16 } = {},
) => {
  entry({
    ...{ type: 'request', request, session: '5e'.repeat(16), turn: 1, agent: 'opencode', kind: 'permission' },
    ...{ reqHash: 'cd'.repeat(64), risk, title, policy: null },
  })
  entry({
    ...{ type: 'decision', request, reqHash: 'cd'.repeat(64), device: PHONE, choice },
    decision: '00'.repeat(320),
  })
}
const id = (n: number) => n.toString(16).padStart(32, '0')

beforeEach(() => {
  folder = tempFolder()
  now = 1_000_000
  logged = []
})
afterEach(() => {
  stop()
  folder.remove()
})

describe('a notice at the host', () => {
  it('tells of every decision above risk 2 and of no other, by the ids that the log has it under', async () => {
    watch(fake())
    entry({ type: 'paired', device: PHONE, name: 'alice’s phone', certificate: '00'.repeat(213) })
    decided(id(1), { risk: 2 })
    decided(id(2), { risk: 3 })
    await until(() => shown().length === 1, 'the first notice')
    decided(id(3), { risk: 4, choice: 16, title: 'rm -rf /' })
    await until(() => shown().length === 2, 'the second notice')
    expect(shown()[0]).toBe(
      'Hearth: a device decided (risk 3)|A device allowed request 00000000. What it is: hearth log|',
    )
    expect(shown()[1]).toContain('(risk 4)|A device denied request 00000000.')
  })

  it('tells that a device chose a mode of an agent, in which it may ask for nothing', async () => {
    watch(fake())
    const at = { session: '5e'.repeat(16), agent: 'claude-code', by: PHONE }
    entry({ type: 'option', ...at, option: 'mode', value: 'bypassPermissions' })
    await until(() => shown().length === 1, 'the notice')
    expect(shown()[0]).toContain('A device chose how an agent works in session 5e5e5e5e.')
    expect(shown()[0]).toContain('(risk 4)')
  })

  it('has nothing in the notifier’s arguments, which every user of the machine can read, that somebody else worded (A37)', async () => {
    watch(fake())
    const name = 'mallory’s $(touch owned)'
    entry({ type: 'paired', device: PHONE, name, certificate: '00'.repeat(213) })
    decided(id(4), { title: 'deploy --token=hunter2 `id`\u202e\n' })
    const at = { session: '5e'.repeat(16), agent: 'claude-code', by: PHONE }
    entry({ type: 'option', ...at, option: 'mode', value: 'hunter2' })
    await until(() => shown().length === 2, 'the notices')
    expect(shown().join()).not.toMatch(/hunter2|mallory|deploy|owned|LEAK/)
    expect(existsSync(join(folder.path, 'owned'))).toBe(false)
  })

  it('is shown at a bounded rate; the next says how many were not', async () => {
    watch(fake())
    for (let n = 0; n < NOTICES_PER_WINDOW + 3; n += 1) decided(id(n))
    now += NOTICE_WINDOW_MS
    await until(() => shown().length === NOTICES_PER_WINDOW, 'the notices')
    decided(id(99))
    await until(() => shown().length === NOTICES_PER_WINDOW + 1, 'the last')
    expect(shown().at(-1)).toContain('(and 3 more: hearth log)')
  })

  it('that can’t be shown is no failure, and is said once', async () => {
    watch({ program: join(folder.path, 'missing'), args: () => [] })
    decided(id(1))
    decided(id(2))
    await until(() => logged.length > 0, 'the log')
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('hearth log')
  })
})

describe('the desktop’s notifier', () => {
  it('is there where a desktop is', () => {
    expect(desktopNotifier({ platform: 'linux', env: { DISPLAY: ':0' } })?.program).toBe('notify-send')
    expect(desktopNotifier({ platform: 'darwin', env: {} })?.program).toBe('osascript')
    expect(desktopNotifier({ platform: 'linux', env: {} })).toBeNull()
    expect(desktopNotifier({ platform: 'linux', env: { DISPLAY: ':0', HEARTH_NO_NOTICES: '1' } })).toBeNull()
    expect(desktopNotifier({ platform: 'linux', env: { DISPLAY: ':0', CI: '1' } })).toBeNull()
  })

  it('takes text as arguments behind all options, never as markup or script', () => {
    const send = desktopNotifier({ platform: 'linux', env: { DISPLAY: ':0' } })?.args('--help', '<b>&') ?? []
    expect(send.slice(send.indexOf('--'))).toEqual(['--', '--help', '&lt;b&gt;&amp;'])
    const script =
      desktopNotifier({ platform: 'darwin', env: {} })?.args('T', '" & (do shell script "id")') ?? []
    expect(script.slice(-2)).toEqual(['T', '" & (do shell script "id")'])
    expect(script.slice(0, -2).join(' ')).not.toContain('id"')
  })
})
