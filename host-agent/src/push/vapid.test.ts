import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vapidClaims } from '@hearth/shared/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tempFolder } from '../worktrees/testing.ts'
import { MAX_STATEMENTS, VAPID_LEFT_MS, VAPID_LIFE_MS } from './limits.ts'
import { vapidKeeper } from './vapid.ts'

let folder: { path: string; remove: () => void }
let now: number
beforeEach(() => {
  folder = tempFolder()
  now = 1_750_000_000_000
})
afterEach(() => folder.remove())

const keeper = () => vapidKeeper(folder.path, () => now)
const file = () => join(folder.path, 'push.json')
const tokenOf = (authorization: string): string => authorization.split(/[ ,=]+/)[2] ?? ''

test('the key is made at first need, readable by its owner alone, and is the same later', () => {
  const first = keeper()
  expect(first.made).toBe(false)
  const { publicKey } = first.open()
  expect([publicKey.length, publicKey[0]]).toEqual([65, 4])
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  const again = keeper()
  expect(again.made).toBe(true)
  expect(again.open().publicKey).toEqual(publicKey)
})

test('an authorization is a statement for that push service, signed, and good for half a day', () => {
  const vapid = keeper().open()
  const said = vapid.authorize('https://fcm.googleapis.com/fcm/send/x', 'https://relay.example')
  const { key, ...claims } = vapidClaims(said)
  expect(claims).toEqual({
    aud: 'https://fcm.googleapis.com',
    exp: (now + VAPID_LIFE_MS) / 1000,
    sub: 'https://relay.example',
  })
  expect(Buffer.from(key, 'base64url')).toEqual(Buffer.from(vapid.publicKey))
  expect(VAPID_LIFE_MS).toBeLessThan(24 * 3_600_000)
})

test('it is made anew before it ends, and for each push service', () => {
  const vapid = keeper().open()
  const ask = (host = 'a') => tokenOf(vapid.authorize(`https://${host}.example/x`, 'https://relay.example'))
  const first = ask()
  now += VAPID_LIFE_MS - VAPID_LEFT_MS - 1
  expect(ask()).toBe(first)
  now += 1
  const second = ask()
  expect(second).not.toBe(first)
  expect(ask('b')).not.toBe(second)
  for (let n = 2; n < MAX_STATEMENTS; n++) ask(`more${n}`)
  expect(ask()).toBe(second)
  ask('onemore')
  expect(ask()).not.toBe(second)
})

test('a topic is the same for the same thing, tells nothing, and differs between hosts', () => {
  const vapid = keeper().open()
  expect(vapid.topic('device', 'request')).toMatch(/^[\w-]{32}$/)
  expect(keeper().open().topic('device', 'request')).toBe(vapid.topic('device', 'request'))
  expect(vapid.topic('devic', 'erequest')).not.toBe(vapid.topic('device', 'request'))
  const other = tempFolder()
  const elsewhere = vapidKeeper(other.path, () => now).open()
  expect(elsewhere.topic('device', 'request')).not.toBe(vapid.topic('device', 'request'))
  other.remove()
})

test.each([
  ['keys.corrupt', () => writeFileSync(file(), '{"v":1,"secret":"00"}', { mode: 0o600 })],
  ['keys.corrupt', () => writeFileSync(file(), `{"v":1,"secret":"${'0'.repeat(64)}"}`, { mode: 0o600 })],
  ['keys.corrupt', () => writeFileSync(file(), 'x'.repeat(5_000), { mode: 0o600 })],
  [
    'keys.permissions',
    () => {
      keeper().open()
      chmodSync(file(), 0o644)
    },
  ],
  [
    'keys.symlink',
    () => {
      writeFileSync(join(folder.path, 'other'), '{}', { mode: 0o600 })
      symlinkSync(join(folder.path, 'other'), file())
    },
  ],
])('a file that can’t be trusted is an error and stays as it is: %s', (code, make) => {
  make()
  const before = readFileSync(file())
  expect(() => keeper().open()).toThrow(expect.objectContaining({ code }))
  expect(readFileSync(file())).toEqual(before)
})
