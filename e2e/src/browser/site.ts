import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A web site on loopback, of mallory or of anybody, that remembers who asked it for what. */
export interface Site {
  readonly origin: string
  /** Paths asked for, in order. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** Starts a site that answers every path with one HTML page. */
export const startSite = async (html = '<!doctype html><title>A page</title>'): Promise<Site> => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
