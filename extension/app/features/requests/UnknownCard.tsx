import type { RequestView } from '@hearth/shared/link'
import { type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { ArmedButton } from './ArmedButton.tsx'
import styles from './Asked.module.css'
import { CardFrame } from './CardFrame.tsx'
import { ExactLines } from './ExactLines.tsx'
import { Labelled } from './Labelled.tsx'
import { mayAnswer } from './rights.ts'
import { createShown, ShownContext } from './shown.ts'
import { Tries } from './Tries.tsx'
import { Whole } from './Whole.tsx'
import { button, unknownRequest as words } from './words.ts'

/** Something that the host has no word for: it can be looked at as it came, and turned down. */
export const UnknownCard = (props: {
  host: HostView
  request: RequestView
  source: string
  detail: string
}): JSX.Element => {
  const refusal = (): string | null => mayAnswer(props.host.overview().device)
  const turnDown = () => props.host.actions.answer(props.request.id, null)
  return (
    <ShownContext.Provider value={createShown()}>
      <CardFrame
        host={props.host}
        request={props.request}
        title={words.title}
        actions={
          <Tries host={props.host} request={props.request}>
            {(send) => (
              <Show when={refusal() === null} fallback={<p class={styles.note}>{refusal()}</p>}>
                <ArmedButton onPress={() => send(turnDown)}>{button.turnDown}</ArmedButton>
              </Show>
            )}
          </Tries>
        }
      >
        <p>{words.text}</p>
        <p class={styles.note}>{words.source(props.source)}</p>
        <Labelled label={words.detail}>
          <Whole text={props.detail}>
            <ExactLines text={props.detail} />
          </Whole>
        </Labelled>
      </CardFrame>
    </ShownContext.Provider>
  )
}
