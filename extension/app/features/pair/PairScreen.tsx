import type { JSX } from 'solid-js'
import { Page } from '../../ui/Page.tsx'

const PairScreen = (_props: { readonly link: string | null }): JSX.Element => <Page title="Pair">Soon.</Page>

export default PairScreen
