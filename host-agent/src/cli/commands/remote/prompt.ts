import type { Link } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import {
  isSettled,
  PromptContent,
  type PromptManner,
  SESSION_LIMITS,
  type SessionState,
  type TurnState,
} from '@hearth/shared/session'
import type { Command } from 'commander'
import * as v from 'valibot'
import { type CliContext, wholeNumber } from '../../context.ts'
import { Exit } from '../../exit.ts'
import { TranscriptPrinter } from '../../format/transcript.ts'
import { ADMIT_MS } from '../../limits.ts'
import { readAll } from '../../stdin.ts'
import { attachment } from './attachment.ts'
import { runLinked, sessionCommand, sessionOf } from './common.ts'
import { RequestPrinter } from './request-printer.ts'

interface PromptOptions {
  agent?: string
  steer?: true
  digest: boolean
  attach: string[]
  wait: boolean
  timeout?: number
}

const EXITS: Record<TurnState, number> = {
  completed: Exit.ok,
  failed: Exit.failed,
  cancelled: Exit.failed,
  unknown: Exit.attention,
  queued: Exit.failed,
  steering: Exit.failed,
  starting: Exit.failed,
  running: Exit.failed,
  waiting: Exit.failed,
}

/** `hearth remote prompt` */
export const addPrompt = (remote: Command): void => {
  sessionCommand(remote, 'prompt', 'send a prompt; it is kept on this device until the host has it')
    .argument('<text...>', 'the prompt, or - to read it from standard input')
    .option('--agent <agent>', 'who is to do it, where not the session’s agent')
    .option('--steer', 'let it steer the running turn instead of waiting behind it')
    .option('--no-digest', 'don’t tell the agent what others did since its last turn')
    .option('--attach <file>', 'an image or a text file that goes with it; may be repeated', collect, [])
    .option('--no-wait', 'return when the host has it (or after a while: it stays in the outbox)')
    .option('--timeout <seconds>', 'longest wait', wholeNumber)
    .addHelpText(
      'after',
      '\nExamples:\n  hearth remote prompt last "Add a line to README.md"\n  git diff | hearth remote prompt 3f2a - --no-wait',
    )
    .action((which: string, words: string[], options: PromptOptions, command: Command) =>
      runLinked(command, async (context, link) => {
        const text = words.length === 1 && words[0] === '-' ? await readAll() : words.join(' ')
        if (text.trim() === '') throw new HearthError('input.invalid', 'The prompt is empty')
        const session = await sessionOf(link, which)
        const content: PromptContent = [{ type: 'text', text }, ...options.attach.map(attachment)]
        if (!v.is(PromptContent, content)) throw new HearthError('input.invalid', TOO_MUCH)
        const { id, outcome } = await link.prompt(session, content, mannerOf(options))
        context.out.value({ prompt: id, session, state: 'outbox' })
        const timeout = options.timeout === undefined ? null : options.timeout * 1000
        const settled = await within(outcome, options.wait ? timeout : (timeout ?? ADMIT_MS), context.signal)
        if (settled === null) return kept(context, link, id)
        if (settled.state === 'refused') throw settled.error
        context.out.value({ prompt: id, session, state: 'admitted', turn: settled.turn })
        if (!options.wait) {
          context.out.line(`turn ${settled.turn}`)
          return Exit.ok
        }
        return watchTurn(context, link, session, settled.turn, timeout)
      }),
    )
}

const TOO_MUCH = `A prompt holds ${SESSION_LIMITS.promptText.value.toLocaleString('en-US')} characters of text and ${SESSION_LIMITS.promptImages.value.toLocaleString('en-US')} of images in base64. Name the file in the prompt instead: the agent can read it.`

const collect = (file: string, files: readonly string[]): string[] => [...files, file]

const mannerOf = ({ agent, steer, digest }: PromptOptions): PromptManner => ({
  ...(agent !== undefined && { agent }),
  ...(steer && { delivery: 'steer' }),
  ...(!digest && { undigested: true }),
})

const kept = ({ out }: CliContext, link: Link, id: string): number => {
  const why = link.status().error?.message ?? 'the host did not answer in time'
  out.value({ prompt: id, state: 'outbox', why })
  out.line(`Kept in the outbox: ${why}. The next command of this device sends it.`)
  return Exit.unreachable
}

const within = <T>(promise: Promise<T>, timeoutMs: number | null, signal: AbortSignal): Promise<T | null> =>
  new Promise((resolve, reject) => {
    const give = () => {
      clearTimeout(timer)
      resolve(null)
    }
    const timer = timeoutMs === null ? undefined : setTimeout(give, timeoutMs)
    signal.addEventListener('abort', give, { once: true })
    promise.then((value) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', give)
      resolve(value)
    }, reject)
  })

const turnOf = (state: SessionState, n: number) =>
  [...state.settled, ...(state.current === null ? [] : [state.current]), ...state.queued].find(
    (turn) => turn.n === n,
  )

/** Shows a turn until it settles; its exit code says how. */
const watchTurn = (
  { out, signal }: CliContext,
  link: Link,
  session: string,
  n: number,
  timeoutMs: number | null,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const printer = new TranscriptPrinter(out)
    const requests = new RequestPrinter(out, link, session)
    const end = (settle: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stopped)
      requests.close()
      following.close()
      printer.rest()
      settle()
    }
    const stopped = () => end(() => resolve(Exit.failed))
    const timer =
      timeoutMs === null
        ? undefined
        : setTimeout(
            () => end(() => reject(new HearthError('link.timeout', 'The turn did not settle in time'))),
            timeoutMs,
          )
    signal.addEventListener('abort', stopped)
    const following = link.follow(session, (update) => {
      if (update.type === 'ended') return end(() => reject(update.error))
      if (update.type === 'events') {
        for (const event of update.events) out.value(event)
        printer.take(update)
      }
      const turn = update.state === null ? undefined : turnOf(update.state, n)
      if (turn === undefined || !isSettled(turn.state)) return
      if (update.type === 'snapshot') printer.turn(turn)
      out.value({ turn: n, state: turn.state, error: turn.error, usage: turn.usage })
      end(() => resolve(EXITS[turn.state]))
    })
  })
