import { createUniqueId, For, type JSX } from 'solid-js'
import styles from './Tabs.module.css'

export interface TabsProps<Value extends string> {
  readonly label: string
  readonly tabs: readonly { readonly value: Value; readonly label: JSX.Element }[]
  readonly value: Value
  onChange(value: Value): void
  /** What the present tab shows. */
  readonly children: JSX.Element
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
}

/** Several views of one thing, one at a time. Arrow keys go from tab to tab. */
export const Tabs = <Value extends string>(props: TabsProps<Value>): JSX.Element => {
  const id = createUniqueId()
  let list: HTMLDivElement | undefined
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    const at = props.tabs.findIndex(({ value }) => value === props.value)
    const next = step === undefined ? undefined : props.tabs[step(at, props.tabs.length)]
    if (next === undefined) return
    event.preventDefault()
    props.onChange(next.value)
    list?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
  }
  return (
    <>
      <div
        ref={(element) => {
          list = element
        }}
        role="tablist"
        tabindex={-1}
        aria-label={props.label}
        class={styles.list}
        onKeyDown={onKeyDown}
      >
        <For each={props.tabs}>
          {(tab) => (
            <button
              type="button"
              role="tab"
              id={`${id}-${tab.value}`}
              aria-selected={tab.value === props.value}
              aria-controls={`${id}-panel`}
              tabindex={tab.value === props.value ? 0 : -1}
              class={styles.tab}
              onClick={() => props.onChange(tab.value)}
            >
              {tab.label}
            </button>
          )}
        </For>
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${props.value}`}>
        {props.children}
      </div>
    </>
  )
}
