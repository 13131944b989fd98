import { TAIL_LINE_LENGTH, TAIL_LINES } from '../limits.ts'

/** The last lines that a program printed, without control characters and without the secrets given. */
export class Tail {
  private readonly secrets: readonly string[]
  private readonly kept: string[] = []
  private open = ''

  constructor(secrets: readonly string[]) {
    this.secrets = secrets.filter((secret) => secret !== '')
  }

  add(chunk: string): void {
    const pieces = (this.open + chunk).split(/\r\n|\r|\n/)
    this.open = (pieces.pop() ?? '').slice(-TAIL_LINE_LENGTH)
    for (const piece of pieces) this.keep(piece)
  }

  /** Oldest first; the line still being printed comes last. */
  lines(): string[] {
    const open = this.clean(this.open)
    return open === '' ? [...this.kept] : [...this.kept, open]
  }

  private keep(line: string): void {
    const clean = this.clean(line)
    if (clean === '') return
    this.kept.push(clean)
    if (this.kept.length > TAIL_LINES) this.kept.shift()
  }

  private clean(line: string): string {
    let text = line
    for (const secret of this.secrets) text = text.replaceAll(secret, '[redacted]')
    text = text.replace(/\b(sk|key|ghp|gho|xox[bp])[-_][\w-]{12,}/g, '[redacted]')
    text = text.replace(
      /((?:api[-_]?key|token|password|secret|authorization)["']?\s*[=:]\s*["']?(?:Bearer |Basic )?)[^\s"',;]+/gi,
      '$1[redacted]',
    )
    return text
      .replace(/\p{Cc}\[[0-9;?]*[A-Za-z]/gu, '')
      .replace(/\p{Cc}/gu, '')
      .slice(0, TAIL_LINE_LENGTH)
  }
}
