import { createNodeProvider } from '@hearth/shared/crypto/node'
import { HearthError } from '@hearth/shared/protocol'
import { createSocketTransport } from '@hearth/shared/transport'
import { isLoopback } from '../../uplink/loopback.ts'
import { isSecureContext } from '../../uplink/names.ts'
import { CERTIFICATE_SOON_MS, CLOCK_SKEW_MS } from '../limits.ts'
import { type Finding, fine, note, problem } from './check.ts'
import { type Answer, NoAnswer, probe } from './probe.ts'

/** A name of a relay, and whose it is. */
export interface RelayName {
  readonly name: string
  /** The relay runs in this machine's host agent. */
  readonly own: boolean
}

const STILL = 'Devices at its other names and sessions on this machine go on'
const KEEP_HOST =
  'Let the proxy keep the Host header: “proxy_set_header Host $host” in nginx, ProxyPreserveHost in Apache, no httpHostHeader in cloudflared.'

/** Tries one name of a relay as devices would: reach, TLS, web view, WebSocket with a login, clock. */
export const checkName = async ({ name, own }: RelayName): Promise<Finding[]> => {
  let health: Answer
  try {
    health = await probe(new URL('/health', name))
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return [unanswered(name, error.code)]
  }
  const isSecure = isSecureContext(name)
  const secure = isSecure
    ? fine('secure context', `${name}: pages get keys and camera`)
    : problem(
        'secure context',
        `${name} has no TLS, so browsers give its pages no keys (WebCrypto) and no camera: the web view can’t work there. Panel and command line do`,
        'Give it an https name: docs/hosting.md.',
      )
  if (health.status !== 200 || !/^\{"ok":true\}$/.test(health.body))
    return [...tlsOf(name, health), secure, notOurs(name, health)]
  return [
    fine('relay', `${name} answers`),
    ...tlsOf(name, health),
    secure,
    ...(isSecure ? [await webView(name, own)] : []),
    await webSocket(name),
    ...compareClocks(name, health, Date.now()),
  ]
}

const REACH: Record<string, readonly [what: string, fix: string]> = {
  ENOTFOUND: ['no such name is known to DNS', 'Check its spelling, and that the tunnel or record exists.'],
  EAI_AGAIN: ['DNS does not answer', 'Check this machine’s network.'],
  ECONNREFUSED: ['nothing listens there', 'Start the relay, or the proxy in front of it.'],
  ETIMEDOUT: ['it does not answer in time', 'Check the network, and that a firewall lets it through.'],
}

/** A name that gave no answer: what TLS says is told as such. */
export const unanswered = (name: string, code: string): Finding => {
  const known = REACH[code]
  if (known) return problem('relay', `${name}: ${known[0]}. ${STILL}`, known[1])
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const [when, fix] =
      code === 'CERT_HAS_EXPIRED'
        ? ['has expired', 'Look why the proxy did not renew it']
        : ['is not valid yet', 'Wait, or look at its beginning']
    return problem('tls', `The certificate of ${name} ${when}. ${STILL}`, `${fix}; and check this clock.`)
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|TLS|SSL/.test(code)) {
    return problem(
      'tls',
      `The certificate of ${name} is not trusted here (${code}), nor by a phone. ${STILL}`,
      'Use one of a public authority: the ways in docs/hosting.md get one by themselves.',
    )
  }
  return problem(
    'relay',
    `${name} can’t be reached (${code}). ${STILL}`,
    'Check the address and the network.',
  )
}

const tlsOf = (name: string, { validTo }: Answer): Finding[] => {
  if (validTo === null) return []
  const text = `${name}: the certificate is valid until ${new Date(validTo).toISOString().slice(0, 10)}`
  return [
    validTo - Date.now() < CERTIFICATE_SOON_MS
      ? note('tls', `${text}, which is soon`, 'See that the proxy renews it.')
      : fine('tls', text),
  ]
}

