import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tempFolder } from '../../worktrees/testing.ts'
import { browserOpener, openPairingPage, removePairingPage } from './desktop.ts'

const desk = { platform: 'linux' as const, env: { DISPLAY: ':0' }, terminal: true }

describe('a browser', () => {
  it('is opened where somebody sits before a screen', () => {
    expect(browserOpener(desk)).toBe('xdg-open')
    expect(browserOpener({ ...desk, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe('xdg-open')
    expect(browserOpener({ ...desk, platform: 'darwin', env: {} })).toBe('open')
  })

  it.each([
    ['no screen', { ...desk, env: {} }],
    ['no terminal', { ...desk, terminal: false }],
    ['a session over SSH', { ...desk, env: { ...desk.env, SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' } }],
    ['a build machine', { ...desk, env: { ...desk.env, CI: 'true' } }],
    ['it is not wanted', { ...desk, env: { ...desk.env, HEARTH_NO_OPEN: '1' } }],
    ['a Mac over SSH', { platform: 'darwin' as const, env: { SSH_CONNECTION: 'x' }, terminal: true }],
    ['another system', { platform: 'win32' as const, env: { DISPLAY: ':0' }, terminal: true }],
  ])('is not opened: %s', (_why, surroundings) => expect(browserOpener(surroundings)).toBeNull())
})

describe('the page that leads to a pairing link', () => {
  const link = 'https://box.example/p#AQBrSECRET'
  let folder: ReturnType<typeof tempFolder>
  let opener: string
  beforeEach(() => {
    folder = tempFolder()
    opener = join(folder.path, 'opener')
    writeFileSync(opener, `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > "${folder.path}/argv"\n`)
    chmodSync(opener, 0o700)
  })
  afterEach(() => folder.remove())
  const path = () => join(folder.path, 'open-pairing.html')

  it('is its owner’s alone, and the only thing that the browser’s arguments name (L5)', async () => {
    const page = openPairingPage(folder.path, link, opener)
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    expect(readFileSync(path(), 'utf8')).toContain(`url=${link}"`)
    const argv = () => (existsSync(`${folder.path}/argv`) ? readFileSync(`${folder.path}/argv`, 'utf8') : '')
    await until(() => argv().endsWith('\n'), 'the browser')
    expect(argv()).toBe(`${opener}\n${path()}\n`)
    page.remove()
    expect(existsSync(path())).toBe(false)
  })

  it('writes nothing of a link as markup', () => {
    openPairingPage(
      folder.path,
      'https://box.example/p#"><script>alert(1)</script>',
      join(folder.path, 'missing'),
    )
    expect(readFileSync(path(), 'utf8')).not.toMatch(/<script|#"/)
  })

  it('does not mind a browser that is not there, nor a page that is gone', () => {
    openPairingPage(folder.path, link, join(folder.path, 'missing')).remove()
    removePairingPage(folder.path)
    expect(existsSync(path())).toBe(false)
  })
})
