import { isFinished, type Link, type RequestView } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { Command } from 'commander'
import { Exit } from '../../exit.ts'
import { indent } from '../../format/escape.ts'
import { contentText, standing } from '../../format/request.ts'
import type { Output } from '../../output.ts'
import { byPrefix, live, runLinked } from './common.ts'
import { RequestPrinter, requestValue } from './request-printer.ts'

interface DecideOptions {
  allow?: boolean
  deny?: boolean
  reason?: string
}

const waiting = (link: Link): RequestView[] =>
  [...link.requests.value.values()].filter(({ state }) => !isFinished(state))

const requestOf = async (link: Link, text: string): Promise<string> => {
  await live(link)
  if (text !== 'last') return byPrefix('request', text, link.requests.value.keys())
  const newest = waiting(link).at(-1)
  if (newest === undefined) throw new HearthError('request.unknown', 'Nothing waits')
  return newest.id
}

/** Says what became of a request, and by which exit code. */
const conclude = (out: Output, view: RequestView): number => {
  out.value(requestValue(view))
  out.line(`request ${view.id} ${standing(view)}`)
  if (view.state === 'applied') return Exit.ok
  return view.state === 'answered-elsewhere' || view.state === 'superseded' ? Exit.refused : Exit.failed
}

/** `hearth remote requests`, `decide`, `answer` */
export const addRequests = (remote: Command): void => {
  remote
    .command('requests')
    .description('list what waits for a person')
    .option('--watch', 'go on and tell about changes until interrupted')
    .action((options: { watch?: boolean }, command: Command) =>
      runLinked(command, async ({ out, signal }, link) => {
        await live(link)
        if (options.watch) {
          const printer = new RequestPrinter(out, link, null)
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
          printer.close()
          return Exit.ok
        }
        const views = waiting(link)
        for (const view of views) {
          out.value(requestValue(view))
          out.line(`${view.id} in session ${view.session}\n${indent(contentText(view.content), '  ')}`)
        }
        if (views.length === 0) out.line('Nothing waits.')
        return Exit.ok
      }),
    )
  remote
    .command('decide')
    .description('allow or deny a permission request, and wait for the host’s receipt')
    .argument('<request>', 'id, beginning of an id, or last')
    .option('--allow', 'allow it once')
    .option('--deny', 'deny it')
    .option('--reason <text>', 'told to the agent with a denial')
    .addHelpText('after', '\nExample:\n  hearth remote decide 5c1e --deny --reason "Use the existing helper"')
    .action((which: string, options: DecideOptions, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        if (options.allow === options.deny) throw new HearthError('input.invalid', 'Say --allow or --deny')
        const id = await requestOf(link, which)
        return conclude(
          out,
          await link.decide(id, options.allow ? 'allow-once' : 'deny', { reason: options.reason }),
        )
      }),
    )
  remote
    .command('answer')
    .description('answer an agent’s questions, or reject them')
    .argument('<request>', 'id, beginning of an id, or last')
    .argument('[answers...]', 'one for each question; labels of a multiple choice separated by |')
    .option('--reject', 'give no answer')
    .addHelpText('after', '\nExample:\n  hearth remote answer 77ab Teal "Rounded|Shadow"')
    .action((which: string, answers: string[], options: { reject?: boolean }, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const id = await requestOf(link, which)
        if (options.reject) return conclude(out, await link.answer(id, null))
        const content = link.requests.value.get(id)?.content
        if (content?.kind !== 'question') throw new HearthError('request.kind')
        if (answers.length !== content.questions.length) {
          throw new HearthError(
            'input.invalid',
            `It asks ${content.questions.length} question(s); answer each`,
          )
        }
        const given = answers.map((answer, index) =>
          content.questions[index]?.multiple ? answer.split('|') : [answer],
        )
        return conclude(out, await link.answer(id, { kind: 'question', answers: given }))
      }),
    )
}
