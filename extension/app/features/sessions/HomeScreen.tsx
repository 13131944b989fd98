import Bell from 'lucide-solid/icons/bell'
import Inbox from 'lucide-solid/icons/inbox'
import MonitorSmartphone from 'lucide-solid/icons/monitor-smartphone'
import Network from 'lucide-solid/icons/network'
import Plus from 'lucide-solid/icons/plus'
import Search from 'lucide-solid/icons/search'
import SearchX from 'lucide-solid/icons/search-x'
import Settings from 'lucide-solid/icons/settings'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Fold } from './Fold.tsx'
import styles from './HomeScreen.module.css'
import { HostNotices } from './HostNotices.tsx'
import { HostSection } from './HostSection.tsx'
import { ARCHIVED, FLAT, stopsOf } from './layout.ts'
import { SEARCH_FROM } from './limits.ts'
import { type Folds, ListContext } from './list-context.ts'
import { NeedsYou } from './NeedsYou.tsx'
import { NoHost } from './NoHost.tsx'
import { RenameSheet } from './RenameSheet.tsx'
import { Rows } from './Rows.tsx'
import { createHome } from './use-home.ts'
import { useListPlace, useMemory } from './use-memory.ts'
import { createRoving } from './use-roving.ts'
import { createRowActions } from './use-row-actions.ts'
import { home as words } from './words.ts'

/** The list of sessions over all hosts: what needs a person on top. */
const HomeScreen = (): JSX.Element => {
  const { hub, router } = useServices()
  const memory = useMemory()
  const place = useListPlace()
  const { query, setQuery, archivedOpen, setArchivedOpen } = place
  const home = createHome(hub.hosts, memory, useNow(), query)
  const act = createRowActions(home, memory)
  const folds: Folds = {
    isFolded: (key) => query() === '' && memory.isFolded(key),
    fold: (key, folded) => memory.fold(key, folded),
    shown: place.shown,
    more: place.more,
  }
  const stops = createMemo(() =>
    stopsOf(
      { needs: home.needs(), groups: home.groups(), found: home.found(), archived: home.archived() },
      { view: memory.view(), archivedOpen: archivedOpen(), ...folds },
    ),
  )
  const roving = createRoving(stops, place)
  const grouped = (): boolean => memory.view() === 'grouped'
  const searching = (): boolean => query().trim() !== ''
  const searchable = (): boolean => searching() || home.open().length >= SEARCH_FROM
  /** Where there is none yet, the empty place itself has the button. */
  const canMake = createMemo(
    () => home.open().length > 0 && hub.hosts().some((host) => host.overview().projects.length > 0),
  )
  const groupOf = (host: string) => home.groups().find((group) => group.host === host) ?? null

  const List = (): JSX.Element => (
    <div class={styles.list} ref={roving.ref}>
      <NeedsYou />
      <Show when={searching() && home.found().length === 0}>
        <EmptyState
          icon={<SearchX />}
          title={words.noMatch(query().trim())}
          action={<Button onClick={() => setQuery('')}>{words.clear}</Button>}
        />
      </Show>
      <Show
        when={grouped()}
        fallback={
          <>
            <Show when={!searching()}>
              <For each={hub.hosts()}>{(host) => <HostNotices host={host} />}</For>
            </Show>
            <Rows rows={home.found()} place="list" label={words.heading} list={FLAT} />
          </>
        }
      >
        <For each={hub.hosts()}>
          {(host) => (
            <Show when={!searching() || (groupOf(host.id)?.projects.length ?? 0) > 0}>
              <HostSection host={host} group={groupOf(host.id)} searching={searching()} />
            </Show>
          )}
        </For>
      </Show>
      <Show when={home.archived().length > 0 && !searching()}>
        <section class={styles.archived}>
          <Fold id={ARCHIVED} open={archivedOpen()} onOpen={setArchivedOpen}>
            {words.archived(home.archived().length)}
          </Fold>
          <Show when={archivedOpen()}>
            <Rows rows={home.archived()} place="archived" label={words.archivedList} list={ARCHIVED} />
          </Show>
        </section>
      </Show>
    </div>
  )

  return (
    <ListContext.Provider value={{ home, roving, act, folds }}>
      <Page
        title={words.heading}
        flush
        actions={
          <Show when={hub.hosts().length > 0}>
            <Menu
              label={words.options}
              items={[
                { label: words.byProject, checked: grouped(), onSelect: () => memory.setView('grouped') },
                { label: words.flat, checked: !grouped(), onSelect: () => memory.setView('flat') },
                {
                  label: words.searchAll,
                  icon: <Search />,
                  parted: true,
                  onSelect: () => router.go({ screen: 'search' }),
                },
                {
                  label: words.inbox,
                  icon: <Inbox />,
                  onSelect: () => router.go({ screen: 'inbox' }),
                },
                {
                  label: words.notifications,
                  icon: <Bell />,
                  onSelect: () => router.go({ screen: 'notifications' }),
                },
                {
                  label: words.connections,
                  icon: <Network />,
                  onSelect: () => router.go({ screen: 'status' }),
                },
                {
                  label: words.settings,
                  icon: <Settings />,
                  onSelect: () => router.go({ screen: 'settings' }),
                },
                {
                  label: words.pairAnother,
                  icon: <MonitorSmartphone />,
                  onSelect: () => router.go({ screen: 'pair', link: null }),
                },
              ]}
            />
          </Show>
        }
        top={
          <Show when={searchable()}>
            <search class={styles.search}>
              <TextField
                label={words.search}
                hideLabel
                type="search"
                placeholder={words.searchHint}
                value={query()}
                onText={setQuery}
              />
            </search>
          </Show>
        }
        footer={
          canMake() ? (
            <Button
              variant="primary"
              wide
              icon={<Plus />}
              onClick={() => router.go({ screen: 'new', host: null })}
            >
              {words.newSession}
            </Button>
          ) : undefined
        }
      >
        <Show when={hub.hosts().length > 0} fallback={<NoHost />}>
          <List />
        </Show>
      </Page>
      <RenameSheet act={act} />
    </ListContext.Provider>
  )
}

export default HomeScreen
