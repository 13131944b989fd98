import { createEffect, ErrorBoundary, type JSX, Match, on, Suspense, Switch } from 'solid-js'
import { InboxCount } from './features/inbox/InboxCount.tsx'
import { watchArrivals } from './features/page/arrivals.ts'
import { useServices } from './services.ts'
import { Blocked } from './shell/Blocked.tsx'
import { Broken } from './shell/Broken.tsx'
import { Opening } from './shell/Opening.tsx'
import { Screens } from './shell/Screens.tsx'
import { offerUpdate, type Update } from './shell/update.ts'
import { watchRefusals } from './state/refusals.ts'
import { Frame } from './ui/Frame.tsx'
import { HeaderContext } from './ui/Page.tsx'
import { useToast } from './ui/Toast.tsx'

/** The app in either face. `update`: how a newer version makes itself known, where the page has to ask for it. */
export const App = (props: { readonly update?: Update | undefined }): JSX.Element => (
  <Frame>
    <ErrorBoundary fallback={(error: unknown, reset) => <Broken error={error} onAgain={reset} />}>
      <HeaderContext.Provider value={() => <InboxCount />}>
        <Shell update={props.update} />
      </HeaderContext.Provider>
    </ErrorBoundary>
  </Frame>
)

const Shell = (props: { readonly update: Update | undefined }): JSX.Element => {
  const { drafts, hub, pages, router } = useServices()
  const toast = useToast()
  // No text may be lost: what a host refuses is kept whatever screen is open.
  createEffect(() => {
    for (const host of hub.hosts()) watchRefusals(host, drafts)
  })
  offerUpdate(props.update, toast)
  if (pages !== null) watchArrivals({ pages, hub, router, toast })
  const isFirstRun = (): boolean =>
    hub.state().state === 'open' && hub.hosts().length === 0 && router.route().screen === 'home'
  // Without a host there is nothing to see at home; an address of its own keeps the way back right.
  createEffect(on(isFirstRun, (first) => first && router.replace({ screen: 'pair', link: null })))
  const blocked = () => {
    const now = hub.state()
    return now.state === 'blocked' ? now.error : undefined
  }
  return (
    <Switch
      fallback={
        <Suspense fallback={<Opening />}>
          <Screens />
        </Suspense>
      }
    >
      <Match when={blocked()}>{(error) => <Blocked error={error()} />}</Match>
      <Match when={hub.state().state === 'opening' || isFirstRun()}>
        <Opening />
      </Match>
    </Switch>
  )
}
