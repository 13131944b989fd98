import type { IncomingMessage } from 'node:http'
import { basename } from 'node:path'
import { constants } from 'node:zlib'
import fastifyCompress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { type Doorkeeper, isLoopback } from '../auth/origins.ts'
import {
  BROTLI_QUALITY,
  COMPRESS_ABOVE,
  HTTP_CHECK_MS,
  HTTP_HEAD_BYTES,
  HTTP_HEAD_MS,
  HTTP_KEEP_ALIVE_MS,
  HTTP_REQUEST_MS,
} from '../limits.ts'
import { type RelayStore, StoreError } from '../store/store.ts'
import { securityHeaders } from './headers.ts'

/** What answers plain requests. `door` is known once it listens. */
export interface HttpNeeds {
  store: RelayStore
  webRoot: string | undefined
  /** Undefined until it listens. */
  door(): Doorkeeper | undefined
}

const ABOUT = `This is a Hearth relay. It carries sealed messages between your devices and your host, and can read none.

To use it, run on the machine where your agents live:

    hearth up
    hearth pair

and open the link that it prints, or scan its code, with the device that you want to pair.
`

const INSECURE = `This relay has no https name, so it offers no web view: away from this machine, browsers give pages keys (WebCrypto)
and the camera over https only. Side panel and command line work. docs/hosting.md shows how to get such a name.
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
    const name = needs.door()?.name(request.headers.host)
    reply.headers(securityHeaders(name ?? 'http://127.0.0.1'))
    // Probes call by address, and learn only that somebody is here.
    if (PROBES.has(request.url)) return
    if (name === undefined) return text(reply, 403, 'This relay has another name.\n')
    // The page works, and keeps its keys, under this machine’s one name; the browser carries the fragment along.
    if (isLoopback(name) && request.headers.host?.toLowerCase() !== new URL(name).host)
      return reply.redirect(`${name}${request.url}`, 307)
    const secure = name.startsWith('https:') || isLoopback(name)
    if (needs.webRoot !== undefined && !secure) return text(reply, 403, INSECURE)
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
  await app.register(fastifyCompress, {
    globalDecompression: false,
    threshold: COMPRESS_ABOVE,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  })
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    // A range is one of the file as it is stored, and compressed files have no ranges.
    acceptRanges: false,
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
