import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { TERMINAL_OUTPUT } from './bounds.ts'
import type { Message } from './peer.ts'

type Result = Record<string, unknown>
type Terminal = { output: string; exit: Result | null; ended: Promise<Result>; kill(): void }

/**
 * The client's side of files and terminals, done for real and without any check: for recordings in a temporary
 * folder only. What it doesn't know stays unknown to the agent too.
 */
export class RecordingClient {
  private readonly terminals = new Map<string, Terminal>()

  async answer(request: Message): Promise<Result | null> {
    const params = request.params ?? {}
    switch (request.method) {
      case 'fs/read_text_file':
        return { content: readFileSync(String(params.path), 'utf8') }
      case 'fs/write_text_file':
        writeFileSync(String(params.path), String(params.content))
        return {}
      case 'terminal/create':
        return { terminalId: this.create(params) }
      case 'terminal/output': {
        const { output, exit } = this.terminal(params)
        return { output, truncated: false, ...(exit === null ? {} : { exitStatus: exit }) }
      }
      case 'terminal/wait_for_exit':
        return this.terminal(params).ended
      case 'terminal/kill':
        this.terminal(params).kill()
        return {}
      case 'terminal/release':
        this.terminals.delete(String(params.terminalId))
        return {}
      default:
        throw new Error(`Method not found: ${request.method}`)
    }
  }

  private terminal(params: Result): Terminal {
    const terminal = this.terminals.get(String(params.terminalId))
    if (terminal === undefined) throw new Error('no such terminal')
    return terminal
  }

  private create(params: Result): string {
    const id = `terminal-${this.terminals.size + 1}`
    const args = Array.isArray(params.args) ? params.args.map(String) : []
    const cwd = typeof params.cwd === 'string' ? params.cwd : undefined
    // A whole command line may come as the command.
    const child = spawn(String(params.command), args, { cwd, shell: args.length === 0, stdio: 'pipe' })
    const ended = new Promise<Result>((resolve) => {
      child.once('error', () => resolve({ exitCode: 127, signal: null }))
      child.once('close', (exitCode, signal) => resolve({ exitCode, signal }))
    })
    const terminal: Terminal = { output: '', exit: null, ended, kill: () => child.kill('SIGKILL') }
    const take = (text: string) => {
      terminal.output = (terminal.output + text).slice(-TERMINAL_OUTPUT)
    }
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    void ended.then((exit) => {
      terminal.exit = exit
    })
    this.terminals.set(id, terminal)
    return id
  }
}
