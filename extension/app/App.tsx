import type { JSX } from 'solid-js'

/** The app in either face. */
export const App = (): JSX.Element => <main>Hearth</main>
