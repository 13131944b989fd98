import type { Question } from '@hearth/shared/session'
import type { ChoiceField, Form } from './form.ts'

/** Label of the choice that we add. */
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

/** The questions of some choices of a form, in their order. `why` tells what was wrong with the answer before. */
export function questionsOf(
  form: Form,
  asked: readonly { field: ChoiceField; why: string | null }[],
): Question[] {
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

function answering(field: ChoiceField): Pick<Question, 'options' | 'multiple' | 'custom'> {
  const options = field.choices.map(({ label, about }) => ({ label, description: about }))
  return { options, multiple: field.type === 'many', custom: field.own !== null }
}

/** What an answer has to be, where the choices do not say it. */
function hints(field: ChoiceField): string {
  const lines: string[] = []
  if (field.type === 'many' && (field.min > 0 || field.max !== Infinity)) {
    const from = field.min > 0 ? ` from ${field.min}` : ''
    lines.push(`Number of choices${from}${field.max === Infinity ? '' : ` to ${field.max}`}.`)
  }
  if (field.fallback !== null) lines.push(`Without an answer: ${String(field.fallback)}`)
  else if (!field.required) lines.push('Optional.')
  return lines.join(' ')
}
