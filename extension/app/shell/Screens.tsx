import { type JSX, lazy, Match, Switch } from 'solid-js'
import HomeScreen from '../features/sessions/HomeScreen.tsx'
import { useServices } from '../services.ts'
import type { Route } from '../state/router.ts'

const SessionScreen = lazy(() => import('../features/session/SessionScreen.tsx'))
const RequestScreen = lazy(() => import('../features/requests/RequestScreen.tsx'))
const NewSessionScreen = lazy(() => import('../features/sessions/NewSessionScreen.tsx'))
const RulesScreen = lazy(() => import('../features/rules/RulesScreen.tsx'))
const StatusScreen = lazy(() => import('../features/status/StatusScreen.tsx'))
const InboxScreen = lazy(() => import('../features/inbox/InboxScreen.tsx'))
const NotificationsScreen = lazy(() => import('../features/notifications/NotificationsScreen.tsx'))
const SearchScreen = lazy(() => import('../features/search/SearchScreen.tsx'))
const SettingsScreen = lazy(() => import('../features/settings/SettingsScreen.tsx'))
const ManageScreen = lazy(() => import('../features/settings/ManageScreen.tsx'))
const PairScreen = lazy(() => import('../features/pair/PairScreen.tsx'))

type Of<Screen extends Route['screen']> = Extract<Route, { screen: Screen }>

/** The screen that the route asks for; home for whatever else. */
export const Screens = (): JSX.Element => {
  const { router } = useServices()
  const at = <Screen extends Route['screen']>(screen: Screen): Of<Screen> | undefined => {
    const route = router.route()
    return route.screen === screen ? (route as Of<Screen>) : undefined
  }
  return (
    <Switch fallback={<HomeScreen />}>
      <Match when={at('session')}>
        <SessionScreen />
      </Match>
      <Match when={at('request')}>
        {(route) => <RequestScreen host={route().host} request={route().request} />}
      </Match>
      <Match when={at('new')}>
        <NewSessionScreen />
      </Match>
      <Match when={at('rules')}>{(route) => <RulesScreen host={route().host} />}</Match>
      <Match when={at('status')}>
        <StatusScreen />
      </Match>
      <Match when={at('inbox')}>
        <InboxScreen />
      </Match>
      <Match when={at('search')}>
        <SearchScreen />
      </Match>
      <Match when={at('notifications')}>
        <NotificationsScreen />
      </Match>
      <Match when={at('settings')}>
        <SettingsScreen />
      </Match>
      <Match when={at('manage')}>{(route) => <ManageScreen host={route().host} />}</Match>
      <Match when={at('pair')}>{(route) => <PairScreen link={route().link} />}</Match>
    </Switch>
  )
}
