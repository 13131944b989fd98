import {
  type ChoiceField,
  type Field,
  isChoice,
  type ManyField,
  type NumberField,
  type OneField,
  type TextField,
} from './form.ts'
import { patternOf } from './pattern.ts'

/** A value of a form's content, as ACP has them. */
export type Value = string | number | boolean | string[]

/** What the answers to one field put into the content, or why they don't fit. Nothing for what was left out. */
export type Converted = { ok: true; entries: [string, Value][] } | { ok: false; why: string }

const misfit = (why: string): Converted => ({ ok: false, why })

/** Makes a field's entries from what was filled in: its value, and that of its own words; undefined where left empty. */
export function filled(field: Field, value: Value | undefined, words?: Value): Converted {
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  const chosen = isEmpty ? unanswered(field) : entry(field, value)
  const own = isChoice(field) ? field.own : null
  if (own === null || words === undefined || words === '') return chosen
  const said = entry(own, words)
  if (!said.ok) return said
  return chosen.ok ? { ok: true, entries: [...chosen.entries, ...said.entries] } : chosen
}

/** Makes a choice's value from the answers to its question: labels chosen or words typed. An empty text is no answer. */
export function convert(field: ChoiceField, answers: readonly string[]): Converted {
  const given = [...new Set(answers.filter((answer) => answer !== ''))]
  if (given.length === 0) return unanswered(field)
  if (field.type === 'many') return many(field, given)
  const [answer = ''] = given
  return given.length > 1 ? misfit('one answer is wanted.') : one(field, answer)
}

function unanswered(field: Field): Converted {
  if (field.fallback !== null && fits(field, field.fallback) === null) {
    return { ok: true, entries: [[field.key, field.fallback]] }
  }
  if (!field.required) return { ok: true, entries: [] }
  if (field.type === 'many' && fits(field, []) === null) return { ok: true, entries: [[field.key, []]] }
  return misfit('an answer is needed.')
}

function one(field: OneField, answer: string): Converted {
  const choice = field.choices.find(({ label }) => label === answer)
  if (choice !== undefined) return entry(field, choice.value)
  return field.own === null ? misfit('it is none of the choices.') : entry(field.own, answer)
}

function many(field: ManyField, answers: readonly string[]): Converted {
  const values = field.choices.filter(({ label }) => answers.includes(label)).map(({ value }) => value)
  const typed = answers.filter((answer) => !field.choices.some(({ label }) => label === answer))
  if (typed.length > (field.own === null ? 0 : 1)) return misfit('an answer is none of the choices.')
  const chosen = values.length === 0 ? unanswered({ ...field, fallback: null }) : entry(field, values)
  const [words] = typed
  if (!chosen.ok || field.own === null || words === undefined) return chosen
  const own = entry(field.own, words)
  return own.ok ? { ok: true, entries: [...chosen.entries, ...own.entries] } : own
}

function entry(field: Field, value: Value): Converted {
  const why = fits(field, value)
  return why === null ? { ok: true, entries: [[field.key, value]] } : misfit(why)
}

const wanted = (field: Field): string =>
  field.type === 'number' ? 'it is not a number.' : 'it is none of the choices.'

/** Why a value does not fit its field; null where it does. Also for what the agent itself gave for no answer. */
function fits(field: Field, value: Value): string | null {
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? null : wanted(field)
    case 'number':
      return numberFits(field, value)
    case 'text':
      return typeof value === 'string' ? textFits(field, value) : 'it is not a text.'
    case 'one':
      return field.choices.some((choice) => choice.value === value) ? null : wanted(field)
    case 'many':
      return manyFits(field, value)
  }
}

function numberFits(field: NumberField, value: Value): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return wanted(field)
  if (field.integer && !Number.isSafeInteger(value)) return 'it is not a whole number.'
  if (value < field.min) return `it is below ${field.min}.`
  return value > field.max ? `it is above ${field.max}.` : null
}

function manyFits(field: ManyField, value: Value): string | null {
  if (!Array.isArray(value)) return wanted(field)
  if (value.some((item) => !field.choices.some((choice) => choice.value === item))) return wanted(field)
  if (value.length < field.min) return `at least ${field.min} are wanted.`
  return value.length > field.max ? `at most ${field.max} are wanted.` : null
}

function textFits(field: TextField, value: string): string | null {
  // JSON Schema counts characters, not UTF-16 units.
  const { length } = [...value]
  if (length < field.min) return `it has fewer than ${field.min} characters.`
  if (length > field.max) return `it has more than ${field.max} characters.`
  if (field.format !== null && FORMATS[field.format]?.(value) === false)
    return `it is not a valid ${field.format}.`
  const test = field.pattern === null ? null : patternOf(field.pattern)
  return test === null || test(value) === 'fits' ? null : `it does not match ${field.pattern}.`
}

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i

/** ACP's formats; those that it does not name are not checked. */
const FORMATS: Readonly<Record<string, ((value: string) => boolean) | undefined>> = {
  email: (value) => /^[^\s@]+@[^\s@]+$/.test(value),
  uri: (value) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(value),
  date: isDay,
  'date-time': (value) =>
    isDay(value.slice(0, 10)) && /^[t ]$/i.test(value.charAt(10)) && TIME.test(value.slice(11)),
}

/** A day of the calendar: the 30th of February is none. */
function isDay(value: string): boolean {
  return DAY.test(value) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)
}
