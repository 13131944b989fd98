import { HearthError } from '@hearth/shared/protocol'
import { promptText, type SessionState, type Turn } from '@hearth/shared/session'
import type { Command } from 'commander'
import { wholeNumber } from '../../context.ts'
import { safeLine } from '../../format/escape.ts'
import { table } from '../../format/table.ts'
import { readAll } from '../../stdin.ts'
import { runLinked, sessionCommand, sessionOf, stateOf, turnCommand } from './common.ts'

const SHOWN = 60

const queuedTurn = ({ queued }: SessionState, n: number): Turn => {
  const turn = queued.find((one) => one.n === n)
  if (turn === undefined) throw new HearthError('host.turn_state', `Turn ${n} does not wait`)
  return turn
}

/** The queue with turn `n` at `place` (1 is first). */
const moved = ({ queued }: SessionState, n: number, place: number): number[] => {
  const others = queued.filter((turn) => turn.n !== n).map((turn) => turn.n)
  others.splice(Math.max(0, place - 1), 0, n)
  return others
}

/** `hearth remote queue`, `edit`, `move`, `steer` */
export const addQueue = (remote: Command): void => {
  sessionCommand(
    remote,
    'queue',
    'list the prompts that wait in a session, in the order in which they will run',
  ).action((which: string, _options: unknown, command: Command) =>
    runLinked(command, async ({ out }, link) => {
      const { queued } = await stateOf(link, await sessionOf(link, which))
      for (const turn of queued) out.value(turn)
      const rows = queued.map(({ n, state, agent, prompt }) => [
        `turn ${n}`,
        state,
        agent,
        safeLine(promptText(prompt.content)).slice(0, SHOWN),
      ])
      out.line(rows.length === 0 ? 'Nothing waits.' : table(rows))
      return 0
    }),
  )
  turnCommand(remote, 'edit', 'change a prompt that waits')
    .argument('<text...>', 'what it is to say, or - to read it from standard input')
    .action((which: string, turn: number, words: string[], _options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const text = words.length === 1 && words[0] === '-' ? await readAll() : words.join(' ')
        if (text.trim() === '') throw new HearthError('input.invalid', 'The prompt is empty')
        const session = await sessionOf(link, which)
        const { prompt } = queuedTurn(await stateOf(link, session), turn)
        const rest = prompt.content.filter((block) => block.type !== 'text')
        const content = [{ type: 'text' as const, text }, ...rest]
        await link.call('edit-prompt', { session, turn, content, edits: prompt.edits })
        out.value({ session, turn, asked: 'edit-prompt' })
        out.line(`Turn ${turn} is changed.`)
        return 0
      }),
    )
  turnCommand(remote, 'move', 'put a prompt that waits at another place of the queue; 1 runs next')
    .argument('<place>', 'its place in the queue', wholeNumber)
    .action((which: string, turn: number, place: number, _options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const session = await sessionOf(link, which)
        const state = await stateOf(link, session)
        queuedTurn(state, turn)
        const turns = moved(state, turn, place)
        await link.call('order-queue', { session, turns })
        out.value({ session, turns })
        out.line(`The queue is: ${turns.map((n) => `turn ${n}`).join(', ')}.`)
        return 0
      }),
    )
  turnCommand(remote, 'steer', 'let a prompt that waits steer the running turn').action(
    (which: string, turn: number, _options: unknown, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const session = await sessionOf(link, which)
        await link.call('steer', { session, turn })
        out.value({ session, turn, asked: 'steer' })
        out.line(`Turn ${turn} goes to the agent as soon as it can take it.`)
        return 0
      }),
  )
}
