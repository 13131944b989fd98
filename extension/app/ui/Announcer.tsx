import { createContext, createSignal, type JSX, Show, useContext } from 'solid-js'

/** Says something to those who listen instead of looking. `assertive` interrupts: only for what waits for them. */
export type Announce = (text: string, urgency?: 'polite' | 'assertive') => void

/** Outside of an announcer nothing is said. */
const AnnounceContext = createContext<Announce>(() => undefined)

/** How to announce from here. */
export const useAnnounce = (): Announce => useContext(AnnounceContext)

/** The one hidden place from which the app speaks. The same words said twice are heard twice. */
export const Announcer = (props: { readonly children: JSX.Element }): JSX.Element => {
  const [polite, setPolite] = createSignal<{ readonly text: string }>()
  const [assertive, setAssertive] = createSignal<{ readonly text: string }>()
  const announce: Announce = (text, urgency) =>
    urgency === 'assertive' ? setAssertive({ text }) : setPolite({ text })
  return (
    <AnnounceContext.Provider value={announce}>
      {props.children}
      <div class="hidden-text" aria-live="polite" aria-atomic="true">
        <Show when={polite()} keyed>
          {(said) => <span>{said.text}</span>}
        </Show>
      </div>
      <div class="hidden-text" aria-live="assertive" aria-atomic="true">
        <Show when={assertive()} keyed>
          {(said) => <span>{said.text}</span>}
        </Show>
      </div>
    </AnnounceContext.Provider>
  )
}
