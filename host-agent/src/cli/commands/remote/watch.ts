import type { Command } from 'commander'
import { Exit } from '../../exit.ts'
import { TranscriptPrinter } from '../../format/transcript.ts'
import { runLinked, sessionCommand, sessionOf } from './common.ts'
import { RequestPrinter } from './request-printer.ts'

/** `hearth remote watch` */
export const addWatch = (remote: Command): void => {
  sessionCommand(remote, 'watch', 'follow a session: what it holds, then what happens, until interrupted')
    .option('--once', 'end when everything that the host has is shown')
    .addHelpText(
      'after',
      '\nWith --json: {"type":"snapshot",…} first, then one line an event, exactly once and in order.',
    )
    .action((which: string, options: { once?: boolean }, command: Command) =>
      runLinked(command, async ({ out, signal }, link) => {
        const session = await sessionOf(link, which)
        const stopStatus = link.onStatus(({ connection, error }) => {
          out.value({ type: 'status', connection, error: error?.code ?? null })
        })
        const printer = new TranscriptPrinter(out)
        const requests = options.once ? null : new RequestPrinter(out, link, session)
        try {
          return await new Promise<number>((resolve, reject) => {
            signal.addEventListener('abort', () => resolve(Exit.ok), { once: true })
            link.follow(session, (update) => {
              printer.take(update)
              if (update.type === 'ended') reject(update.error)
              else if (update.type === 'snapshot') out.value({ type: 'snapshot', state: update.state })
              else if (update.type === 'events')
                for (const event of update.events) out.value({ type: 'event', event })
              else if (update.type === 'agents') out.value({ type: 'agents', agents: update.agents })
              else {
                out.value({ type: 'caught-up', seq: update.state?.seq ?? 0 })
                if (options.once) resolve(Exit.ok)
              }
            })
          })
        } finally {
          printer.rest()
          requests?.close()
          stopStatus()
        }
      }),
    )
}
