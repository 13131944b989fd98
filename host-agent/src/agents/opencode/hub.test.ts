import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Hub, type Listener } from './hub.ts'
import type { OpencodeServer } from './server.ts'
import { type Payload, sessionOf } from './wire.ts'

/** A server in opencode's place: an event stream that the test writes, and sessions with parents. */
let streams: ServerResponse[]
let parents: Record<string, string>
let lookedUp: string[]
let server: OpencodeServer
let close: () => void
let hub: Hub

beforeEach(async () => {
  streams = []
  parents = {}
  lookedUp = []
  const http = createServer((request, response) => {
    const path = request.url ?? ''
    if (path.startsWith('/global/event')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      streams.push(response)
      send({ type: 'server.connected', properties: {} })
      return
    }
    const id = /^\/session\/(\w+)/.exec(path)?.[1] ?? ''
    lookedUp.push(id)
    const info = { id, parentID: parents[id], directory: '/d', title: '', time: { created: 1, updated: 1 } }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(info))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  server = {
    url: `http://127.0.0.1:${port}`,
    authorization: 'Basic x',
    version: '1.18.33',
    pid: 0,
    exited: new Promise(() => undefined),
    tail: () => [],
    stop: async () => undefined,
  }
  close = () => {
    http.close()
    http.closeAllConnections()
  }
  hub = new Hub()
})
afterEach(() => {
  hub.disconnect()
  close()
})

function send(payload: unknown): void {
  streams.at(-1)?.write(`data: ${JSON.stringify({ directory: '/d', payload })}\n\n`)
}

const idle = (session: string) => ({ type: 'session.idle', properties: { sessionID: session } })

function listener() {
  const heard: (Payload | 'cut' | 'back')[] = []
  const tell: Listener = {
    hear: (event) => heard.push(event),
    cut: () => heard.push('cut'),
    back: () => heard.push('back'),
    died: () => undefined,
  }
  const sessions = () => heard.map((entry) => (typeof entry === 'string' ? entry : sessionOf(entry)))
  return { tell, sessions }
}

describe('the one reader of opencode’s events', () => {
  it('is connected when the first event has come', async () => {
    await hub.connect(server)
    expect(hub.heardAt()).not.toBeNull()
  })

  it('hands events of subagents, however deep, to the session above', async () => {
    const { tell, sessions } = listener()
    hub.listen('root', tell)
    await hub.connect(server)
    Object.assign(parents, { deep: 'middle', middle: 'child', child: 'root', other: 'stranger' })
    for (const session of ['deep', 'other', 'root', 'deep', 'child']) send(idle(session))
    await vi.waitFor(() => expect(sessions()).toEqual(['deep', 'root', 'deep', 'child']))
    expect(lookedUp.filter((id) => id === 'deep')).toHaveLength(1)
  })

  it('lets a session that leaves late take nothing from the one that came after it', async () => {
    const [before, after] = [listener(), listener()]
    hub.listen('root', before.tell)
    hub.listen('root', after.tell)
    hub.leave('root', before.tell)
    await hub.connect(server)
    send(idle('root'))
    await vi.waitFor(() => expect(after.sessions()).toEqual(['root']))
    expect(before.sessions()).toEqual([])
  })

  it('survives garbage and events of a kind that it does not know', async () => {
    const { tell, sessions } = listener()
    hub.listen('root', tell)
    await hub.connect(server)
    streams.at(-1)?.write('data: {not json\n\n: comment\n\ndata: 7\n\ndata: {"payload":null}\n\n')
    send({ type: 'session.idle', properties: {} })
    send({ type: 'no.such.event', properties: { sessionID: 'root' } })
    send(idle('root'))
    await vi.waitFor(() => expect(sessions()).toEqual(['root']))
  })

  it('opens the stream again when it ends, and says that it was cut', async () => {
    const { tell, sessions } = listener()
    hub.listen('root', tell)
    await hub.connect(server)
    streams.at(-1)?.end()
    await vi.waitFor(() => expect(sessions()).toEqual(['cut', 'back']))
    hub.reopen()
    await vi.waitFor(() => expect(sessions()).toEqual(['cut', 'back', 'cut', 'back']))
    send(idle('root'))
    await vi.waitFor(() => expect(sessions().at(-1)).toBe('root'))
    expect(streams).toHaveLength(3)
  })

  it('goes on after an event that one of them could not take', async () => {
    const [bad, good] = [listener(), listener()]
    let isBad = true
    const hear = () => {
      if (isBad) throw new Error('it broke')
    }
    hub.listen('bad', { ...bad.tell, hear })
    hub.listen('good', good.tell)
    await hub.connect(server)
    send(idle('bad'))
    await vi.waitFor(() => expect(good.sessions()).toEqual(['cut', 'back']))
    isBad = false
    send(idle('good'))
    await vi.waitFor(() => expect(good.sessions().at(-1)).toBe('good'))
  })

  it('follows no more once it is disconnected', async () => {
    await hub.connect(server)
    hub.disconnect()
    await vi.waitFor(() => expect(streams[0]?.destroyed || streams[0]?.closed).toBe(true))
    expect(streams).toHaveLength(1)
  })
})
