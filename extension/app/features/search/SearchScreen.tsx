import SearchIcon from 'lucide-solid/icons/search'
import SearchX from 'lucide-solid/icons/search-x'
import { createEffect, For, type JSX, Match, on, onCleanup, onMount, Show, Switch } from 'solid-js'
import { useServices } from '../../services.ts'
import { useAnnounce } from '../../ui/Announcer.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { GroupView } from './GroupView.tsx'
import styles from './SearchScreen.module.css'
import { useSearchAll } from './use-search.ts'
import { found, nothing, W } from './words.ts'

/** Finds words in what was said, over all sessions of all hosts. The route `search`. */
const SearchScreen = (): JSX.Element => {
  const { router } = useServices()
  const search = useSearchAll()
  const announce = useAnnounce()
  let form: HTMLElement | undefined
  let list: HTMLDivElement | undefined
  const hits = (): number => search.groups().reduce((sum, group) => sum + group.hits.length, 0)
  const says = (): string =>
    search.groups().length === 0 ? nothing(search.asked()) : found(hits(), search.groups().length)
  createEffect(on(search.asked, (asked) => asked !== '' && announce(says()), { defer: true }))
  onMount(() => {
    form?.querySelector('input')?.focus()
    if (list !== undefined) list.scrollTop = search.scrolled
  })
  onCleanup(() => {
    search.scrolled = list?.scrollTop ?? 0
  })
  return (
    <Page
      title={W.title}
      onBack={() => router.back()}
      backLabel={W.back}
      flush
      scroll={false}
      top={
        <search
          class={styles.field}
          ref={(element) => {
            form = element
          }}
        >
          <TextField
            label={W.label}
            hideLabel
            type="search"
            enterkeyhint="search"
            placeholder={W.hint}
            value={search.query()}
            onText={search.setQuery}
          />
        </search>
      }
    >
      <div
        class={styles.list}
        ref={(element) => {
          list = element
        }}
      >
        <For each={search.troubles()}>{(words) => <p class={styles.trouble}>{words}</p>}</For>
        <Switch>
          <Match when={search.busy() && search.groups().length === 0}>
            <Progress words={W.searching} slow={W.slow} />
          </Match>
          <Match when={search.asked() === ''}>
            <EmptyState icon={<SearchIcon />} title={W.begin}>
              {W.beginNote}
            </EmptyState>
          </Match>
          <Match when={search.groups().length === 0}>
            <EmptyState icon={<SearchX />} title={nothing(search.asked())} />
          </Match>
          <Match when={true}>
            <p class={styles.sum} data-busy={search.busy() || undefined}>
              {says()}
            </p>
            <For each={search.groups()}>{(group) => <GroupView group={group} query={search.asked()} />}</For>
            <Show when={search.more()}>
              <p class={styles.sum}>{W.more}</p>
            </Show>
          </Match>
        </Switch>
      </div>
    </Page>
  )
}

export default SearchScreen
