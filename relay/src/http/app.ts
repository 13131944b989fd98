import type { IncomingMessage } from 'node:http'
import { basename } from 'node:path'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { Doorkeeper } from '../auth/origins.ts'
import {
  HTTP_CHECK_MS,
  HTTP_HEAD_BYTES,
  HTTP_HEAD_MS,
  HTTP_KEEP_ALIVE_MS,
  HTTP_REQUEST_MS,
} from '../limits.ts'
import { type RelayStore, StoreError } from '../store/store.ts'
import { securityHeaders } from './headers.ts'

/** What answers plain requests. `door` and `publicOrigin` are known once it listens. */
export interface HttpNeeds {
  store: RelayStore
  webRoot: string | undefined
  /** Undefined until it listens. */
  door(): Doorkeeper | undefined
  publicOrigin(): string
}

const ABOUT = `This is a Hearth relay. It carries sealed messages between your devices and your host, and can read none.

To use it, run on the machine where your agents live:

    hearth up
    hearth pair

and open the link that it prints, or scan its code, with the device that you want to pair.
`

const PROBES = new Set(['/health', '/ready'])

/** Files that Vite names by their content. */
const HASHED = /[/\\]assets[/\\][^/\\]*-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/

/** Makes the HTTP side: health, readiness, and the web app’s files or a text that says what this is. */
export const createApp = async (needs: HttpNeeds): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: false,
    bodyLimit: 1,
    requestTimeout: HTTP_REQUEST_MS,
    keepAliveTimeout: HTTP_KEEP_ALIVE_MS,
    forceCloseConnections: true,
    return503OnClosing: false,
    http: {
      headersTimeout: HTTP_HEAD_MS,
      connectionsCheckingInterval: HTTP_CHECK_MS,
      maxHeaderSize: HTTP_HEAD_BYTES,
    },
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders(needs.publicOrigin()))
    // Probes call by address, and learn only that somebody is here.
    if (PROBES.has(request.url)) return
    if (!needs.door()?.host(request.headers.host)) return text(reply, 403, 'This relay has another name.\n')
  })
  app.get('/health', async () => ({ ok: true }))
  app.get('/ready', async (_request, reply) => {
    try {
      await needs.store.ready()
      return { ready: true }
    } catch (error) {
      const trouble = error instanceof StoreError ? error.trouble : 'failed'
      return reply.code(503).send({ ready: false, database: trouble })
    }
  })
  if (needs.webRoot === undefined) app.get('/', async (_request, reply) => text(reply, 200, ABOUT))
  else await serveFiles(app, needs.webRoot)
  return app
}

const text = (reply: FastifyReply, code: number, body: string): FastifyReply =>
  reply.code(code).type('text/plain; charset=utf-8').send(body)

const isPage = (request: IncomingMessage): boolean => {
  const [path = '/'] = (request.url ?? '/').split('?')
  return request.method === 'GET' && !basename(path).includes('.')
}

/** Serves the web app; its own routes all get its one page. */
const serveFiles = async (app: FastifyInstance, root: string): Promise<void> => {
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    dotfiles: 'deny',
    setHeaders: (reply, path) => {
      const forever = HASHED.test(path)
      reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.setNotFoundHandler((request, reply) =>
    isPage(request.raw) ? reply.sendFile('index.html') : text(reply, 404, 'There is no such file.\n'),
  )
}
