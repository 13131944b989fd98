import { readFileSync } from 'node:fs'
import { HearthError } from '@hearth/shared/protocol'
import { Rule, type RuleDraft, RuleMatch, RuleStarter } from '@hearth/shared/session'
import { Argument, type Command } from 'commander'
import * as v from 'valibot'
import type { ControlClient } from '../../control/client.ts'
import { isYes } from '../ask.ts'
import { type CliContext, runCommand, withControl } from '../context.ts'
import { Exit } from '../exit.ts'
import { safeLine } from '../format/escape.ts'
import { draftText } from '../format/rule.ts'
import { ago, table } from '../format/table.ts'
import { draftOf, type RuleOptions, withRuleOptions } from '../requests/rule-options.ts'
import { readAll } from '../stdin.ts'

const All = v.object({ rules: v.array(Rule), starters: v.array(RuleStarter) })
const Removed = v.array(v.object({ rule: Rule, removedAt: v.number(), until: v.number() }))
const Preview = v.object({ matches: v.array(RuleMatch), seen: v.number() })
const EFFECTS = ['allow', 'ask', 'deny'] as const
const SHOWN_MATCHES = 10

const ruleRow = (rule: Rule): string[] => [
  rule.id,
  draftText(rule),
  rule.starter === null ? '' : `(${rule.starter})`,
  `used ${rule.used} times${rule.lastUsedAt === null ? '' : `, ${ago(rule.lastUsedAt, Date.now())}`}`,
]

/** The rule that `text` begins, among `rules`. @throws {HearthError} `rule.unknown`, `input.invalid` */
const ruleIn = (rules: readonly Rule[], text: string): string => {
  const [only, another] = rules.filter(({ id }) => id.startsWith(text.toLowerCase()))
  if (only === undefined) throw new HearthError('rule.unknown')
  if (another !== undefined) throw new HearthError('input.invalid', `More than one rule begins with ${text}`)
  return only.id
}

const showPreview = async ({ out }: CliContext, control: ControlClient, draft: RuleDraft): Promise<void> => {
  const preview = v.parse(Preview, await control.call('rules.preview', { draft }))
  const { matches, seen } = preview
  out.value({ draft, ...preview })
  out.line(`${safeLine(draftText(draft))}\n`)
  out.line(`Of the last ${seen} requests it would have settled ${matches.length}.`)
  const rows = matches
    .slice(0, SHOWN_MATCHES)
    .map(({ at, title, risk, outcome }) => [ago(at, Date.now()), `risk ${risk}`, outcome, title])
  if (rows.length > 0) out.line(table(rows))
}

const add = (
  context: CliContext,
  effect: RuleDraft['effect'],
  options: RuleOptions & { yes?: boolean },
): Promise<number> =>
  withControl(context, async (control) => {
    const draft = draftOf(effect, options)
    // What asks or denies takes nothing away that could be missed: it is shown in the list.
    if (effect === 'allow' && options.yes !== true) {
      await showPreview(context, control, draft)
      if (!(await isYes(context, 'Keep this rule?', '--yes'))) {
        context.out.line('Nothing was kept.')
        return Exit.refused
      }
    }
    const rule = v.parse(Rule, await control.call('rules.add', { draft }))
    context.out.value(rule)
    context.out.line(`Kept rule ${rule.id}: ${safeLine(draftText(rule))}`)
    return Exit.ok
  })

const list = (context: CliContext, removed: boolean): Promise<number> =>
  withControl(context, async (control) => {
    const { out } = context
    if (removed) {
      const gone = v.parse(Removed, await control.call('rules.removed'))
      for (const each of gone) out.value(each)
      const rows = gone.map(({ rule, removedAt }) => [
        rule.id,
        draftText(rule),
        `removed ${ago(removedAt, Date.now())}`,
      ])
      out.line(rows.length === 0 ? 'No rule was removed lately.' : table(rows))
      return Exit.ok
    }
    const answer = v.parse(All, await control.call('rules'))
    out.value(answer)
    out.line(answer.rules.length === 0 ? 'No rule: everything asks.' : table(answer.rules.map(ruleRow)))
    const starters = answer.starters.map(({ id, enabled, title, description }) => [
      id,
      enabled ? 'on' : 'off',
      `${title}: ${description}`,
    ])
    if (starters.length > 0) out.line(`\nStarter sets (hearth rules enable ID):\n${table(starters)}`)
    return Exit.ok
  })

