import { render } from '@solidjs/testing-library'
import { ServicesContext } from '../../../services.ts'
import type { Pages } from '../../../state/pages.ts'
import type { Typed } from '../../../state/typed.ts'
import { anId } from '../../../testing/build.ts'
import type { FakeHost } from '../../../testing/fake-host.ts'
import { type FakeServices, fakeServices } from '../../../testing/fake-services.ts'
import { Frame } from '../../../ui/Frame.tsx'
import SessionScreen from '../SessionScreen.tsx'

export const SESSION = anId(1)

/** The screen of a fake host's session. */
export const showSession = (
  host: FakeHost,
  drafts: Record<string, string | Typed> = {},
  pages?: Pages,
): FakeServices => {
  const services = fakeServices({
    hosts: [host],
    route: { screen: 'session', host: host.id, session: SESSION },
    drafts,
    ...(pages && { pages }),
  })
  render(() => (
    <ServicesContext.Provider value={services}>
      <Frame>
        <SessionScreen />
      </Frame>
    </ServicesContext.Provider>
  ))
  return services
}
