import type { Command } from 'commander'
import type { Diagnosis } from '../../../agents/catalog/diagnose.ts'
import { runCommand } from '../../context.ts'
import { Exit } from '../../exit.ts'
import { safeLine } from '../../format/escape.ts'
import { table } from '../../format/table.ts'
import { withDesk } from './desk.ts'

/** `hearth agents diagnose` and `hearth agents probe` */
export const addDiagnose = (agents: Command): void => {
  agents
    .command('diagnose')
    .description('start an agent once, and tell all about how that went')
    .argument('<id>', 'the agent’s id')
    .action((id: string, _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const diagnosis = await withDesk(context, (desk) => desk.diagnose(id))
        context.out.value(diagnosis)
        for (const line of linesOf(diagnosis)) context.out.line(line)
        return diagnosis.error === null ? Exit.ok : Exit.attention
      }),
    )
  agents
    .command('probe')
    .description('start agents once, one after the other, and tell what they can and how long they take')
    .argument('[id...]', 'ids; without, every agent that is there and switched on')
    .action((ids: string[], _options: unknown, command: Command) =>
      runCommand(command, async (context) => {
        const { out } = context
        return withDesk(context, async (desk) => {
          const { agents: listed } = await desk.list()
          const there = listed.filter(({ state, program }) => state !== 'disabled' && program !== null)
          let troubled = false
          for (const id of ids.length > 0 ? ids : there.map((agent) => agent.id)) {
            const diagnosis = await desk.diagnose(id)
            troubled ||= diagnosis.error !== null
            out.value(diagnosis)
            out.line(table([[id, diagnosis.version ?? '', stepsOf(diagnosis), wordsOf(diagnosis)]]))
          }
          return troubled ? Exit.attention : Exit.ok
        })
      }),
    )
}

const linesOf = (told: Diagnosis): string[] => {
  const { set, environment, tail, error, todo } = told
  const rows = [
    ['command', told.command?.join(' ') ?? 'none'],
    ['driven', told.by === null ? '' : told.by === 'acp' ? 'over ACP' : 'through its own server'],
    [
      'environment',
      `${environment.length} variables${set.length === 0 ? '' : `; agents.json sets ${set.join(', ')}`}`,
    ],
    ['version', told.version ?? 'unknown'],
    ['steps', stepsOf(told)],
    ['can', told.can === null ? 'unknown' : abilities(told.can)],
    ['choices', choicesOf(told)],
  ].filter(([, text]) => text !== '')
  return [
    `${safeLine(told.label)} (${safeLine(told.id)})${told.enabled ? '' : ', switched off'}`,
    ...table(rows.map(([name = '', text = '']) => [`  ${name}`, text])).split('\n'),
    ...(tail.length === 0 ? [] : ['  its last words:', ...tail.map((line) => `    ${safeLine(line)}`)]),
    error === null ? 'It works.' : `PROBLEM ${safeLine(error.message)} (${error.code})`,
    ...(todo === '' || error?.message.endsWith(todo) === true ? [] : [safeLine(todo)]),
  ]
}

const stepsOf = ({ steps }: Diagnosis): string => steps.map(({ step, ms }) => `${step} ${ms} ms`).join(', ')

const wordsOf = ({ error, can }: Diagnosis): string =>
  error !== null ? error.message : can === null ? '' : abilities(can)

const abilities = (can: NonNullable<Diagnosis['can']>): string =>
  [
    can.resume ? 'takes sessions up again' : 'starts anew after its end',
    ...(can.images ? ['images'] : []),
    ...(can.list ? ['lists its own sessions'] : []),
    can.steering === 'joins' ? 'a steered prompt joins the turn' : 'a steered prompt stops the turn first',
  ].join(', ')

const choicesOf = ({ modes, models, source }: Diagnosis): string =>
  [
    ...(modes === null ? [] : [`${modes} modes`]),
    ...(models === null ? [] : [`${models} models`]),
    ...(source === null ? [] : [`models: ${source}`]),
  ].join(', ')
