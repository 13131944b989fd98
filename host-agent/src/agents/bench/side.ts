/** One way to drive an agent, under measurement. */
export type Side = {
  /** Runs a prompt until its turn has ended; calls back at each piece of text. */
  turn(prompt: string, onText: (text: string) => void): Promise<void>
  close(): Promise<void>
}

/** Where a measurement happens. `modelUrl` is the scripted model's, without `/v1`. */
export type Place = {
  agent: AgentUnderTest
  home: string
  hearthHome: string
  repo: string
  modelUrl: string
}

export type AgentUnderTest = 'plain' | 'codex' | 'opencode'

/** What one process measured of its side. */
export type Figures = {
  /** From nothing to the first text of the first turn, in ms. */
  coldMs: number
  /** From a prompt to its first text in a warm session, in ms. */
  warmMs: number
  /** CPU time of this process for each piece of text, in µs; what the agent's own processes use is not in it. */
  cpuUs: number
  /** Resident memory of this process after garbage collection, in MB. */
  memoryMb: number
}
