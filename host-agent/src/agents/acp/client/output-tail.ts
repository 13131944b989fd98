/** The end of a command's output, bounded in bytes and cut between characters. */
export class OutputTail {
  private readonly limit: number
  private pieces: Buffer[] = []
  private size = 0
  private dropped = false

  /** @param limit in bytes of UTF-8 */
  constructor(limit: number) {
    this.limit = limit
  }

  /** Was something left out at the beginning? */
  get truncated(): boolean {
    return this.dropped || this.size > this.limit
  }

  add(text: string): void {
    const piece = Buffer.from(text)
    this.pieces.push(piece)
    this.size += piece.length
    // A program may write a byte at a time: many small pieces would cost more than what they hold.
    if (this.pieces.length > PIECES || this.size > 2 * this.limit + PIECES) this.compact()
  }

  text(): string {
    this.compact()
    return this.pieces[0]?.toString('utf8') ?? ''
  }

  private compact(): void {
    const whole = Buffer.concat(this.pieces)
    let from = Math.max(0, whole.length - this.limit)
    this.dropped ||= from > 0
    while (from < whole.length && isContinuation(whole[from])) from += 1
    // Copied, so that what was cut off can be freed.
    this.pieces = [Buffer.from(whole.subarray(from))]
    this.size = whole.length - from
  }
}

/** Pieces that are put together at once. */
const PIECES = 1_024

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80
