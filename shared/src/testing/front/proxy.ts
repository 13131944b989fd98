import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TestCertificate } from './certificate.ts'

/** How a proxy treats what it passes on. By default as the good ones do: the Host stays, X-Forwarded-For is added. */
export interface FrontManners {
  /** It ends TLS with this. */
  tls?: TestCertificate
  /** It calls the relay by the address at which it reaches it, as nginx does unless told otherwise. */
  changesHost?: boolean
  /** It passes no WebSockets on. */
  refusesUpgrades?: boolean
  /** Headers of answers, changed on the way. */
  answers?(headers: IncomingHttpHeaders): IncomingHttpHeaders
  /** It answers by itself, and asks the relay nothing. */
  instead?(request: IncomingMessage, response: ServerResponse): void
}

/** A reverse proxy in front of a relay. */
export interface Front {
  readonly port: number
  /** Its address: https with TLS. */
  readonly origin: string
  /** Where requests go. */
  to(port: number): void
  /** Everything sealed or not that passed through its WebSockets, as text: what its operator sees. */
  seen(): string
  close(): Promise<void>
}

/** Starts one on a free loopback port. */
export const startFront = async (manners: FrontManners = {}): Promise<Front> => {
  const { tls, changesHost = false, refusesUpgrades = false, answers = (headers) => headers } = manners
  const open = new Set<Duplex>()
  const seen: Buffer[] = []
  let target = 0

  const ask = (incoming: IncomingMessage) => {
    const { method, url: path, headers, socket } = incoming
    const forwarded = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ')
    const proto = tls ? 'https' : 'http'
    const added = { 'x-forwarded-for': forwarded, 'x-forwarded-proto': proto }
    const host = changesHost ? `127.0.0.1:${target}` : headers.host
    const passed = { ...headers, ...added, ...(host === undefined ? {} : { host }) }
    return request({ host: '127.0.0.1', port: target, method, path, headers: passed, agent: false })
  }

  const handle = (incoming: IncomingMessage, response: ServerResponse): void => {
    if (manners.instead) return manners.instead(incoming, response)
    const asking = ask(incoming)
    asking.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answers(answer.headers))
      answer.pipe(response)
    })
    asking.on('error', () => response.writeHead(502).end())
    incoming.pipe(asking)
  }

  const upgrade = (incoming: IncomingMessage, near: Duplex): void => {
    near.on('error', () => near.destroy())
    if (refusesUpgrades || manners.instead) return void near.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    const asking = ask(incoming)
    asking.on('error', () => near.destroy())
    asking.on('response', ({ statusCode }) => near.end(`HTTP/1.1 ${statusCode} Refused\r\n\r\n`))
    asking.on('upgrade', ({ rawHeaders }, far, first) => {
      const lines = rawHeaders.map((text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('')
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${lines}\r\n`)
      near.write(first)
      for (const [from, into] of [
        [near, far],
        [far, near],
      ] as const) {
        open.add(from)
        from.on('data', (chunk: Buffer) => void seen.push(chunk))
        from.on('close', () => into.destroy())
        from.on('error', () => into.destroy())
        from.pipe(into)
      }
    })
    asking.end()
  }

  const server = tls ? createHttpsServer(tls, handle) : createHttpServer(handle)
  server.on('upgrade', upgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    to: (to) => {
      target = to
    },
    seen: () => Buffer.concat(seen).toString('latin1'),
    close: async () => {
      for (const socket of open) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
