import type { AgentRequest, Settlement, TurnSink } from '../agents/driver.ts'
import type { Run } from './run.ts'

/** What a turn does with what its agent says. */
interface Hearing {
  /** Something was said. */
  heard(): void
  /** The agent has the prompt. Whatever it does says so too. */
  accept(): void
  ask(request: AgentRequest): void
  gone(id: string): void
  joined(key: string): void
  settled(how: Settlement): void
}

/** Where a driver delivers a turn. Once that is over nothing of it is heard any more, however late it comes. */
export const openSink = (run: Run, { heard, accept, ask, gone, joined, settled }: Hearing): TurnSink => {
  const whileOn =
    <T extends unknown[]>(hear: (...said: T) => void) =>
    (...said: T): void => {
      if (run.over) return
      heard()
      hear(...said)
    }
  return {
    accepted: whileOn(accept),
    draft: whileOn((draft) => {
      accept()
      run.pacer.push(draft)
    }),
    request: whileOn((request) => {
      accept()
      ask(request)
    }),
    requestGone: whileOn(gone),
    joined: whileOn((key) => {
      // What was said before belongs before it.
      run.pacer.flush()
      joined(key)
    }),
    settled: whileOn(settled),
  }
}
