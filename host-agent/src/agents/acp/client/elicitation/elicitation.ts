import * as v from 'valibot'
import { FORM_ROUNDS } from '../../../limits.ts'
import type { SessionPlace } from '../../client-side.ts'
import { convert, filled, type Value } from './answers.ts'
import { formFields } from './fields.ts'
import { type ChoiceField, type Form, isChoice, readForm, Unmappable } from './form.ts'
import { ACCEPT, confirmation, questionsOf } from './questions.ts'
import { UrlParams } from './schema.ts'

/** ACP's CreateElicitationResponse. */
export type ElicitationResponse =
  | { action: 'accept'; content: Record<string, Value> }
  | { action: 'decline' }
  | { action: 'cancel' }

/** The answer for the agent, and what the person is told where nobody was asked. */
export type Elicited = { response: ElicitationResponse; notice: string | null }

const declined = (notice: string): Elicited => ({ response: { action: 'decline' }, notice })

/** The ways to ask a person. */
export type Asks = Pick<SessionPlace, 'ask' | 'fill'>

/**
 * `elicitation/create`: asks the person what an agent's form asks, as a form, or as questions where it is nothing but
 * choices. An accepted form's content fits the form's schema. Declined with a notice: what can't be asked that way, and
 * answers that don't fit after FORM_ROUNDS.
 */
export async function elicit(params: unknown, asks: Asks, signal: AbortSignal): Promise<Elicited> {
  const url = v.safeParse(UrlParams, params)
  if (url.success) return declined(openElsewhere(url.output.url))
  let form: Form
  try {
    form = readForm(params)
  } catch (error) {
    if (!(error instanceof Unmappable)) throw error
    return declined(
      `The agent wanted to ask something that can’t be asked here: ${error.message}. It was declined.`,
    )
  }
  if (form.fields.length === 0) return confirm(form, asks.ask, signal)
  // Agents' question tools come as choices alone, mostly with a place for words of one's own.
  const choices = form.fields.filter(isChoice)
  return choices.length === form.fields.length
    ? question(form, choices, asks.ask, signal)
    : fillIn(form, asks.fill, signal)
}

async function confirm(form: Form, ask: SessionPlace['ask'], signal: AbortSignal): Promise<Elicited> {
  const answered = await ask([confirmation(form)], signal)
  if ('gone' in answered) return { response: { action: 'cancel' }, notice: null }
  const yes = 'answers' in answered && answered.answers[0]?.[0] === ACCEPT && answered.answers[0].length === 1
  return { response: yes ? { action: 'accept', content: {} } : { action: 'decline' }, notice: null }
}

async function question(
  form: Form,
  choices: readonly ChoiceField[],
  ask: SessionPlace['ask'],
  signal: AbortSignal,
): Promise<Elicited> {
  const entries: [string, Value][] = []
  let open: { field: ChoiceField; why: string | null }[] = choices.map((field) => ({ field, why: null }))
  for (let round = 0; round < FORM_ROUNDS; round++) {
    const answered = await ask(questionsOf(form, open), signal)
    if ('gone' in answered) return { response: { action: 'cancel' }, notice: null }
    if ('reject' in answered) return { response: { action: 'decline' }, notice: null }
    open = open.flatMap(({ field }, index) => {
      const converted = convert(field, answered.answers[index] ?? [])
      if (!converted.ok) return [{ field, why: converted.why }]
      entries.push(...converted.entries)
      return []
    })
    // Entries define own properties, whatever their names.
    if (open.length === 0)
      return { response: { action: 'accept', content: Object.fromEntries(entries) }, notice: null }
  }
  return misfit()
}

async function fillIn(form: Form, fill: SessionPlace['fill'], signal: AbortSignal): Promise<Elicited> {
  let message = form.message
  for (let round = 0; round < FORM_ROUNDS; round++) {
    const given = await fill(message, formFields(form.fields), signal)
    if ('gone' in given) return { response: { action: 'cancel' }, notice: null }
    if ('reject' in given) return { response: { action: 'decline' }, notice: null }
    const values = new Map(Object.entries(given.values))
    const entries: [string, Value][] = []
    const wrong: string[] = []
    for (const field of form.fields) {
      const own = isChoice(field) ? field.own : null
      const words = own === null ? undefined : values.get(own.key)
      const converted = filled(field, values.get(field.key), words)
      if (converted.ok) entries.push(...converted.entries)
      else wrong.push(`${field.title}: ${converted.why}`)
    }
    if (wrong.length === 0)
      return { response: { action: 'accept', content: Object.fromEntries(entries) }, notice: null }
    message = [`This did not fit. ${wrong.join(' ')}`, form.message].join('\n\n')
  }
  return misfit()
}

const misfit = (): Elicited =>
  declined(`Answers to the agent’s form did not fit ${FORM_ROUNDS} times. It was declined.`)

/** Where a page would have to be opened: its host alone, for the rest can hold secrets. Never a link. */
function openElsewhere(url: string): string {
  const host = URL.canParse(url) ? new URL(url).host : ''
  const where = host === '' ? 'an address that can’t be read' : host
  return `The agent wanted a page to be opened at ${where}. That was declined: do it on the agent’s machine, in its own program.`
}
