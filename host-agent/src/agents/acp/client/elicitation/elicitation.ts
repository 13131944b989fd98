import * as v from 'valibot'
import { FORM_ROUNDS } from '../../../limits.ts'
import type { SessionPlace } from '../../client-side.ts'
import { convert, type Value } from './answers.ts'
import { type Field, type Form, readForm, Unmappable } from './form.ts'
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

/**
 * `elicitation/create`: asks the person what an agent's form asks, as questions. An accepted form's content fits the
 * form's schema. Declined with a notice: what can't be asked that way, and answers that don't fit after FORM_ROUNDS.
 */
export async function elicit(
  params: unknown,
  ask: SessionPlace['ask'],
  signal: AbortSignal,
): Promise<Elicited> {
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
  return form.fields.length === 0 ? confirm(form, ask, signal) : fill(form, ask, signal)
}

async function confirm(form: Form, ask: SessionPlace['ask'], signal: AbortSignal): Promise<Elicited> {
  const answered = await ask([confirmation(form)], signal)
  if ('gone' in answered) return { response: { action: 'cancel' }, notice: null }
  const yes = 'answers' in answered && answered.answers[0]?.[0] === ACCEPT && answered.answers[0].length === 1
  return { response: yes ? { action: 'accept', content: {} } : { action: 'decline' }, notice: null }
}

async function fill(form: Form, ask: SessionPlace['ask'], signal: AbortSignal): Promise<Elicited> {
  const entries: [string, Value][] = []
  let open: { field: Field; why: string | null }[] = form.fields.map((field) => ({ field, why: null }))
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
  return declined(`Answers to the agent’s form did not fit ${FORM_ROUNDS} times. It was declined.`)
}

/** Where a page would have to be opened: its host alone, for the rest can hold secrets. Never a link. */
function openElsewhere(url: string): string {
  const host = URL.canParse(url) ? new URL(url).host : ''
  const where = host === '' ? 'an address that can’t be read' : host
  return `The agent wanted a page to be opened at ${where}. That was declined: do it on the agent’s machine, in its own program.`
}