const inputOf = async (file: string): Promise<string> => {
  if (file === '-') return readAll()
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new HearthError('input.invalid', `${file} can’t be read`, { cause })
  }
}

/** `hearth rules …` */
export const addRules = (program: Command): void => {
  const rules = program.command('rules').description('what agents may do without asking, or never')
  rules
    .command('list', { isDefault: true })
    .description('all rules and starter sets')
    .option('--removed', 'those that were removed in the last 30 days')
    .action(({ removed = false }: { removed?: boolean }, command: Command) =>
      runCommand(command, (context) => list(context, removed)),
    )
  withRuleOptions(rules.command('add'))
    .description('keep a rule; one that allows shows what it would have settled, and asks')
    .addArgument(new Argument('<effect>', 'what it does').choices(EFFECTS))
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      '\nExamples:\n  hearth rules add allow --command "npm test" --project website\n  hearth rules add deny --edit ".github/**"\n  hearth rules add ask --fetch "*.example.org"',
    )
    .action((effect: RuleDraft['effect'], options: RuleOptions & { yes?: boolean }, command: Command) =>
      runCommand(command, (context) => add(context, effect, options)),
    )
  withRuleOptions(rules.command('preview'))
    .description('which past requests a rule would have settled; keeps nothing')
    .addArgument(new Argument('<effect>', 'what it does').choices(EFFECTS))
    .addHelpText('after', '\nExample:\n  hearth rules preview allow --command "git diff" --rest operands')
    .action((effect: RuleDraft['effect'], options: RuleOptions, command: Command) =>
      runCommand(command, (context) =>
        withControl(context, async (control) => {
          await showPreview(context, control, draftOf(effect, options))
          return Exit.ok
        }),
      ),
    )
  rules
    .command('remove')
    .description('remove a rule; for 30 days it can be restored')
    .argument('<rule>', 'id or the beginning of one')
    .action((which: string, _options: unknown, command: Command) =>
      runCommand(command, (context) =>
        withControl(context, async (control) => {
          const id = ruleIn(v.parse(All, await control.call('rules')).rules, which)
          const rule = v.parse(Rule, await control.call('rules.remove', { rule: id }))
          context.out.value({ removed: rule })
          context.out.line(`Removed. To take that back: hearth rules restore ${id}`)
          return Exit.ok
        }),
      ),
    )
  rules
    .command('restore')
    .description('take a removal back')
    .argument('<rule>', 'id or the beginning of one; `hearth rules list --removed` shows them')
    .action((which: string, _options: unknown, command: Command) =>
      runCommand(command, (context) =>
        withControl(context, async (control) => {
          const gone = v.parse(Removed, await control.call('rules.removed'))
          const id = ruleIn(
            gone.map(({ rule }) => rule),
            which,
          )
          const rule = v.parse(Rule, await control.call('rules.restore', { rule: id }))
          context.out.value(rule)
          context.out.line(`Kept again: ${safeLine(draftText(rule))}`)
          return Exit.ok
        }),
      ),
    )
  for (const [name, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    rules
      .command(name)
      .description(`switch a starter set ${enabled ? 'on' : 'off'}`)
      .argument('<starter>', 'its id')
      .action((starter: string, _options: unknown, command: Command) =>
        runCommand(command, async (context) => {
          await withControl(context, (control) => control.call('rules.starter', { starter, enabled }))
          context.out.value({ starter, enabled })
          context.out.line(`${safeLine(starter)} is ${enabled ? 'on' : 'off'}.`)
          return Exit.ok
        }),
      )
  }
  rules
    .command('export')
    .description('write all rules but those of starter sets to standard output')
    .addHelpText('after', '\nExample:\n  hearth rules export > rules.json')
    .action((_options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const text = v.parse(
          v.string(),
          await withControl(context, (control) => control.call('rules.export')),
        )
        context.out.value(JSON.parse(text))
        context.out.line(text.trimEnd())
        return Exit.ok
      }),
    )
  rules
    .command('import')
    .description('keep every rule of an export that is not there yet, or none')
    .argument('<file>', 'a file, or - for standard input')
    .addHelpText('after', '\nExample:\n  hearth rules import rules.json')
    .action((file: string, _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const text = await inputOf(file)
        const added = v.parse(
          v.array(Rule),
          await withControl(context, (control) => control.call('rules.import', { text })),
        )
        for (const rule of added) context.out.value(rule)
        context.out.line(added.length === 0 ? 'All of them are here already.' : table(added.map(ruleRow)))
        return Exit.ok
      }),
    )
}
