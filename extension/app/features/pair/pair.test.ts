import { encodePairingLink } from '@hearth/shared/crypto'
import { ERRORS, type ErrorCode } from '@hearth/shared/protocol'
import { describe, expect, it } from 'vitest'
import { deviceName } from './device-name.ts'
import { fingerprintWords, placeToOpen, readLink } from './link.ts'
import { codeReader } from './qr.ts'
import { isUnderWay, PAIR_TABLE, type Step, type StepEvent } from './steps.ts'
import { PAIR_TROUBLE, pairTrouble } from './trouble.ts'
import { clock, failed } from './words.ts'

const NOW = 1_790_000_000_000
const aLink = (over: { relay?: string; expiresAt?: number } = {}): string => {
  const relay = over.relay ?? 'https://relay.example'
  return encodePairingLink(relay, {
    expiresAt: over.expiresAt ?? NOW / 1_000 + 600,
    hostFingerprint: Uint8Array.from({ length: 32 }, (_, n) => n),
    secret: new Uint8Array(32),
    relay,
  })
}

describe('a link', () => {
  it('is read whole, as its fragment, and with blanks around it', () => {
    const text = aLink()
    const fragment = text.slice(text.indexOf('#') + 1)
    for (const given of [text, fragment, `  ${text}\n`]) {
      expect(readLink(given, NOW)).toMatchObject({ ok: true, link: { relay: 'https://relay.example' } })
    }
  })

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['https://relay.example/p', 'not-a-link'],
    ['https://relay.example/other#AQAA', 'not-a-link'],
    ['npm start', 'not-a-link'],
    ['javascript:alert(1)#AQAA', 'not-a-link'],
    ['/wAA', 'not-a-link'],
    ['_wAA', 'version'],
  ])('%j is none: %s', (given, problem) => {
    expect(readLink(given, NOW)).toEqual({ ok: false, problem })
  })

  it('expires', () => {
    expect(readLink(aLink({ expiresAt: NOW / 1_000 }), NOW)).toEqual({ ok: false, problem: 'expired' })
  })

  it('has a fingerprint that the eye can compare', () => {
    const read = readLink(aLink(), NOW)
    expect(read.ok && fingerprintWords(read.link.hostFingerprint)).toBe('0001 0203 0405 0607')
  })

  it('of another relay than the page’s is opened there, with its secret behind the #', () => {
    const text = aLink()
    const fragment = text.slice(text.indexOf('#') + 1)
    for (const given of [text, fragment]) {
      const read = readLink(given, NOW)
      if (!read.ok) throw new Error('not read')
      expect(placeToOpen({ face: 'web', origin: 'https://relay.example' }, read)).toBeNull()
      expect(placeToOpen({ face: 'panel', origin: 'chrome-extension://x' }, read)).toBeNull()
      expect(placeToOpen({ face: 'web', origin: 'https://other.example' }, read)).toBe(text)
    }
  })
})

describe('the steps', () => {
  const moves: readonly [Step, StepEvent, Step][] = [
    ['link', 'read', 'check'],
    ['link', 'restart', 'link'],
    ['check', 'read', 'check'],
    ['check', 'go', 'meeting'],
    ['check', 'restart', 'link'],
    ['meeting', 'digits', 'compare'],
    ['meeting', 'done', 'paired'],
    ['meeting', 'fail', 'failed'],
    ['meeting', 'restart', 'link'],
    ['compare', 'done', 'paired'],
    ['compare', 'fail', 'failed'],
    ['compare', 'restart', 'link'],
    ['failed', 'read', 'check'],
    ['failed', 'again', 'check'],
    ['failed', 'restart', 'link'],
  ]
  const steps = Object.keys(PAIR_TABLE) as Step[]
  const events = Object.keys(PAIR_TABLE.link) as StepEvent[]

  it.each(steps.flatMap((step) => events.map((event) => [step, event] as const)))('%s, %s', (step, event) => {
    const move = moves.find(([from, by]) => from === step && by === event)
    expect(PAIR_TABLE[step][event]).toBe(move?.[2] ?? step)
  })

  it('dial only after the person’s word: nothing but `go` leads to a meeting', () => {
    const leading = steps.flatMap((step) =>
      events
        .filter((event) => step !== 'meeting' && PAIR_TABLE[step][event] === 'meeting')
        .map((event) => [step, event]),
    )
    expect(leading).toEqual([['check', 'go']])
  })

  it('can be cancelled wherever something is under way', () => {
    expect(steps.filter(isUnderWay)).toEqual(['meeting', 'compare'])
    for (const step of steps.filter(isUnderWay)) expect(PAIR_TABLE[step].restart).toBe('link')
  })
})

describe('failures', () => {
  it.each(Object.entries(PAIR_TROUBLE))(
    '%s: a title, a meaning, something to do, a way on',
    (_code, trouble) => {
      expect(trouble.title).not.toBe('')
      expect(trouble.meaning).toMatch(/[.]$/)
      expect(trouble.todo).toMatch(/[.]$/)
      expect(failed[trouble.next]).toBeTruthy()
    },
  )

  it('have a way on whatever the code', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      const trouble = pairTrouble({ code, message: ERRORS[code][2] })
      expect(`${trouble.title} ${trouble.meaning} ${trouble.todo}`.length).toBeGreaterThan(40)
    }
  })
})

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome on Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:142.0) Gecko/20100101 Firefox/142.0',
    'Firefox on macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1',
    'Chrome on iPhone',
  ],
  ['curl/8.0', 'Browser'],
])('%s is called %s', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name)
})

it.each([
  [272_000, '4:32'],
  [999, '0:01'],
  [0, '0:00'],
  [-5_000, '0:00'],
])('%d ms left: %s', (ms, words) => {
  expect(clock(ms)).toBe(words)
})

it('reads codes with what the browser has', async () => {
  class BarcodeDetector {
    static getSupportedFormats = async () => ['qr_code']
    detect = async () => [{ rawValue: 'https://relay.example/p#AQ' }]
  }
  const read = await codeReader({ BarcodeDetector })
  expect(await read(document.createElement('video'))).toBe('https://relay.example/p#AQ')
})
