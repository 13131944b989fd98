import { type DecideExtras, isFinished, type Link, type RequestView } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { Command } from 'commander'
import { Exit } from '../../exit.ts'
import { standing } from '../../format/request.ts'
import type { Output } from '../../output.ts'
import { answerOf } from '../../requests/answers.ts'
import { chosenRule, type RuleChoice, withRuleChoice } from '../../requests/rule-options.ts'
import { cardText } from '../../requests/waiting.ts'
import { byPrefix, live, runLinked } from './common.ts'
import { RequestPrinter, requestValue } from './request-printer.ts'

interface DecideOptions extends RuleChoice {
  allow?: boolean
  deny?: boolean
  reason?: string
  stop?: boolean
}

/** What is decided, and what goes with it. @throws {HearthError} `input.invalid`, `request.kind` */
const choiceOf = (
  link: Link,
  view: RequestView | undefined,
  options: DecideOptions,
): { choice: 'allow-once' | 'allow-rule' | 'deny'; extras: DecideExtras } => {
  const { allow, deny, reason, stop } = options
  if (allow === deny) throw new HearthError('input.invalid', 'Say --allow or --deny')
  if (deny === true) {
    if (options.rule !== undefined) throw new HearthError('input.invalid', '--rule goes with --allow')
    return {
      choice: 'deny',
      extras: { ...(reason === undefined ? {} : { reason }), ...(stop ? { stop } : {}) },
    }
  }
  if (reason !== undefined || stop === true)
    throw new HearthError('input.invalid', '--reason and --stop go with --deny')
  if (options.rule === undefined) return { choice: 'allow-once', extras: {} }
  if (view?.content.kind !== 'permission') throw new HearthError('request.kind')
  const rule = chosenRule(view.content.facts, options, link.overview.value.sessions)
  return rule === null ? { choice: 'allow-once', extras: {} } : { choice: 'allow-rule', extras: { rule } }
}

interface AnswerOptions {
  approve?: boolean
  changes?: string
  reject?: boolean
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
          out.line(`In session ${view.session}:\n${cardText({ request: view.id, content: view.content })}`)
        }
        if (views.length === 0) out.line('Nothing waits.')
        return Exit.ok
      }),
    )
  withRuleChoice(remote.command('decide'))
    .description('allow or deny a permission request, and wait for the host’s receipt')
    .argument('<request>', 'id, beginning of an id, or last')
    .option('--allow', 'allow it once')
    .option('--deny', 'deny it')
    .option('--reason <text>', 'told to the agent with a denial')
    .option('--stop', 'with a denial: stop its turn as well')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth remote decide 5c1e --deny --reason "Use the existing helper"\n  hearth remote decide 5c1e --allow --rule 2 --scope project --expires 7d',
    )
    .action((which: string, options: DecideOptions, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const id = await requestOf(link, which)
        const { choice, extras } = choiceOf(link, link.requests.value.get(id), options)
        return conclude(out, await link.decide(id, choice, extras))
      }),
    )
  remote
    .command('answer')
    .description('answer what an agent asks in words, or turn it down')
    .argument('<request>', 'id, beginning of an id, or last')
    .argument(
      '[answers...]',
      'one for each question, labels of a multiple choice separated by |; field=value for a form',
    )
    .option('--approve', 'approve a plan')
    .option('--changes <text>', 'what a plan should do instead')
    .option('--reject', 'turn it down')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth remote answer 77ab Teal "Rounded|Shadow"\n  hearth remote answer 77ab name=website\n  hearth remote answer 77ab --changes "Keep the old parser"',
    )
    .action((which: string, words: string[], options: AnswerOptions, command: Command) =>
      runLinked(command, async ({ out }, link) => {
        const id = await requestOf(link, which)
        if (options.reject) return conclude(out, await link.answer(id, null))
        const content = link.requests.value.get(id)?.content
        if (content === undefined) throw new HearthError('request.unknown')
        return conclude(out, await link.answer(id, answerOf(content, { words, ...options })))
      }),
    )
}
