import type { Row } from './row.ts'

interface BenchContext {
  /** Interleaved rounds to run. */
  readonly rounds: number
  /** Progress, for people. */
  say(text: string): void
}

/** A measurement: gives the rows of the report that it fills. */
export type Bench = (context: BenchContext) => Promise<Row[]>
