import { ACP_TERMINALS, TOOL_RUNNING_LENGTH } from '../limits.ts'
import { Recent } from './recent.ts'
import { Meta, read, TerminalOutput } from './wire.ts'

/** Terminals that an agent runs itself: it tells what they print in the `_meta` of its updates. */
export class Terminals {
  private readonly outputs = new Recent<string>(ACP_TERMINALS)

  /** The end of what a terminal has printed; null for one that is not known. */
  output(terminal: string): string | null {
    return this.outputs.get(terminal) ?? null
  }

  /** True when the update says that something was printed. */
  hear(meta: unknown): boolean {
    const fields = read(Meta, meta)
    const told = read(TerminalOutput, fields?.terminal_output ?? fields?.terminal_output_delta)
    if (told === null) return false
    const before = this.outputs.get(told.terminal_id) ?? ''
    this.outputs.set(told.terminal_id, (before + told.data).slice(-TOOL_RUNNING_LENGTH))
    return true
  }
}
