import type { RequestView } from '@hearth/shared/link'
import { SESSION_LIMITS } from '@hearth/shared/session'
import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Markdown } from '../../text/index.ts'
import { Button } from '../../ui/Button.tsx'
import { ArmedButton } from './ArmedButton.tsx'
import styles from './Asked.module.css'
import { CardFrame } from './CardFrame.tsx'
import { createCardMemory, forgetWhenOver } from './card-memory.ts'
import row from './Decide.module.css'
import { mayAnswer } from './rights.ts'
import { createShown, ShownContext, useShown } from './shown.ts'
import { Tries } from './Tries.tsx'
import { Unread, unreadOf } from './Unread.tsx'
import { Whole } from './Whole.tsx'
import { WordsSheet } from './WordsSheet.tsx'
import { asked, braked, button, plan as words } from './words.ts'

/** Changes that were written and not sent. */
export const planMemory = createCardMemory<string>()

interface PlanCardProps {
  readonly host: HostView
  readonly request: RequestView
  readonly plan: string
}

/** What an agent means to do, to be approved, changed or turned down. Markdown, all of it the agent's words. */
export const PlanCard = (props: PlanCardProps): JSX.Element => (
  <ShownContext.Provider value={createShown()}>
    <CardFrame
      host={props.host}
      request={props.request}
      title={asked.plan}
      actions={<PlanChoices host={props.host} request={props.request} />}
    >
      <p class={styles.note}>{words.note}</p>
      <figure class={styles.said}>
        <figcaption>
          {/* The plan's own headings stand below it. */}
          <h3 class={styles.caption}>{words.says}</h3>
        </figcaption>
        <Whole text="" bare>
          <Markdown text={props.plan} />
        </Whole>
      </figure>
    </CardFrame>
  </ShownContext.Provider>
)

const PlanChoices = (props: { host: HostView; request: RequestView }): JSX.Element => {
  const shown = useShown()
  const hint = createUniqueId()
  const isPaused = (): boolean => props.host.guard().paused !== null
  const refusal = (): string | null => mayAnswer(props.host.overview().device)
  const give = (changes: string | null) => () =>
    props.host.actions.answer(props.request.id, { kind: 'plan', changes })
  const [asking, setAsking] = createSignal(false)
  forgetWhenOver(planMemory, props.host.id, () => props.request)
  const turnDown = () => props.host.actions.answer(props.request.id, null)
  return (
    <Tries host={props.host} request={props.request}>
      {(send) => (
        <Show when={refusal() === null} fallback={<p class={styles.note}>{refusal()}</p>}>
          <Show when={isPaused()} fallback={<Unread id={hint} />}>
            <p class={row.cannot}>{braked.pausedPlan}</p>
          </Show>
          <Button wide aria-haspopup="dialog" onClick={() => setAsking(true)}>
            {button.changes}
          </Button>
          <div class={row.apart}>
            <ArmedButton onPress={() => send(turnDown)}>{button.turnDown}</ArmedButton>
            <Show when={!isPaused()}>
              <ArmedButton
                variant="primary"
                blocked={unreadOf(shown) !== null}
                describedBy={hint}
                onPress={() => send(give(null))}
              >
                {button.approve}
              </ArmedButton>
            </Show>
          </div>
          <WordsSheet
            open={asking()}
            host={props.host.id}
            request={props.request.id}
            memory={planMemory}
            title={words.title}
            label={words.changes}
            hint={words.hint}
            sends={button.sendChanges}
            most={SESSION_LIMITS.answerText.value}
            onSend={(text) => send(give(text))}
            onClose={() => setAsking(false)}
          />
        </Show>
      )}
    </Tries>
  )
}
