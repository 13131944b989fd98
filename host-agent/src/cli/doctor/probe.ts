import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { TLSSocket } from 'node:tls'
import { HEALTH_MS, PROBE_BYTES } from '../limits.ts'

/** What a web server said. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** The beginning of the body. */
  readonly body: string
  /** End of its certificate, ms; null without TLS. */
  readonly validTo: number | null
}

/** Why there was no answer: a code of the system or of TLS, such as ENOTFOUND or CERT_HAS_EXPIRED. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
  readonly code: string

  constructor(code: string, cause?: unknown) {
    super(code, { cause })
    this.code = code
  }
}

/** Asks for one page, follows nothing, and takes HEALTH_MS at most. @throws {NoAnswer} */
export const probe = (url: URL): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const ask = url.protocol === 'https:' ? requestHttps : requestHttp
    const signal = AbortSignal.timeout(HEALTH_MS)
    const fail = (cause: unknown) => {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
      reject(new NoAnswer(signal.aborted ? 'ETIMEDOUT' : code, cause))
    }
    const asking = ask(url, { agent: false, signal }, (response) => {
      const { socket, headers, statusCode: status = 0 } = response
      const validTo = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : null
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        if (body.length < PROBE_BYTES) body += text
      })
      response.on('error', fail)
      response.on('end', () => resolve({ status, headers, body, validTo }))
    })
    asking.on('error', fail)
    asking.end()
  })
