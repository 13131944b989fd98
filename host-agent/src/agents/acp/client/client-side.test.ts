import * as fs from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CLIENT_PERMITS } from '../../limits.ts'
import type { ClientSide } from '../client-side.ts'
import { type AgentPlace, clientSide, type Offer } from './index.ts'
import { GOING, makePlace, type Place, toldBy } from './testing.ts'

let place: Place
let permit: ReturnType<typeof vi.fn<AgentPlace['permit']>>
const notices: string[] = []
const open: ClientSide[] = []
beforeEach(() => {
  place = makePlace()
  permit = vi.fn<AgentPlace['permit']>(async () => false)
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((side) => side.close()))
  notices.splice(0)
  place.remove()
})

function make(offer: Offer = { files: false, terminals: false, forms: true }): ClientSide {
  const side = clientSide(
    {
      cwd: place.root,
      environment: { PATH: process.env.PATH ?? '' },
      ask: async () => ({ reject: true }),
      fill: async () => ({ reject: true }),
      permit,
      notice: (text) => notices.push(text),
      now: () => 7,
      noted: () => () => undefined,
    },
    offer,
  )
  open.push(side)
  side.setTurn(1)
  return side
}

const ALL: Offer = { files: true, terminals: true, forms: true }
const path = () => join(place.root, 'a')
const write = (side: ClientSide, content: string) =>
  toldBy(() => side.handle('fs/write_text_file', { sessionId: 's', path: path(), content }, GOING))
const run = (side: ClientSide, command: string) =>
  toldBy(() => side.handle('terminal/create', { sessionId: 's', command }, GOING))

describe('what an agent is offered', () => {
  it('can be forms alone: the rest is not served even if it is called', async () => {
    const side = make()
    expect(side.capabilities()).toEqual({
      fs: { readTextFile: false, writeTextFile: false },
      terminal: false,
      elicitation: { form: {} },
    })
    side.allowed({ type: 'edit', path: path(), before: null, after: 'x' })
    expect(await write(side, 'x')).toBe(-32601)
    expect(await run(side, 'true')).toBe(-32601)
    expect(await toldBy(() => side.handle('fs/read_text_file', { path: path() }, GOING))).toBe(-32601)
    expect(await toldBy(() => side.handle('craft/drainMidTurnQueue', {}, GOING))).toBe(-32601)
    expect(fs.readdirSync(place.root)).toEqual([])
  })

  it('can be all, or nothing', async () => {
    expect(make(ALL).capabilities()).toMatchObject({ fs: { writeTextFile: true }, terminal: true })
    const none = make({ files: false, terminals: false, forms: false })
    expect(none.capabilities()).not.toHaveProperty('elicitation')
    expect(await toldBy(() => none.handle('elicitation/create', {}, GOING))).toBe(-32601)
  })

  it('is not served when the session is closed', async () => {
    const side = make(ALL)
    await side.close()
    permit.mockResolvedValue(true)
    expect(await write(side, 'x')).toBe('session.closed')
    expect(await run(side, 'true')).toBe('session.closed')
  })

  it('tells the person what was declined', async () => {
    const url = { mode: 'url', message: 'x', elicitationId: '1', url: 'https://example.org/' }
    expect(await make().handle('elicitation/create', url, GOING)).toEqual({ action: 'decline' })
    expect(notices).toEqual([expect.stringContaining('example.org')])
  })
})

describe('what was allowed by the agent’s own request', () => {
  it('is written once, with exactly that content, and else asked for', async () => {
    const side = make(ALL)
    side.allowed({ type: 'edit', path: path(), before: null, after: 'agreed' })
    expect(await write(side, 'agreed and more')).toBe('permission.denied')
    expect(await write(side, 'agreed')).toBe('done')
    expect(permit).toHaveBeenCalledOnce()
    expect(await write(side, 'agreed')).toBe('permission.denied')
    expect(permit).toHaveBeenCalledTimes(2)
  })

  it('is written only over what was shown', async () => {
    const side = make(ALL)
    fs.writeFileSync(path(), 'a\nb\n')
    side.allowed({ type: 'edit', path: path(), before: 'a\n', after: 'a\nc\n' })
    expect(await write(side, 'a\nc\n')).toBe('permission.denied')
    side.allowed({ type: 'edit', path: path(), before: 'a\nb\n', after: 'a\nc\n' })
    expect(await write(side, 'a\nc\n')).toBe('done')
  })

  it('is known by its real place', async () => {
    const side = make(ALL)
    fs.symlinkSync('.', join(place.root, 'here'))
    side.allowed({ type: 'edit', path: join(place.root, 'here/a'), before: null, after: 'x' })
    expect(await write(side, 'x')).toBe('done')
    side.allowed({ type: 'edit', path: '/etc/passwd', before: null, after: 'x' })
    side.allowed({ type: 'command', command: 'true', cwd: place.outside })
    expect(await run(side, 'true')).toBe('permission.denied')
  })

  it('is run once, exactly that command, and else asked for', async () => {
    const side = make(ALL)
    side.allowed({ type: 'command', command: 'exit 0', cwd: null })
    expect(await run(side, 'exit 0; echo evil > a')).toBe('permission.denied')
    expect(await run(side, 'exit 0')).toBe('done')
    expect(await run(side, 'exit 0')).toBe('permission.denied')
    expect(fs.existsSync(path())).toBe(false)
  })

  it('ends with its turn', async () => {
    const side = make(ALL)
    side.allowed({ type: 'edit', path: path(), before: null, after: 'x' })
    side.setTurn(null)
    expect(await write(side, 'x')).toBe('permission.denied')
  })

  it('is forgotten when there is too much of it', async () => {
    const side = make(ALL)
    for (let n = 0; n <= CLIENT_PERMITS; n++)
      side.allowed({ type: 'edit', path: path(), before: null, after: `${n}` })
    expect(await write(side, '0')).toBe('permission.denied')
    expect(await write(side, '1')).toBe('done')
  })
})
