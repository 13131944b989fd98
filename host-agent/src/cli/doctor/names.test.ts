import { openStore, type Relay, startRelay } from '@hearth/relay'
import { type Front, type FrontManners, makeCertificate, startFront } from '@hearth/shared/testing/front'
import { afterEach, describe, expect, it } from 'vitest'
import { tempFolder } from '../../worktrees/testing.ts'
import { CLOCK_SKEW_MS } from '../limits.ts'
import type { Finding } from './check.ts'
import { checkName, compareClocks, unanswered } from './names.ts'

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A proxy, and a relay that knows its name. */
const behind = async (manners: FrontManners = {}): Promise<{ front: Front; relay: Relay }> => {
  const folder = tempFolder()
  const store = await openStore({ dataDir: folder.path })
  const front = await startFront(manners)
  const relay = await startRelay({ store, names: [front.origin], trustProxy: true })
  front.to(relay.port)
  ends.push(
    folder.remove,
    () => store.close(),
    () => relay.close(),
    () => front.close(),
  )
  return { front, relay }
}

const look = async (manners: FrontManners = {}): Promise<Finding[]> =>
  checkName({ name: (await behind(manners)).front.origin, own: true })

const found = (findings: Finding[], check: string): Finding | undefined =>
  findings.find((finding) => finding.check === check)
const states = (findings: Finding[]) => findings.map(({ check, state }) => `${check} ${state}`)

describe('a relay’s name', () => {
  it('is fine through a proxy that passes on what it should, and directly', async () => {
    const { front, relay } = await behind()
    const fine = ['relay ok', 'secure context ok', 'web view note', 'websocket ok']
    for (const name of [front.origin, relay.url])
      expect(states(await checkName({ name, own: true }))).toEqual(fine)
  })

  it('whose proxy changes the Host header gets nobody in, and the doctor says so', async () => {
    const findings = await look({ changesHost: true })
    expect(found(findings, 'web view')).toMatchObject({ state: 'problem', fix: /Host/ })
    expect(found(findings, 'websocket')).toMatchObject({ state: 'problem', text: /signed for http/ })
  })

  it('whose proxy passes no WebSockets on', async () => {
    const findings = await look({ refusesUpgrades: true })
    expect(found(findings, 'websocket')).toMatchObject({ state: 'problem', text: /no WebSocket opens/ })
    expect(found(findings, 'relay')).toMatchObject({ state: 'ok' })
  })

  it('whose proxy takes away the policy of pages', async () => {
    const strip: FrontManners['answers'] = ({ 'content-security-policy': _, ...rest }) => rest
    expect(found(await look({ answers: strip }), 'web view')).toMatchObject({
      state: 'problem',
      text: /Content-Security-Policy/,
    })
  })

  it.each([
    [502, {}, /does not reach the relay/],
    [302, { location: 'https://login.example' }, /asks for a login/],
    [200, {}, /no relay/],
  ])('behind which status %i is answered', async (status, headers, text) => {
    const findings = await look({ instead: (_, response) => void response.writeHead(status, headers).end() })
    expect(found(findings, 'relay')).toMatchObject({ state: 'problem', text })
    expect(found(findings, 'websocket')).toBeUndefined()
  })

  it('where nothing listens', async () => {
    const { front } = await behind()
    await front.close()
    ends.pop()
    expect(await checkName({ name: front.origin, own: false })).toMatchObject([
      { check: 'relay', state: 'problem', text: /nothing listens there.*go on/ },
    ])
  })

  it('whose certificate nobody vouches for', async () => {
    const now = Date.now()
    const findings = await look({ tls: makeCertificate(now - 1_000, now + 1_000_000) })
    expect(findings).toMatchObject([{ check: 'tls', state: 'problem', text: /not trusted here/ }])
  })
})

describe('what TLS says', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'tls', /has expired/],
    ['CERT_NOT_YET_VALID', 'tls', /not valid yet/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /not trusted/],
    ['ENOTFOUND', 'relay', /no such name/],
    ['ETIMEDOUT', 'relay', /in time/],
    ['EHOSTUNREACH', 'relay', /EHOSTUNREACH/],
  ])('%s is told as such', (code, check, text) => {
    const finding = unanswered('https://box.example', code)
    expect(finding).toMatchObject({ check, state: 'problem', text: expect.stringMatching(text) })
    expect(finding.fix).not.toBe('')
  })
})

describe('clocks', () => {
  const now = Date.UTC(2026, 0, 1)
  const date = (skew: number) => ({ headers: { date: new Date(now + skew).toUTCString() } })
  const say = (name: string, skew: number) => compareClocks(name, date(skew), now).map(({ state }) => state)

  it('may differ a little, either way', () => {
    for (const sign of [-1, 1]) {
      expect(say('https://box.example', sign * CLOCK_SKEW_MS)).toEqual(['ok'])
      expect(say('https://box.example', sign * (CLOCK_SKEW_MS + 1_000))).toEqual(['problem'])
    }
  })

  it('are one on one machine, and nothing is known where none is told', () => {
    expect(say('http://127.0.0.1:1', 1e9)).toEqual([])
    expect(compareClocks('https://box.example', { headers: {} }, now)).toEqual([])
  })
})
