import ChevronDown from 'lucide-solid/icons/chevron-down'
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import { createMemo, type JSX, Show } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { ContextRing } from '../agents/ContextRing.tsx'
import type { ChosenAgent } from '../agents/chosen.ts'
import { shortModel } from '../agents/options.ts'
import { agentName } from '../header/SessionTitle.tsx'
import styles from './Toolbar.module.css'
import { F } from './words.ts'

/** What the foot of the composer opens. */
export type ComposerSheet = 'agent' | 'options'

/** The foot of the composer: who does the next prompt, with what, and the buttons that send. */
export const Toolbar = (props: {
  readonly host: HostView
  readonly chosen: ChosenAgent
  onOpen(sheet: ComposerSheet): void
  /** Stands first. */
  readonly start: JSX.Element
  readonly children: JSX.Element
}): JSX.Element => {
  const name = (): string => agentName(props.host, props.chosen.id())
  const options = createMemo(() => props.chosen.view()?.options ?? [])
  const model = createMemo(() => shortModel(options()))
  return (
    <div class={styles.toolbar}>
      {props.start}
      <span class={styles.choices}>
        <Show when={props.host.overview().agents.length > 1 && props.chosen.id() !== ''}>
          <button
            type="button"
            class={styles.choice}
            aria-haspopup="dialog"
            aria-label={F.agent(name())}
            aria-busy={props.chosen.pending() !== null}
            onClick={() => props.onOpen('agent')}
          >
            <span class={styles.words}>{name()}</span>
            <ChevronDown aria-hidden="true" />
          </button>
        </Show>
        <Show when={options().length > 0}>
          <button
            type="button"
            class={styles.choice}
            aria-haspopup="dialog"
            aria-label={model() === null ? F.options : F.optionsWith(model() ?? '')}
            title={model() ?? F.options}
            onClick={() => props.onOpen('options')}
          >
            <SlidersHorizontal aria-hidden="true" />
            <Show when={model()}>
              <span class={styles.words}>{model()}</span>
            </Show>
          </button>
        </Show>
        <Show when={props.chosen.view()?.context}>
          {(context) => <ContextRing context={context()} agent={name()} />}
        </Show>
      </span>
      <span class={styles.buttons}>{props.children}</span>
    </div>
  )
}
