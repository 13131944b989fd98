import { HearthError } from '@hearth/shared/protocol'
import { Argument, type Command } from 'commander'
import { wholeNumber } from '../../context.ts'
import { TranscriptPrinter } from '../../format/transcript.ts'
import { live, runLinked, sessionCommand, sessionOf, stateOf, turnCommand } from './common.ts'

/** `hearth remote stop`, `resolve`, `withdraw`, `history` */
export const addTurns = (remote: Command): void => {
  sessionCommand(remote, 'stop', 'stop the turn that runs').action(
    (which: string, _options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        await live(link)
        const session = await sessionOf(link, which)
        const { current } = await stateOf(link, session)
        if (current === null) throw new HearthError('host.turn_state', 'No turn runs in this session')
        await link.call('stop', { session, turn: current.n })
        out.value({ session, turn: current.n, asked: 'stop' })
        out.line(`Asked turn ${current.n} to stop.`)
        return 0
      }),
  )
  turnCommand(remote, 'withdraw', 'take back a prompt that is still queued').action(
    (which: string, turn: number, _options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const session = await sessionOf(link, which)
        await link.call('withdraw', { session, turn })
        out.value({ session, turn, asked: 'withdraw' })
        out.line(`Turn ${turn} is taken back.`)
        return 0
      }),
  )
  turnCommand(remote, 'resolve', 'say what becomes of a turn that ended unknown')
    .addArgument(new Argument('<choice>', 'send it again, or leave it').choices(['retry', 'abandon']))
    .action((which: string, turn: number, choice: 'retry' | 'abandon', _options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const session = await sessionOf(link, which)
        const { retriedAs } = await link.call('resolve', { session, turn, choice })
        out.value({ session, turn, choice, retriedAs })
        out.line(
          retriedAs === null
            ? `Turn ${turn} is abandoned.`
            : `Turn ${turn} is tried again as turn ${retriedAs}.`,
        )
        return 0
      }),
    )
  sessionCommand(remote, 'history', 'show turns of a session, newest last')
    .option('--before <turn>', 'only turns before this one', wholeNumber)
    .option('--limit <turns>', 'how many at most, up to 50', wholeNumber, 10)
    .action((which: string, options: { before?: number; limit: number }, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const session = await sessionOf(link, which)
        const before = options.before ?? 2 ** 31
        const limit = Math.min(Math.max(options.limit, 1), 50)
        const { turns, earlier } = await link.call('history', { session, before, limit })
        const printer = new TranscriptPrinter(out)
        if (earlier > 0) out.line(`(${earlier} earlier turns)`)
        for (const turn of turns) {
          out.value(turn)
          printer.turn(turn)
        }
        printer.rest()
        return 0
      }),
    )
}
