import { createFinder } from '@hearth/shared/session'
import { type JSX, onMount } from 'solid-js'
import SearchScreen from '../../app/features/search/SearchScreen.tsx'
import { ServicesContext } from '../../app/services.ts'
import { anId, aSession, NOW } from '../../app/testing/build.ts'
import { fakeHost } from '../../app/testing/fake-host.ts'
import { fakeServices } from '../../app/testing/fake-services.ts'

const SAID = [
  [1, 12, 'person', 'The login form forgets my name after an error. Please find out why.'],
  [
    1,
    12,
    'agent',
    'The effect in src/login.ts runs on every render and clears the login name; it should run once.',
  ],
  [1, 9, 'agent', "\tconst [login, setLogin] = useState('')"],
  [1, 7, 'agent', 'npx playwright test login --reporter=verbose'],
  [1, 3, 'person', 'And the LOGIN on the phone?'],
  [2, 1, 'agent', 'Release notes: the log-in page, now called login, keeps what was typed.'],
] as const

const hits = (query: string) => {
  const finder = createFinder(query)
  return SAID.filter(([, , , text]) => finder?.isIn(text)).map(([session, turn, by, text], n) => ({
    ...{ session: anId(session), turn, by, block: by === 'person' ? null : 0, at: NOW - n * 3_600_000 },
    ...(finder?.line(text, 400) ?? { text, from: 0, to: 0 }),
  }))
}

/** The search screen as it looks for `query`. */
export const Search = (props: { readonly query: string; readonly away?: boolean }): JSX.Element => {
  const desk = fakeHost({
    name: 'desk',
    sessions: [
      aSession({ id: anId(1), title: 'Fix the login form that forgets the name' }),
      aSession({ id: anId(2), title: 'Release 2.0', archived: true }),
    ],
    script: {
      call: (name, { query }) =>
        name === 'search' ? { hits: hits(String(query)), more: props.query === 'login' } : undefined,
    },
  })
  const attic = fakeHost({ id: anId(0x99), name: 'attic', status: { connection: 'waiting' } })
  const services = fakeServices({ hosts: props.away ? [desk, attic] : [desk], route: { screen: 'search' } })
  onMount(() => {
    const field = document.querySelector('input')
    if (field === null || props.query === '') return
    field.value = props.query
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  })
  return (
    <ServicesContext.Provider value={services}>
      <SearchScreen />
    </ServicesContext.Provider>
  )
}
