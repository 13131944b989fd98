import { describe, expect, it } from 'vitest'
import { isLoopback } from './loopback.ts'
import { isSecureContext, publicName } from './names.ts'

describe('a public name', () => {
  it.each([
    ['https://box.example', 'https://box.example'],
    ['https://Box.Example:443/', 'https://box.example'],
    ['wss://box.example', 'https://box.example'],
    ['https://box.example:8443', 'https://box.example:8443'],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ])('%s is %s', (text, name) => expect(publicName(text)).toBe(name))

  it.each(['box.example', 'https://box.example/hearth', 'https://a:b@box.example', 'ftp://box.example', 'x'])(
    'is not %s',
    (text) => expect(() => publicName(text)).toThrow(/takes an origin such as https:/),
  )

  it.each(['http://192.168.1.5:4870', 'http://box.local', 'http://127.evil.test', 'ws://[fe80::1]:1'])(
    'is not %s, where pages get no keys',
    (text) => expect(() => publicName(text)).toThrow(/has no TLS.*docs\/hosting\.md/),
  )
})

it.each([
  ['http://localhost:1', true],
  ['http://[::1]:1', true],
  ['https://127.0.0.1', true],
  ['http://127.0.0.1.evil.test', false],
  ['http://localhost.evil.test', false],
  ['https://box.example', false],
])('%s is this machine’s own: %s', (origin, own) => {
  expect(isLoopback(origin)).toBe(own)
  expect(isSecureContext(origin)).toBe(own || origin.startsWith('https:'))
})
