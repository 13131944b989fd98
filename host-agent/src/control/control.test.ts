import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectControl } from './client.ts'
import { MAX_INPUTS, MAX_LINE } from './limits.ts'
import { Lines, lineOf } from './lines.ts'
import { lockHome } from './lock.ts'
import { socketPath } from './path.ts'
import { type ControlHandlers, type ControlServer, serveControl } from './server.ts'

describe('the control socket', () => {
  let home: string
  let server: ControlServer
  let gone: boolean

  const handlers: ControlHandlers = {
    echo: async (params) => params,
    refuse: async () => {
      throw new HearthError('host.queue_full')
    },
    fail: async () => {
      throw new Error('a secret detail')
    },
    count: async (_params, call) => {
      for (const n of [1, 2, 3]) call.send(n)
      return 'done'
    },
    ask: async (_params, call) => {
      call.send('your name?')
      return `hello ${String(await call.input())}`
    },
    idle: (_params, call) => new Promise((done) => call.signal.addEventListener('abort', done)),
    wait: async (_params, call) => {
      call.send('waiting')
      try {
        return await call.input()
      } finally {
        gone = call.signal.aborted
      }
    },
  }

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'hearth-control-'))
    gone = false
    server = await serveControl(socketPath(home), handlers)
  })
  afterEach(async () => {
    await server.close()
    rmSync(home, { recursive: true, force: true })
  })

  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(server.path)
      let answer = ''
      socket.on('data', (bytes) => {
        answer += bytes.toString()
      })
      socket.on('close', () => resolve(answer))
      socket.on('error', reject)
      socket.write(text)
    })

  it('answers, refuses with its code, and keeps the text of what went wrong inside', async () => {
    const control = await connectControl(server.path)
    expect(await control.call('echo', { a: 'ü' })).toEqual({ a: 'ü' })
    await expect(control.call('refuse')).rejects.toMatchObject({ code: 'host.queue_full' })
    await expect(control.call('fail')).rejects.toMatchObject({ code: 'host.internal' })
    await expect(control.call('fail')).rejects.not.toThrow(/secret/)
    await expect(control.call('nothing')).rejects.toMatchObject({ code: 'control.protocol' })
    await expect(control.call('constructor')).rejects.toMatchObject({ code: 'control.protocol' })
    control.close()
  })

  it('streams answers, and takes more from the command', async () => {
    const control = await connectControl(server.path)
    const seen: unknown[] = []
    expect(await control.call('count', null, { next: (value) => seen.push(value) })).toBe('done')
    expect(seen).toEqual([1, 2, 3])
    const answer = await control.call('ask', null, { next: (_value, reply) => reply('alice') })
    expect(answer).toBe('hello alice')
    control.close()
  })

  it('ends a call whose command has gone', async () => {
    const control = await connectControl(server.path)
    const waiting = control.call('wait', null, { next: () => control.close() })
    await expect(waiting).rejects.toMatchObject({ code: 'control.lost' })
    await until(() => gone, 'the handler to notice')
  })

  it('keeps a bounded number of inputs that nobody reads', async () => {
    const input = '{"id":1,"input":true}\n'
    const idle = '{"id":1,"method":"idle","params":null}\n'
    const answer = await raw(idle + input.repeat(MAX_INPUTS + 1))
    expect(JSON.parse(answer)).toMatchObject({ error: { code: 'control.protocol' } })
  })

  it('does not wait for ever', async () => {
    const control = await connectControl(server.path)
    await expect(control.call('wait', null, { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'control.lost',
    })
    control.close()
  })

  it.each([
    ['no JSON', 'hello\n'],
    ['no call', '{"id":0}\n'],
    ['a field that is not known', '{"id":1,"method":"echo","params":1,"x":1}\n'],
  ])('refuses %s and hangs up', async (_what, line) => {
    expect(JSON.parse(await raw(line))).toMatchObject({ error: { code: 'control.protocol' } })
  })

  it('can be opened by its owner only', () => {
    expect(statSync(server.path).mode & 0o777).toBe(0o600)
  })

  it('takes the place of a dead socket', async () => {
    await server.close()
    writeFileSync(socketPath(home), '')
    chmodSync(socketPath(home), 0o644)
    server = await serveControl(socketPath(home), handlers)
    const control = await connectControl(server.path)
    expect(await control.call('echo', 1)).toBe(1)
    control.close()
  })

  it('says that nobody is there', async () => {
    await server.close()
    await expect(connectControl(socketPath(home))).rejects.toMatchObject({ code: 'control.not_running' })
  })
})

describe('its parts', () => {
  it('says when a home is too long for a socket', () => {
    expect(() => socketPath(`/tmp/${'x'.repeat(100)}`)).toThrow(
      expect.objectContaining({ code: 'control.path', message: expect.stringContaining('shorter') }),
    )
  })

  it('lets one host agent at a time have a home', () => {
    const home = mkdtempSync(join(tmpdir(), 'hearth-lock-'))
    const unlock = lockHome(home)
    expect(() => lockHome(home)).toThrow(expect.objectContaining({ code: 'control.running' }))
    unlock()
    lockHome(home)()
    expect(statSync(join(home, 'lock.db')).mode & 0o077).toBe(0)
    rmSync(home, { recursive: true, force: true })
  })

  it('puts lines together from any pieces', () => {
    const bytes = Buffer.from(lineOf({ text: 'grüße' }) + lineOf([1]))
    for (const size of [1, 2, 7, 100]) {
      const lines = new Lines()
      const values: unknown[] = []
      for (let at = 0; at < bytes.length; at += size)
        values.push(...lines.push(bytes.subarray(at, at + size)))
      expect(values).toEqual([{ text: 'grüße' }, [1]])
    }
  })

  it('holds no line without end', () => {
    const lines = new Lines()
    const part = Buffer.alloc(MAX_LINE / 4, 0x20)
    for (let n = 0; n < 4; n++) lines.push(part)
    expect(() => lines.push(part)).toThrow(expect.objectContaining({ code: 'control.protocol' }))
  })
})
