import type { RequestView } from '@hearth/shared/link'
import type { Question } from '@hearth/shared/session'
import { createSignal, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { ArmedButton } from './ArmedButton.tsx'
import { CardFrame } from './CardFrame.tsx'
import { forgetWhenOver } from './card-memory.ts'
import styles from './QuestionCard.module.css'
import { QuestionForm } from './QuestionForm.tsx'
import { type AnswerDraft, answerOf, answersOf, EMPTY_ANSWER } from './question-draft.ts'
import { type CardDraft, questionMemory } from './question-memory.ts'
import { mayAnswer } from './rights.ts'
import { Tries } from './Tries.tsx'
import { button, hold, question as words } from './words.ts'

export interface QuestionCardProps {
  readonly host: HostView
  readonly request: RequestView
  readonly questions: readonly Question[]
}

/** Questions of an agent, one at a time; what was filled in is kept as long as they wait. */
export const QuestionCard = (props: QuestionCardProps): JSX.Element => {
  const [draft, setDraft] = createSignal<CardDraft>(
    questionMemory.read(props.host.id, props.request.id) ?? { step: 0, answers: [] },
  )
  const keep = (next: CardDraft): void => {
    setDraft(next)
    questionMemory.write(props.host.id, props.request.id, next)
  }
  forgetWhenOver(questionMemory, props.host.id, () => props.request)
  const step = (): number => Math.min(draft().step, Math.max(0, props.questions.length - 1))
  const current = (): Question | undefined => props.questions[step()]
  const answerAt = (at: number): AnswerDraft => draft().answers[at] ?? EMPTY_ANSWER
  const setAnswer = (answer: AnswerDraft): void =>
    keep({ ...draft(), answers: props.questions.map((_, at) => (at === step() ? answer : answerAt(at))) })
  const isLast = (): boolean => step() >= props.questions.length - 1
  const isAnswered = (): boolean => {
    const asked = current()
    return asked !== undefined && answerOf(asked, answerAt(step())).length > 0
  }
  const answers = () => answersOf(props.questions, draft().answers)
  const refusal = (): string | null => mayAnswer(props.host.overview().device)
  const canChange = (): boolean => props.request.state === 'pending' && refusal() === null
  const give = (skip: boolean) => () => {
    const given = skip ? null : answers()
    return props.host.actions.answer(
      props.request.id,
      given === null ? null : { kind: 'question', answers: given },
    )
  }
  return (
    <CardFrame
      host={props.host}
      request={props.request}
      title={words.title(props.questions.length)}
      actions={
        <Tries host={props.host} request={props.request}>
          {(send) => (
            <Show when={refusal() === null} fallback={<p class={styles.note}>{refusal()}</p>}>
              <Show
                when={isLast()}
                fallback={
                  <Button
                    wide
                    disabled={!isAnswered()}
                    onClick={() => keep({ ...draft(), step: step() + 1 })}
                  >
                    {words.next}
                  </Button>
                }
              >
                <ArmedButton variant="primary" blocked={answers() === null} onPress={() => send(give(false))}>
                  {props.questions.length === 1 ? button.submitOne : button.submit}
                </ArmedButton>
                <Show when={props.questions.length > 1 && isAnswered() && answers() === null}>
                  <p class={styles.note}>{hold.incomplete}</p>
                </Show>
              </Show>
              <Show when={step() > 0}>
                <Button wide onClick={() => keep({ ...draft(), step: step() - 1 })}>
                  {words.previous}
                </Button>
              </Show>
              <ArmedButton onPress={() => send(give(true))}>{button.skip}</ArmedButton>
              <p class={styles.note}>{button.skipNote}</p>
            </Show>
          )}
        </Tries>
      }
    >
      <Show when={props.questions.length > 1}>
        <p class={styles.note}>{words.step(step() + 1, props.questions.length)}</p>
      </Show>
      <Show when={current()} keyed fallback={<p class={styles.note}>{words.none}</p>}>
        {(asked) => (
          <QuestionForm
            question={asked}
            answer={answerAt(step())}
            disabled={!canChange()}
            onAnswer={setAnswer}
          />
        )}
      </Show>
    </CardFrame>
  )
}
