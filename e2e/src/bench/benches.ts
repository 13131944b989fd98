import { logBench } from './log/bench.ts'
import { relayBench } from './relay/bench.ts'
import { resumeBench } from './resume/bench.ts'
import type { Row } from './row.ts'
import { streamBench } from './stream/bench.ts'

export interface BenchContext {
  /** Interleaved rounds to run. */
  readonly rounds: number
  /** Progress, for people. */
  say(text: string): void
}

/** A measurement: gives the rows of the report that it fills. */
export type Bench = (context: BenchContext) => Promise<Row[]>

/** All benches by name. */
export const benches: Readonly<Record<string, Bench>> = {
  relay: relayBench,
  log: logBench,
  stream: streamBench,
  resume: resumeBench,
}
