import { describe, expect, it } from 'vitest'
import type { Line } from './peer.ts'
import { scrub } from './scrub.ts'

const places = {
  repo: '/tmp/hearth-record-x/repo',
  home: '/tmp/hearth-record-x/home',
  root: '/tmp/hearth-record-x',
  modelUrl: 'http://127.0.0.1:40123',
}
const line = (result: Record<string, unknown>): Line => ({ dir: 'in', msg: { id: 1, result }, at: 5 })
const scrubbed = (...results: Record<string, unknown>[]) => scrub(results.map(line), places)

describe('a recording', () => {
  it('tells nothing of the machine that made it', () => {
    const text = scrubbed({
      file: `${places.repo}/a.txt`,
      own: `${places.home}/.codex/x`,
      other: `${places.root}/y`,
      folder: '-tmp-hearth-record-x-repo',
      url: `${places.modelUrl}/v1`,
      at: '2026-11-21T10:02:51.308Z',
      time: 1_763_719_371_308,
    })
    expect(JSON.parse(text).msg.result).toEqual({
      file: '/repo/a.txt',
      own: '/home/alice/.codex/x',
      other: '/tmp/alice/y',
      folder: '-repo',
      url: 'http://127.0.0.1:1/v1',
      at: '2026-01-01T00:00:00.000Z',
      time: 1_767_225_600_000,
    })
  })

  it('gives the same thing the same name, and others other names', () => {
    const [a, b] = ['d40d6ee2-9d92-4a5c-ad20-9936ed8c9497', '01a1fd8f-0f48-7e30-8727-7d230590d1b0']
    const [first, second] = scrubbed({ a, b, again: a }, { b, message: 'msg_1fd8e91ca001HofZ9WTxC7Vg3D' })
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text).msg.result)
    expect(first.a).toBe(first.again)
    expect(first.a).not.toBe(first.b)
    expect(second).toEqual({ b: first.b, message: 'id_3' })
  })

  it('keeps the first of many commands, and the start of a long text', () => {
    const many = Array.from({ length: 50 }, (_, name) => ({ name }))
    const { availableCommands, content } = JSON.parse(
      scrubbed({ availableCommands: many, content: 'x'.repeat(9_999) }),
    ).msg.result
    expect(availableCommands).toEqual(many.slice(0, availableCommands.length))
    expect(availableCommands.length).toBeLessThan(10)
    expect(content.length).toBeLessThan(2_000)
  })
})
