import { describe, expect, it } from 'vitest'
import { styleFor } from '../format/style.ts'
import { type Introduction, introduction } from './introduce.ts'

const relay = { origin: 'http://127.0.0.1:4870', own: true, public: null, web: true }
const faces = { chrome: '/h/chrome-mv3', firefox: '/h/firefox-mv3/manifest.json', web: '/h/web' }
const host = { id: 'ab'.repeat(16), name: 'workshop' }
const said: Introduction = { host, home: '/home/alice/.hearth', relay, faces, projects: [], devices: 0 }
const plain = styleFor(false, {})
const say = (more: Partial<Introduction> = {}) => introduction({ ...said, ...more }, plain).join('\n')

describe('what hearth up says', () => {
  it('names the web view, and where each browser loads the panel from', () => {
    expect(say()).toMatch(/web view +http:\/\/127\.0\.0\.1:4870/)
    expect(say()).toMatch(/Chrome +chrome:\/\/extensions .* Load unpacked .* \/h\/chrome-mv3/)
    expect(say()).toMatch(/Firefox +about:debugging.*\/h\/firefox-mv3\/manifest\.json/)
  })

  it('sends nobody to faces that are not built', () => {
    const bare = say({ faces: { chrome: null, firefox: null, web: null }, relay: { ...relay, web: false } })
    expect(bare).not.toMatch(/chrome|Firefox|web view +http/)
    expect(bare).toContain('npm run build')
  })

  it('says how a phone reaches it, in one line, until it can', () => {
    expect(say()).toMatch(/phone +not yet: .*docs\/hosting\.md.*--public/)
    expect(say({ relay: { ...relay, public: 'https://box.example' } })).toMatch(
      /phone +https:\/\/box\.example$/m,
    )
  })

  it('names a relay elsewhere, and says when there is none', () => {
    const elsewhere = { origin: 'https://relay.example', own: false, public: null, web: null }
    expect(say({ relay: elsewhere })).toMatch(/relay +https:\/\/relay\.example/)
    expect(say({ relay: elsewhere })).not.toContain('phone')
    expect(say({ relay: null })).toContain('no device can connect')
  })
})

describe('style', () => {
  it('is for terminals that want it', () => {
    expect(styleFor(true, {}).strong('x')).toBe('\u001b[1mx\u001b[22m')
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) expect(styleFor(true, env).strong('x')).toBe('x')
    expect(styleFor(false, {}).quiet('x')).toBe('x')
  })
})
