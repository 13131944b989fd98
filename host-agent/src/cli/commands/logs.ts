import type { Command } from 'commander'
import * as v from 'valibot'
import { logFile } from '../../log/logger.ts'
import { followLines, lastLines } from '../../log/read.ts'
import { runCommand, wholeNumber } from '../context.ts'
import { safeLine } from '../format/escape.ts'

const Entry = v.object({ time: v.string(), level: v.string(), text: v.string() })

/** `hearth logs` */
export const addLogs = (program: Command): void => {
  program
    .command('logs')
    .description('what the host agent noted: never what was said in a session')
    .option('-f, --follow', 'go on until interrupted')
    .option('-n, --lines <count>', 'how many of the last lines', wholeNumber, 50)
    .action((options: { follow?: boolean; lines: number }, command: Command) =>
      runCommand(command, async ({ home, out, signal }) => {
        const show = (line: string) => {
          const entry = parse(line)
          if (entry === null) return out.line(safeLine(line))
          out.value(entry)
          out.line(`${entry.time} ${entry.level.padEnd(5)} ${safeLine(entry.text)}`)
        }
        const file = logFile(home)
        for (const line of lastLines(file, options.lines)) show(line)
        if (options.follow) await followLines(file, show, signal)
        return 0
      }),
    )
}

const parse = (line: string): v.InferOutput<typeof Entry> | null => {
  try {
    return v.parse(Entry, JSON.parse(line))
  } catch {
    return null
  }
}
