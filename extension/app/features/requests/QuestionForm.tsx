import { type Question, SESSION_LIMITS, visible } from '@hearth/shared/session'
import { createUniqueId, For, type JSX, Show } from 'solid-js'
import { TextArea } from '../../ui/TextField.tsx'
import frame from './choice.module.css'
import styles from './QuestionCard.module.css'
import { type AnswerDraft, withOption, withOwn } from './question-draft.ts'
import { questionHow, question as words } from './words.ts'

export interface QuestionFormProps {
  readonly question: Question
  readonly answer: AnswerDraft
  readonly disabled: boolean
  onAnswer(answer: AnswerDraft): void
}

/** One question with its options as rows, and room for own words where they are taken. The texts are the agent's. */
export const QuestionForm = (props: QuestionFormProps): JSX.Element => {
  const name = createUniqueId()
  return (
    <fieldset class={styles.form} disabled={props.disabled}>
      <legend class={styles.legend}>
        <Show when={props.question.header.trim() !== ''}>
          <span class={styles.header}>{visible(props.question.header)}</span>
        </Show>
        <span class={styles.question}>{visible(props.question.question, { lines: true })}</span>
      </legend>
      <p class={styles.note}>{questionHow(props.question)}</p>
      <For each={props.question.options}>
        {(option) => (
          <label class={frame.choice}>
            <input
              type={props.question.multiple ? 'checkbox' : 'radio'}
              name={name}
              checked={props.answer.chosen.includes(option.label)}
              onChange={() => props.onAnswer(withOption(props.answer, props.question, option.label))}
            />
            <span class={styles.words}>
              <span class={styles.label}>{visible(option.label)}</span>
              <Show when={option.description.trim() !== ''}>
                <span class={styles.description}>{visible(option.description, { lines: true })}</span>
              </Show>
            </span>
          </label>
        )}
      </For>
      <Show when={props.question.custom}>
        <TextArea
          label={words.own}
          value={props.answer.own}
          rows={2}
          maxlength={SESSION_LIMITS.answerText.value}
          onText={(own) => props.onAnswer(withOwn(props.answer, props.question, own))}
        />
      </Show>
    </fieldset>
  )
}
