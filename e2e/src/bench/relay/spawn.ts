import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** CPU time in µs since the start, and resident memory in bytes, of a process under test. */
export interface Reading {
  cpuUs: number
  rss: number
}

/** A relay or a bare ws server in its own process, which tells what it used. */
export class Subject {
  readonly #child: ChildProcess
  readonly port: number

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  static async start(kind: 'relay' | 'ws', folder: string): Promise<Subject> {
    const child = fork(fileURLToPath(new URL('./subject.js', import.meta.url)), [kind, folder], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
    return new Subject(child, (JSON.parse(line.toString()) as { port: number }).port)
  }

  /** What it has used; collects garbage first so that idle memory is comparable. */
  async read(): Promise<Reading> {
    this.#child.send('gc')
    const [reading] = (await once(this.#child, 'message')) as [Reading]
    return reading
  }

  async stop(): Promise<void> {
    this.#child.kill()
    await once(this.#child, 'exit')
  }
}
