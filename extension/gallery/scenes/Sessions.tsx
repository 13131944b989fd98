import type { JSX } from 'solid-js'
import HomeScreen from '../../app/features/sessions/HomeScreen.tsx'
import NewSessionScreen from '../../app/features/sessions/NewSessionScreen.tsx'
import { ServicesContext } from '../../app/services.ts'
import type { Typed } from '../../app/state/typed.ts'
import { fakeServices } from '../../app/testing/fake-services.ts'
import { LISTS } from './session-list.ts'

/** The list of sessions, or the screen that makes one. */
export const SessionsScene = (props: {
  of: keyof typeof LISTS
  making?: boolean
  draft?: Typed
}): JSX.Element => {
  const hosts = LISTS[props.of]()
  return (
    <ServicesContext.Provider
      value={fakeServices({
        hosts,
        ...(props.draft && { drafts: { [`new:${hosts[0]?.id}`]: props.draft } }),
        route: props.making ? { screen: 'new', host: null } : { screen: 'home' },
      })}
    >
      {props.making ? <NewSessionScreen /> : <HomeScreen />}
    </ServicesContext.Provider>
  )
}
