import type { AuditLine } from '../../audit/entry.ts'
import { draftText } from '../format/rule.ts'
import { MAX_TOLD_REQUESTS } from '../limits.ts'

/** An entry in words, and what lists are filtered by. */
export interface Told {
  readonly line: AuditLine
  readonly text: string
  readonly session: string | null
  readonly device: string | null
  /** Of the request, or the option, that it is about. */
  readonly risk: number | null
}

interface Known {
  readonly title: string
  readonly session: string
  readonly risk: number | null
}

/** In some modes an agent asks nobody any more. */
const OPTION_RISK = 4

const short = (id: string): string => id.slice(0, 8)

const CHOICES: Readonly<Record<number, string>> = { 1: 'allowed', 2: 'allowed, with a rule,', 16: 'denied' }
const OUTCOMES = {
  allowed: 'was allowed',
  denied: 'was denied',
  answered: 'was answered',
  withdrawn: 'was taken back',
  unknown: 'ended, nobody knows how',
} as const

/** Tells the record in words; entries are given in their order, since later ones speak of earlier ones. */
export class Story {
  readonly #names = new Map<string, string>()
  readonly #requests = new Map<string, Known>()

  take(line: AuditLine): Told {
    if (line.type === 'paired') this.#names.set(line.device, line.name)
    if (line.type === 'request') this.#remember(line.request, line)
    const request =
      'request' in line && line.request !== undefined && line.request !== null ? line.request : null
    const known = request === null ? undefined : this.#requests.get(request)
    return {
      line,
      text: this.#text(line),
      session: 'session' in line ? line.session : (known?.session ?? null),
      device: 'device' in line ? line.device : 'by' in line ? line.by : null,
      risk: line.type === 'option' ? OPTION_RISK : (known?.risk ?? null),
    }
  }

  /** A device by its name, as far as the record has told it. */
  device(id: string): string {
    const name = this.#names.get(id)
    return name === undefined ? `device ${short(id)}` : `${name} (${short(id)})`
  }

  #by(id: string | null): string {
    return id === null ? 'the owner, at the host,' : this.device(id)
  }

  #remember(id: string, { title, session, risk }: Known): void {
    this.#requests.delete(id)
    this.#requests.set(id, { title, session, risk })
    const oldest = this.#requests.keys().next()
    if (this.#requests.size > MAX_TOLD_REQUESTS && oldest.done !== true) this.#requests.delete(oldest.value)
  }

  #request(id: string | null): string {
    const known = id === null ? undefined : this.#requests.get(id)
    if (id === null) return 'a request'
    return known === undefined ? `request ${short(id)}` : `request ${short(id)} “${known.title}”`
  }

  #text(line: AuditLine): string {
    switch (line.type) {
      case 'request':
        return `${line.agent} asks (${line.kind}${line.risk === null ? '' : `, risk ${line.risk}`}): ${this.#request(line.request)}`
      case 'offer':
        return `${this.device(line.device)} looks at ${this.#request(line.request)}`
      case 'decision':
        return `${this.device(line.device)} ${CHOICES[line.choice] ?? ''} ${this.#request(line.request)}${line.assertion === undefined ? '' : ', with a passkey'}${line.stop === true ? ', and stopped the turn' : ''}`
      case 'refused':
        return `a decision of ${this.device(line.device)} on ${this.#request(line.request)} was refused: ${line.code}`
      case 'local':
        return `the owner, at the host, ${line.allow ? 'allowed' : 'denied'} ${this.#request(line.request)}${line.stop === true ? ', and stopped the turn' : ''}`
      case 'answer':
        return `${this.#by(line.by)} ${line.answerHash === null ? 'turned down' : 'answered'} ${this.#request(line.request)}`
      case 'undelivered':
        return `what was decided on ${this.#request(line.request)} did not reach the agent: ${line.code}`
      case 'settled':
        return `${this.#request(line.request)} ${OUTCOMES[line.outcome]}${line.rule === null ? '' : ` by rule ${line.rule}`}`
      case 'rule':
        return `${this.#by(line.by)} ${line.change} rule ${line.rule}: ${draftText(line.draft)}`
      case 'starter':
        return `the starter rules ${line.starter} were switched ${line.enabled ? 'on' : 'off'}`
      case 'option':
        return `${this.device(line.by)} set ${line.option} of ${line.agent} in session ${short(line.session)} to ${line.value}`
      case 'paused':
        return `${this.#by(line.by)} paused the host`
      case 'resumed':
        return `${this.#by(line.by)} let the host go on`
      case 'panic':
        return `PANIC by ${this.#by(line.by)}`
      case 'let-in':
        return line.device === null
          ? 'all devices were let in again'
          : `${this.device(line.device)} was let in again`
      case 'held':
        return `session ${short(line.session)} was held: too many ${line.why}`
      case 'released':
        return `${this.#by(line.by)} released session ${short(line.session)}`
      case 'paired':
        return line.carried === true
          ? `(${this.device(line.device)} is paired)`
          : `${this.device(line.device)} was paired`
      case 'revoked':
        return `${this.device(line.device)} was revoked by ${this.#by(line.by)}`
      case 'renamed':
        return `${this.#by(line.by)} renamed ${this.device(line.device)}: ${line.name}`
      case 'limited':
        return `${this.device(line.device)} may from now on: ${line.rights.join(', ') || 'nothing'}, up to risk ${line.riskMax}`
      case 'pairing-alarm':
        return 'ALARM: a pairing link was used twice'
      case 'passkey-window':
        return `${this.device(line.device)} may register a passkey until ${new Date(line.until).toISOString()}`
      case 'passkey':
        return `${this.device(line.device)} has a passkey ${line.publicKey === null ? 'less' : 'more'}: ${short(line.id)}`
      case 'push':
        return `${this.device(line.device)} ${line.subscribed ? 'wants to be woken' : 'is no longer woken'}`
      case 'continued':
        return `(a new file begins; entries from ${line.from} on are kept)`
      case 'lost':
        return `${line.count} entries could not be written`
    }
  }
}
