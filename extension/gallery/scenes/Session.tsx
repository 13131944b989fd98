import { type JSX, onCleanup, onMount } from 'solid-js'
import SessionScreen from '../../app/features/session/SessionScreen.tsx'
import { ServicesContext } from '../../app/services.ts'
import { draftKey } from '../../app/state/drafts.ts'
import type { Pages } from '../../app/state/pages.ts'
import type { Typed } from '../../app/state/typed.ts'
import { fakeServices } from '../../app/testing/fake-services.ts'
import { SESSION } from './session-id.ts'
import { SESSION_STATES, type SessionSceneName } from './session-states.ts'

/** Presses what is asked for, one after another, as soon as it is there. */
const press = (selectors: readonly string[]): void => {
  const [first, ...rest] = selectors
  if (first === undefined) return
  const found = document.querySelector<HTMLElement>(first)
  if (found === null) return
  stop()
  found.click()
  press(rest)
  if (rest.length > 0) watch(rest)
}

let observer: MutationObserver | undefined
const stop = (): void => observer?.disconnect()
const watch = (selectors: readonly string[]): void => {
  stop()
  observer = new MutationObserver(() => press(selectors))
  observer.observe(document.body, { childList: true, subtree: true, attributes: true })
}

/** Types into the composer as soon as it is there. */
const type = (text: string): void => {
  const field = document.querySelector<HTMLTextAreaElement>('form textarea')
  if (field === null) return void requestAnimationFrame(() => type(text))
  field.focus()
  field.value = text
  field.setSelectionRange(text.length, text.length)
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

/** A session's screen in one of its states. `draft`: what is typed; `opens`: what is pressed, by selector. */
export const Session = (props: {
  readonly name: SessionSceneName
  readonly draft?: string | Typed
  /** What is typed by hand into it. */
  readonly types?: string
  readonly pages?: Pages
  readonly opens?: readonly string[]
}): JSX.Element => {
  const host = SESSION_STATES[props.name]()
  // Lets a script at the page drive the host.
  Object.assign(globalThis, { host, session: SESSION })
  const services = fakeServices({
    hosts: [host],
    route: { screen: 'session', host: host.id, session: SESSION },
    drafts: { [draftKey(host.id, SESSION)]: props.draft ?? '' },
    ...(props.pages && { pages: props.pages }),
  })
  onMount(() => {
    watch(props.opens ?? [])
    if (props.types !== undefined) type(props.types)
  })
  onCleanup(stop)
  return (
    <ServicesContext.Provider value={services}>
      <SessionScreen />
    </ServicesContext.Provider>
  )
}
