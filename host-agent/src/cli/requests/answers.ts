import type { RequestContent } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { Answer, FormField, FormValues } from '@hearth/shared/session'

/** What somebody says to a request in words. */
export interface Said {
  /** One for each question, or `name=value` for each field. */
  readonly words: readonly string[]
  /** A plan is approved. */
  readonly approve?: boolean | undefined
  /** What a plan should do instead. */
  readonly changes?: string | undefined
}

const fieldValue = (field: FormField, text: string): FormValues[string] => {
  switch (field.type) {
    case 'number':
      if (text.trim() === '' || !Number.isFinite(Number(text)))
        throw new HearthError('input.invalid', `${field.name} takes a number`)
      return Number(text)
    case 'boolean':
      return /^(y|yes|true|1)$/i.test(text)
    case 'choice':
      return field.multiple ? text.split('|') : text
    default:
      return text
  }
}

const formOf = (fields: readonly FormField[], words: readonly string[]): FormValues =>
  Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      const field = fields.find(({ name }) => name === word.slice(0, at))
      if (at < 1 || field === undefined) {
        const names = fields.map(({ name }) => name).join(', ')
        throw new HearthError('input.invalid', `Say field=value; the fields are: ${names}`)
      }
      return [field.name, fieldValue(field, word.slice(at + 1))]
    }),
  )

/** The answer to a request from a command's arguments. @throws {HearthError} `input.invalid`, `request.kind` */
export const answerOf = (content: RequestContent, { words, approve, changes }: Said): Answer => {
  if (content.kind === 'plan') {
    if (approve === (changes !== undefined) || words.length > 0)
      throw new HearthError('input.invalid', 'A plan is approved, or changed with --changes')
    return { kind: 'plan', changes: changes ?? null }
  }
  if (approve === true || changes !== undefined) throw new HearthError('request.kind', 'This is no plan')
  if (content.kind === 'form') return { kind: 'form', values: formOf(content.fields, words) }
  if (content.kind !== 'question') throw new HearthError('request.kind')
  if (words.length !== content.questions.length)
    throw new HearthError('input.invalid', `It asks ${content.questions.length} question(s); answer each`)
  const answers = words.map((word, index) => (content.questions[index]?.multiple ? word.split('|') : [word]))
  return { kind: 'question', answers }
}
