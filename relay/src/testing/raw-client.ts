import { loginStatement } from '@hearth/shared/crypto/login'
import { type TestRelayIdentity, until } from '@hearth/shared/testing'
import type { As, Challenge, Login } from '@hearth/shared/transport/relay-wire'
import { type ClientOptions, WebSocket } from 'ws'

/** A client that says what it likes: for what an honest transport would never say. */
export interface RawClient {
  readonly socket: WebSocket
  /** Control messages so far, as `[event, payload]`. */
  readonly events: [string, Record<string, unknown>][]
  readonly frames: Buffer[]
  readonly closed: boolean
  /** Sends text as it is. */
  text(text: string): void
  frame(bytes: Uint8Array): void
  event(name: string, payload?: unknown): void
  /** Waits for the next event of a name that has not been waited for. */
  heard(name: string): Promise<Record<string, unknown>>
  gone(): Promise<void>
}

/** Opens a WebSocket to a relay and joins, or not (`auth: null`). @throws when the upgrade is refused */
export const rawClient = async (
  url: string,
  auth: object | null = { v: 1 },
  options: ClientOptions = {},
): Promise<RawClient> => {
  const target = `${url.replace('http', 'ws')}/relay/?EIO=4&transport=websocket`
  const socket = new WebSocket(target, { perMessageDeflate: false, ...options })
  const events: [string, Record<string, unknown>][] = []
  const frames: Buffer[] = []
  const waited = new Set<unknown>()
  let isClosed = false
  let opened = false
  socket.on('message', (data: Buffer, isBinary) => {
    const text = data.toString()
    if (isBinary) frames.push(data)
    else if (text.startsWith('0')) opened = true
    else if (text === '2') socket.send('3')
    else if (text.startsWith('42')) events.push(JSON.parse(text.slice(2)))
  })
  const failure = await new Promise<Error | undefined>((resolve) => {
    socket.once('error', resolve)
    socket.once('open', () => resolve(undefined))
  })
  if (failure) throw failure
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
  })
  await until(() => opened || isClosed, 'the open packet')
  const send = (data: string | Uint8Array): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(data)
  }
  if (auth !== null) send(`40${JSON.stringify(auth)}`)
  return {
    socket,
    events,
    frames,
    get closed() {
      return isClosed
    },
    text: send,
    frame: send,
    event: (name, payload = {}) => send(`42${JSON.stringify([name, payload])}`),
    heard: async (name) => {
      const next = () => events.find((event) => event[0] === name && !waited.has(event))
      await until(() => next() !== undefined || isClosed, `the event ${name}`)
      const found = next()
      if (!found) throw new Error(`closed before ${name}: ${JSON.stringify(events)}`)
      waited.add(found)
      return found[1]
    },
    gone: () => until(() => isClosed, 'the close'),
  }
}

/** A login as an honest client makes it; `over` then changes what is sent. */
export const makeLogin = async (
  identity: TestRelayIdentity,
  origin: string,
  challenge: Challenge,
  as: As,
  over: Partial<Login> = {},
): Promise<Login> => {
  const asked = { challenge: Uint8Array.from(Buffer.from(challenge.challenge, 'hex')), t: challenge.t }
  const signature = await identity.sign(loginStatement(origin, asked, identity.publicKey))
  const login = { key: identity.key, challenge: challenge.challenge, as }
  return { ...login, signature: Buffer.from(signature).toString('hex'), ...over }
}

/** Connects and logs in honestly; what follows need not be. */
export const loggedIn = async (
  url: string,
  identity: TestRelayIdentity,
  as: As,
  options: ClientOptions = {},
): Promise<RawClient> => {
  const client = await rawClient(url, { v: 1 }, options)
  const challenge = (await client.heard('challenge')) as unknown as Challenge
  client.event('login', await makeLogin(identity, url, challenge, as))
  return client
}
