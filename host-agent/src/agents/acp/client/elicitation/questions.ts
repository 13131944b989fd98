import type { Question } from '@hearth/shared/session'
import type { Field, Form } from './form.ts'

/** Labels of the choices that we add. */
export const YES = 'Yes'
export const NO = 'No'
export const ACCEPT = 'Accept'
const DECLINE = 'Decline'

/** The question of a form without fields: MCP's way to ask for a plain yes or no. */
export function confirmation(form: Form): Question {
  return {
    header: 'Confirm',
    question: form.message,
    options: [
      { label: ACCEPT, description: '' },
      { label: DECLINE, description: '' },
    ],
    multiple: false,
    custom: false,
  }
}

/** The questions of some fields of a form, in their order. `why` tells what was wrong with the answer before. */
export function questionsOf(form: Form, asked: readonly { field: Field; why: string | null }[]): Question[] {
  return asked.map(({ field, why }, index) => {
    const about = [
      ...(why === null ? [] : [`This answer did not fit: ${why}`]),
      ...(index === 0 ? [form.message] : []),
      field.about === '' && form.fields.length > 1 ? field.title : field.about,
      hints(field),
    ]
    return {
      header: field.title,
      question: about.filter((line) => line !== '').join('\n\n'),
      ...answering(field),
    }
  })
}

function answering(field: Field): Pick<Question, 'options' | 'multiple' | 'custom'> {
  switch (field.type) {
    case 'text':
    case 'number':
      return { options: [], multiple: false, custom: true }
    case 'boolean':
      return {
        options: [YES, NO].map((label) => ({ label, description: '' })),
        multiple: false,
        custom: false,
      }
    default: {
      const options = field.choices.map(({ label, about }) => ({ label, description: about }))
      return { options, multiple: field.type === 'many', custom: field.own !== null }
    }
  }
}

/** What an answer has to be, where the choices do not say it. */
function hints(field: Field): string {
  const lines: string[] = []
  if (field.type === 'number') lines.push(`${field.integer ? 'A whole number' : 'A number'}${range(field)}.`)
  if (field.type === 'text' && (field.min > 0 || field.max !== Infinity)) {
    lines.push(`Number of characters${range(field)}.`)
  }
  if (field.type === 'text' && field.pattern !== null) lines.push(`Has to match ${field.pattern}`)
  if (field.type === 'text' && field.format !== null) lines.push(`Format: ${field.format}.`)
  if (field.type === 'many' && (field.min > 0 || field.max !== Infinity)) {
    lines.push(`Number of choices${range(field)}.`)
  }
  if (field.fallback !== null) lines.push(`Without an answer: ${String(field.fallback)}`)
  else if (!field.required) lines.push('Optional.')
  return lines.join(' ')
}

function range({ min, max }: { min: number; max: number }): string {
  const from = min === -Infinity ? '' : ` from ${min}`
  return max === Infinity ? from : `${from}${min === -Infinity ? ' up' : ''} to ${max}`
}