const notOurs = (name: string, { status, headers }: Answer): Finding => {
  if (status >= 300 && status < 400) {
    return problem(
      'relay',
      `${name} leads elsewhere (to ${String(headers.location)}): somebody asks for a login before the relay. ${STILL}`,
      'Take the login away from this name: devices prove themselves by their keys.',
    )
  }
  if (status >= 500) {
    return problem(
      'relay',
      `At ${name} a proxy answers with status ${status}: it does not reach the relay. ${STILL}`,
      'Point it at http://127.0.0.1 and the relay’s port, as docs/hosting.md shows.',
    )
  }
  return problem(
    'relay',
    `At ${name} something answers that is no relay (status ${status}). ${STILL}`,
    'Check the address, and where the proxy leads to.',
  )
}

const webView = async (name: string, own: boolean): Promise<Finding> => {
  const { status, headers } = await probe(new URL('/', name)).catch(
    (): Pick<Answer, 'status' | 'headers'> => ({ status: 0, headers: {} }),
  )
  const policy = String(headers['content-security-policy'] ?? '')
  const socket = `${name.replace(/^http/, 'ws')}`
  if (status === 403 || (status >= 300 && status < 400) || (policy !== '' && !policy.includes(socket)))
    return problem('web view', `At ${name} the relay is called by another name. ${STILL}`, KEEP_HOST)
  if (policy === '') {
    return problem(
      'web view',
      `${name} serves its page without its Content-Security-Policy (status ${status}): a proxy took it away`,
      'Let the proxy pass headers on as they are.',
    )
  }
  if (String(headers['content-type']).startsWith('text/html'))
    return fine('web view', `${name} serves it, with its Content-Security-Policy`)
  return note(
    'web view',
    `${name} serves no web view; side panel and command line work`,
    own ? 'npm run build, then start the host agent again' : 'Ask whoever runs it to set RELAY_WEB_ROOT.',
  )
}

/** Logs in with a key made for this, to a pairing that does not exist: all but the last refusal must work. */
const webSocket = async (name: string): Promise<Finding> => {
  const provider = createNodeProvider()
  const key = await provider.generateSigning()
  const identity = {
    publicKey: key.publicKey,
    sign: (statement: Uint8Array) => provider.sign(key, statement),
  }
  const pid = Buffer.from(provider.randomBytes(16)).toString('hex')
  try {
    const line = await createSocketTransport().dialDevice({
      origin: name,
      identity,
      destination: { to: 'pairing', pid },
    })
    line.close()
  } catch (error) {
    if (!(error instanceof HearthError)) throw error
    if (error.code === 'relay.login_refused') {
      return problem('websocket', `${name}: ${error.message}. ${STILL}`, KEEP_HOST)
    }
    if (error.code === 'relay.unreachable') {
      return problem(
        'websocket',
        `${name}: pages load, but no WebSocket opens: no device can connect by this name. ${STILL}`,
        'Let the proxy pass WebSockets on (in nginx the headers Upgrade and Connection), without a login in front.',
      )
    }
    if (error.code !== 'relay.pairing_unknown')
      return problem('websocket', `${name}: ${error.message} (${error.code})`, 'See docs/errors.md.')
  }
  return fine('websocket', `${name} opens one, and takes a login`)
}

/** Compares clocks, where they may be of two machines. `now` in ms. */
export const compareClocks = (name: string, { headers }: Pick<Answer, 'headers'>, now: number): Finding[] => {
  const then = Date.parse(String(headers.date))
  if (Number.isNaN(then) || isLoopback(name)) return []
  const apart = Math.round(Math.abs(now - then) / 1000)
  return [
    apart * 1000 <= CLOCK_SKEW_MS
      ? fine('clock', `${name} and this machine agree`)
      : problem(
          'clock',
          `${name} and this machine are ${apart} s apart: pairing links may count as expired. Paired devices go on`,
          'Set both clocks by NTP (timedatectl set-ntp true).',
        ),
  ]
}
