import { createEffect, type JSX, Match, on, Switch } from 'solid-js'
import { useServices } from '../../services.ts'
import { Page } from '../../ui/Page.tsx'
import { CheckStep } from './CheckStep.tsx'
import { CompareStep } from './CompareStep.tsx'
import { FailedStep } from './FailedStep.tsx'
import { LinkStep } from './LinkStep.tsx'
import { readLink } from './link.ts'
import { MeetingStep } from './MeetingStep.tsx'
import { PairedStep } from './PairedStep.tsx'
import { createPairing } from './pairing.ts'
import * as words from './words.ts'

/** Pairs this device with a host. `link`: one that was opened, which waits for the person's word like any other. */
const PairScreen = (props: { readonly link: string | null }): JSX.Element => {
  const { hub, router } = useServices()
  const pairing = createPairing(hub)
  const opened = () => (props.link === null ? null : readLink(props.link, Date.now()))
  createEffect(
    on(opened, (link) => {
      if (link?.ok) pairing.take(link)
    }),
  )
  const problem = () => {
    const link = opened()
    return link === null || link.ok ? null : link.problem
  }
  const canLeave = (): boolean => hub.hosts().length > 0
  return (
    <Page title={words.TITLE} {...(canLeave() ? { onBack: () => router.back() } : {})}>
      <Switch fallback={<LinkStep pairing={pairing} problem={problem()} />}>
        <Match when={pairing.step() === 'check' && pairing.link()} keyed>
          {(link) => <CheckStep pairing={pairing} link={link} />}
        </Match>
        <Match when={pairing.step() === 'meeting'}>
          <MeetingStep pairing={pairing} />
        </Match>
        <Match when={pairing.step() === 'compare' && pairing.digits()}>
          {(digits) => <CompareStep pairing={pairing} digits={digits()} />}
        </Match>
        <Match when={pairing.step() === 'paired' && pairing.paired()}>
          {(host) => <PairedStep host={host()} />}
        </Match>
        <Match when={pairing.step() === 'failed' && pairing.error()}>
          {(error) => <FailedStep pairing={pairing} error={error()} />}
        </Match>
      </Switch>
    </Page>
  )
}

export default PairScreen
