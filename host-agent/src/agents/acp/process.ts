import { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ndJsonStream, type Stream } from '@agentclientprotocol/sdk'
import { ACP_DRAIN_MS, ACP_MESSAGE_BYTES } from '../limits.ts'
import { Family } from '../process/family.ts'
import { describeExit, startPipedGroup, within } from '../process/group.ts'
import { noteUntil } from '../process/orphan.ts'
import { Tail } from '../process/tail.ts'

/** One running agent, however it is reached. */
export type Channel = {
  readonly stream: Stream
  readonly pid: number | null
  /** The commands of its own that are processes of this machine; null for an agent that is none. */
  readonly family: Pick<Family, 'settle' | 'commands' | 'end'> | null
  /** Resolves with how it ended, when it has and all that it had said was read; never rejects. */
  readonly ended: Promise<string>
  /** The last lines of its error output. */
  tail(): string[]
  /** Ends it with all of its children and their own groups, within stated bounds. */
  stop(): Promise<void>
}

export type ProcessSpec = {
  program: string
  args: readonly string[]
  cwd: string
  env: Record<string, string>
  /** HEARTH_HOME: the process is noted there, for clean-up after a crash of ours. */
  home: string
  /** The agent's id. */
  id: string
}

/** Starts an agent in a process group of its own, with ACP on its standard streams. */
export function startProcess(spec: ProcessSpec): Channel {
  const tail = new Tail([])
  const group = startPipedGroup({ ...spec, onErrorOutput: (text) => tail.add(text) })
  const noted = (pid: number) => noteUntil(spec.home, spec.id, pid)
  const { pid } = group
  const forget = pid === null ? null : noted(pid)
  const family = pid === null ? null : new Family(pid, noted)
  const read = finished(group.output).catch(() => undefined)
  const ended = group.exited.then(async (exit) => {
    forget?.()
    await within(read, ACP_DRAIN_MS)
    // What the leader left behind in its group would hold its files and pipes.
    await group.stop()
    family?.endAll()
    return describeExit(exit)
  })
  const stop = async () => {
    // Once it has ended nobody knows any more which commands were its own.
    family?.look()
    await group.stop()
    family?.endAll()
  }
  // An agent that has ended can't be written to; that it ended is told by `ended`.
  group.input.on('error', () => undefined)
  // Node's own type of a web stream is another one than the platform's.
  const output = Readable.toWeb(group.output) as ReadableStream<Uint8Array>
  const stream = ndJsonStream(Writable.toWeb(group.input), output, { maxMessageBytes: ACP_MESSAGE_BYTES })
  return { stream, pid, family, ended, tail: () => tail.lines(), stop }
}
