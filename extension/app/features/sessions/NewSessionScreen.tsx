import type { JSX } from 'solid-js'

const NewSessionScreen = (): JSX.Element => <main>New session</main>
export default NewSessionScreen
