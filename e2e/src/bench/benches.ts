import { agentsBench } from './agents/bench.ts'
import { appBench } from './app/bench.ts'
import { approvalsBench } from './approvals/bench.ts'
import type { Bench } from './bench.ts'
import { logBench } from './log/bench.ts'
import { markdownBench } from './markdown/bench.ts'
import { relayBench } from './relay/bench.ts'
import { resumeBench } from './resume/bench.ts'
import { streamBench } from './stream/bench.ts'

/** All benches by name. */
export const benches: Readonly<Record<string, Bench>> = {
  relay: relayBench,
  log: logBench,
  stream: streamBench,
  resume: resumeBench,
  agents: agentsBench,
  approvals: approvalsBench,
  app: appBench,
  markdown: markdownBench,
}
