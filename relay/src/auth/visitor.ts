import { CryptoError, LOGIN_CHALLENGE_MS, NEXT_CHALLENGE_MS, verifyLogin } from '@hearth/shared/crypto/login'
import { Close } from '@hearth/shared/protocol/close'
import { HearthError } from '@hearth/shared/protocol/error'
import { Auth, type Challenge, Login, RELAY_VERSION } from '@hearth/shared/transport/relay-wire'
import type { Socket } from 'socket.io'
import * as v from 'valibot'
import { type Part, type Rules, rule, Wire } from '../socket/wire.ts'
import { type NextChallenges, newChallenge } from './challenges.ts'
import { ed25519 } from './verify.ts'

/** What a visitor needs of the relay. */
export interface Reception {
  /** The name of the relay by which the visitor came: its login must be signed for it. */
  readonly origin: string
  /** Hosts may log in here. */
  readonly takesHosts: boolean
  readonly next: NextChallenges
  readonly limits: { loginMs: number; framesPerSecond: number; frameBurst: number }
  now(): number
  /** The visitor is who it says; takes the connection over. @throws {HearthError} a refusal */
  admit(wire: Wire, login: Login): Promise<void>
}

/** A connection that has not logged in. It can do nothing else, and not for long. */
export class Visitor implements Part {
  readonly rules: Rules
  readonly #wire: Wire
  readonly #reception: Reception
  readonly #timer: NodeJS.Timeout
  #challenge: Challenge | undefined

  constructor(socket: Socket, address: string, reception: Reception) {
    this.#reception = reception
    const { framesPerSecond: rate, frameBurst: burst } = reception.limits
    this.rules = { login: rule(Login, (login) => this.#login(login)) }
    this.#wire = new Wire(socket, this, { address, rate, burst, now: reception.now })
    const late = { code: Close.timeout, reason: 'no login' }
    this.#timer = setTimeout(() => this.#wire.close(late), reception.limits.loginMs)
    const auth: unknown = socket.handshake.auth
    socket.handshake.auth = {}
    this.#greet(auth)
  }

  frame(): void {
    this.#wire.refuse(Close.protocol, new HearthError('relay.protocol', 'Log in first'))
  }

  left(): void {
    clearTimeout(this.#timer)
  }

  #greet(payload: unknown): void {
    const auth = v.safeParse(Auth, payload)
    if (!auth.success) this.#wire.refuse(Close.protocol, new HearthError('relay.protocol'))
    else if (auth.output.v !== RELAY_VERSION) {
      const unspoken = new HearthError('relay.protocol', 'This version is not spoken here')
      this.#wire.refuse(Close.version, unspoken)
    } else this.#hello(auth.output.login)
  }

  /** A login that answers a challenge given in advance is checked at once; else there is one to answer. */
  #hello(login: Login | undefined): void {
    const given = login && this.#reception.next.spend(login.challenge, login.key, this.#reception.now())
    if (login && given) {
      void this.#check(login, given, NEXT_CHALLENGE_MS)
      return
    }
    this.#challenge = newChallenge(this.#reception.now())
    this.#wire.event('challenge', this.#challenge)
  }

  #login(login: Login): Promise<void> {
    const challenge = this.#challenge
    this.#challenge = undefined
    if (!challenge) throw new HearthError('relay.protocol')
    return this.#check(login, challenge, LOGIN_CHALLENGE_MS)
  }

  /** Checks a login against the challenge it must answer, which has been spent, and lets its owner in. */
  async #check(login: Login, challenge: Challenge, maxAgeMs: number): Promise<void> {
    const { origin, admit, now, takesHosts } = this.#reception
    try {
      if (login.challenge !== challenge.challenge) throw new HearthError('relay.login_refused')
      const answer = { publicKey: bytes(login.key), signature: bytes(login.signature) }
      const expected = { origin, challenge: bytes(challenge.challenge), t: challenge.t, now: now(), maxAgeMs }
      await verifyLogin(ed25519, answer, expected)
      if (login.as.role === 'host' && !takesHosts) throw new HearthError('relay.foreign_host')
      if (this.#wire.closed) return
      await admit(this.#wire, login)
      clearTimeout(this.#timer)
    } catch (error) {
      this.#wire.refuse(Close.refused, this.#refusal(error))
    }
  }

  #refusal(error: unknown): unknown {
    if (!(error instanceof CryptoError)) return error
    const message = `The relay refused the login; it was to be signed for ${this.#reception.origin}`
    return new HearthError('relay.login_refused', message)
  }
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
