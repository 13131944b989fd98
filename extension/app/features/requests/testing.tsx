import type { RequestView } from '@hearth/shared/link'
import { fireEvent, render, screen, within } from '@solidjs/testing-library'
import { type JSX, Show } from 'solid-js'
import { ServicesContext } from '../../services.ts'
import { aSession } from '../../testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts'
import { type FakeServices, fakeServices } from '../../testing/fake-services.ts'
import { Announcer } from '../../ui/Announcer.tsx'
import { type FakeSurroundings, fakeSurroundings } from './fake-surroundings.ts'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { RequestCard } from './RequestCard.tsx'
import { Spoken } from './Spoken.tsx'
import { SurroundingsContext } from './surroundings.ts'

/** A piece of the feature under test, with a host that has these requests. */
export interface Stage {
  readonly host: FakeHost
  readonly services: FakeServices
  readonly around: FakeSurroundings
  readonly root: HTMLElement
}

/** The surroundings of what was drawn last. */
let present: FakeSurroundings | undefined

/** Draws something with everything around it that the app gives. */
export const stage = (
  requests: readonly RequestView[],
  draw: (host: FakeHost) => JSX.Element,
  { around = fakeSurroundings(), ...options }: FakeHostOptions & { around?: FakeSurroundings } = {},
): Stage => {
  present = around
  const host = fakeHost({ requests, sessions: [aSession()], ...options })
  const services = fakeServices({ hosts: [host] })
  const { container } = render(() => (
    <SurroundingsContext.Provider value={around}>
      <ServicesContext.Provider value={services}>
        <Announcer>{draw(host)}</Announcer>
      </ServicesContext.Provider>
    </SurroundingsContext.Provider>
  ))
  return { host, services, around, root: container }
}

/** What was last said aloud. */
export const aloud = (urgency: 'polite' | 'assertive'): Element => {
  const voice = document.querySelector(`[aria-live="${urgency}"]`)
  if (voice === null) throw new Error('nothing speaks here')
  return voice
}

/** The card of one request, and its voice. */
export const card = (
  request: RequestView,
  options: FakeHostOptions & { around?: FakeSurroundings } = {},
): Stage =>
  stage(
    [request],
    (host) => (
      <Show when={host.requests().get(request.id)}>
        {(view) => (
          <>
            <Spoken request={view()} />
            <RequestCard host={host} request={view()} />
          </>
        )}
      </Show>
    ),
    options,
  )

export const button = (name: string): HTMLElement => screen.getByRole('button', { name })

export const allow = (): HTMLElement => button('Allow once')

/** Chooses what stands behind the button between Deny and Allow. */
export const choose = (name: RegExp): void => {
  const menu = screen.getByRole('menu', { name: 'More choices', hidden: true })
  menu.showPopover()
  fireEvent.click(within(menu).getByRole('menuitem', { name, hidden: true }))
}

/** What stands there. */
export const moreChoices = (): readonly HTMLElement[] =>
  screen.queryAllByRole('menuitem', { hidden: true }).filter((one) => one.closest('article'))

/** A press as a pointer makes it; what has to be held is held for as long as it takes. */
export const press = (element: HTMLElement): void => {
  fireEvent.pointerDown(element)
  if (element.dataset.held !== undefined) present?.pass(REQUEST_CARD_LIMITS.holdMs.value)
  fireEvent.click(element)
}

export const isReady = (element: HTMLElement): boolean => element.getAttribute('aria-disabled') === 'false'
