import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { realFiles } from './files.ts'
import { MAX_TITLE } from './limits.ts'
import { shorten } from './title.ts'

let dir: string
beforeEach(() => {
  dir = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'hearth-files-')))
  fs.writeFileSync(join(dir, 'a'), '12345')
  fs.symlinkSync('a', join(dir, 'link'))
  fs.symlinkSync('loop', join(dir, 'loop'))
})
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }))
const sha = createHash('sha256').update('12345').digest('hex')
const at = (name: string) => join(dir, name)

describe('what is looked at', () => {
  it('a file: its size and its content, links followed', () => {
    for (const path of [at('a'), at('link')]) {
      expect(realFiles.size(path)).toBe(5)
      expect(realFiles.sha256(path, 5)).toBe(sha)
      expect(realFiles.realpath(path)).toBe(at('a'))
      expect(realFiles.directory(path)).toBeNull()
    }
  })

  it('no file that is a byte too large', () => expect(realFiles.sha256(at('a'), 4)).toBeNull())

  it('a folder, and nothing of a file in it', () => {
    const { dev, ino } = fs.statSync(dir, { bigint: true })
    expect(realFiles.directory(dir)).toEqual({ dev: String(dev), ino: String(ino) })
    expect(realFiles.size(dir)).toBeNull()
    expect(realFiles.sha256(dir, 5)).toBeNull()
  })

  it('nothing of what is not there, or turns in a circle', () => {
    for (const path of [at('none'), at('loop')]) {
      expect(realFiles.realpath(path)).toBeNull()
      expect(realFiles.directory(path)).toBeNull()
      expect(realFiles.size(path)).toBeNull()
      expect(realFiles.sha256(path, 5)).toBeNull()
    }
  })

  it('nothing of a pipe, and without waiting for it', () => {
    execFileSync('mkfifo', [at('pipe')])
    expect(realFiles.size(at('pipe'))).toBeNull()
    expect(realFiles.sha256(at('pipe'), 5)).toBeNull()
  })

  it.runIf(fs.existsSync('/proc/self/fd'))('without leaving files open', () => {
    const open = () =>
      fs.readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return fs.readlinkSync(`/proc/self/fd/${fd}`) === at('a')
        } catch {
          // The one that reads this folder.
          return false
        }
      })
    realFiles.sha256(at('a'), 5)
    realFiles.sha256(at('a'), 1)
    expect(open()).toEqual([])
  })
})

it('a title is as long as may be, and says where it was cut', () => {
  const longest = 'a'.repeat(MAX_TITLE)
  expect(shorten('a')).toBe('a')
  expect(shorten(longest)).toBe(longest)
  expect(shorten(`${longest}a`)).toBe(`${'a'.repeat(MAX_TITLE - 1)}…`)
})
