import { HearthError, SessionSummary } from '@hearth/shared/protocol'
import type { RuleDraft } from '@hearth/shared/session'
import type { Command } from 'commander'
import * as v from 'valibot'
import type { ControlClient } from '../../control/client.ts'
import { isYes } from '../ask.ts'
import { type CliContext, runCommand, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { answerOf } from '../requests/answers.ts'
import { chosenRule, type RuleChoice, withRuleChoice } from '../requests/rule-options.ts'
import { cardText, type WaitingRequest, waitingRequest, waitingRequests } from '../requests/waiting.ts'

const Receipt = v.looseObject({
  outcome: v.string(),
  rule: v.optional(v.nullable(v.looseObject({ id: v.string() }))),
})

const REQUEST = 'id, beginning of an id, or last'

const tell = ({ out }: CliContext, receipt: unknown): number => {
  out.value(receipt)
  const { outcome, rule } = v.parse(Receipt, receipt)
  const kept = rule === undefined || rule === null ? '' : `, and kept rule ${rule.id}`
  out.line(`${outcome}${kept}`)
  return Exit.ok
}

interface ApproveOptions extends RuleChoice {
  yes?: boolean
  code?: string
}

/** Shows the whole card and takes a yes, or the code as proof that somebody has seen it. @throws {HearthError} `input.invalid`, `decision.request_hash` */
const isApproved = async (
  context: CliContext,
  waiting: WaitingRequest,
  rule: RuleDraft | null,
  { yes, code }: ApproveOptions,
): Promise<boolean> => {
  const { content } = waiting
  const shown = content.kind === 'permission' ? content.code : null
  if (yes) {
    if (shown !== null && code === undefined)
      throw new HearthError(
        'input.invalid',
        'Say with --code which request you have seen: `hearth requests` shows its code',
      )
    if (shown !== null && code?.toUpperCase() !== shown) throw new HearthError('decision.request_hash')
    return true
  }
  context.out.line(`${cardText(waiting)}\n`)
  const question = rule === null ? 'Allow it once?' : 'Allow it, and all that this rule covers?'
  return isYes(context, content.kind === 'plan' ? 'Approve this plan?' : question, '--yes --code CODE')
}

const rulesFor = async (control: ControlClient, waiting: WaitingRequest, options: RuleChoice) => {
  if (waiting.content.kind !== 'permission' || options.rule === undefined) return null
  const sessions = v.parse(v.array(SessionSummary), await control.call('sessions'))
  return chosenRule(waiting.content.facts, options, sessions)
}

const approve = (context: CliContext, which: string, options: ApproveOptions): Promise<number> =>
  withControl(context, async (control) => {
    const waiting = await waitingRequest(control, which)
    const { request, content } = waiting
    if (content.kind !== 'permission' && content.kind !== 'plan')
      throw new HearthError('request.kind', 'It is answered in words: hearth answer, or hearth deny')
    const rule = await rulesFor(control, waiting, options)
    if (!(await isApproved(context, waiting, rule, options))) {
      context.out.line('Nothing was decided; it waits.')
      return Exit.refused
    }
    if (content.kind === 'plan')
      return tell(
        context,
        await control.call('answer', { request, answer: answerOf(content, { words: [], approve: true }) }),
      )
    const decision = { request, allow: true, code: content.code, ...(rule === null ? {} : { rule }) }
    return tell(context, await control.call('decide', decision))
  })

const deny = (
  context: CliContext,
  which: string,
  { reason, stop }: { reason?: string; stop?: boolean },
): Promise<number> =>
  withControl(context, async (control) => {
    const { request, content } = await waitingRequest(control, which)
    if (content.kind === 'permission') {
      const decision = { request, allow: false, code: content.code, reason, stop }
      return tell(context, await control.call('decide', decision))
    }
    if (reason !== undefined || stop === true)
      throw new HearthError('request.kind', 'Only what is allowed or denied takes --reason and --stop')
    return tell(context, await control.call('answer', { request, answer: null }))
  })

/** `hearth requests`, `approve`, `deny`, `answer` */
export const addApprove = (program: Command): void => {
  program
    .command('requests')
    .description('what agents wait for')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const all = await withControl(context, waitingRequests)
        for (const each of all) {
          context.out.value(each.value)
          context.out.line(cardText(each))
        }
        context.out.line(
          all.length === 0
            ? 'Nothing waits.'
            : '\nhearth approve ID, hearth deny ID, hearth answer ID ANSWER',
        )
        return Exit.ok
      }),
    )
  withRuleChoice(program.command('approve'))
    .description('allow a request here, as the owner of this host: shows all of it, and asks')
    .argument('<request>', REQUEST)
    .option('--yes', 'do not ask; takes --code')
    .option('--code <code>', 'the four characters of the request that you have seen')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth approve 5c1e\n  hearth approve 5c1e --rule --scope project --expires 7d\n  hearth approve 5c1e --yes --code 7H2K',
    )
    .action((which: string, options: ApproveOptions, command: Command) =>
      runCommand(command, (context) => approve(context, which, options)),
    )
  program
    .command('deny')
    .description('deny a request, or turn down what is asked in words')
    .argument('<request>', REQUEST)
    .option('--reason <text>', 'told to the agent')
    .option('--stop', 'stop its turn as well')
    .addHelpText('after', '\nExample:\n  hearth deny 5c1e --reason "Use the existing helper"')
    .action((which: string, options: { reason?: string; stop?: boolean }, command: Command) =>
      runCommand(command, (context) => deny(context, which, options)),
    )
  program
    .command('answer')
    .description('answer an agent’s questions or form, or say what its plan should do instead')
    .argument('<request>', REQUEST)
    .argument(
      '[answers...]',
      'one for each question, labels of a multiple choice separated by |; field=value for a form',
    )
    .option('--changes <text>', 'what a plan should do instead')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth answer 77ab Teal "Rounded|Shadow"\n  hearth answer 77ab name=website port=8080\n  hearth answer 77ab --changes "Keep the old parser"',
    )
    .action((which: string, words: string[], { changes }: { changes?: string }, command: Command) =>
      runCommand(command, (context) =>
        withControl(context, async (control) => {
          const { request, content } = await waitingRequest(control, which)
          const answer = answerOf(content, { words, changes })
          return tell(context, await control.call('answer', { request, answer }))
        }),
      ),
    )
}
